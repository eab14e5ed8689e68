"""Calls that are given up: the server sees their connection end, nothing more is sent, and the client goes on."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, ResponseEvent
from listener import JOB, LIMIT, Connection, Listener

PROMPT = 0.2
"""Seconds within which it has to be over. The best of several is measured: the machine may be busy."""

TRIES = 5


def settings(listener: Listener, **more: Any) -> dict[str, Any]:
    return {"base_url": listener.url, "api_key": "k", "max_retries": 2, "rate_limit": None, **more}


def the_call_for(listener: Listener, id: str) -> Connection:
    """The next connection, with this call and no other."""
    connection = listener.connection()
    assert connection.request() == f"GET /api/v2/background-jobs/{id} HTTP/1.1"
    return connection


async def cancelled_task(call: Coroutine[Any, Any, object], started: Awaitable[object]) -> None:
    task = asyncio.create_task(call)
    await started
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def waited_for(call: Coroutine[Any, Any, object], started: Awaitable[object]) -> None:
    task = asyncio.create_task(call)
    await started
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(task, 0.01)


WAYS: list[Callable[[Coroutine[Any, Any, object], Awaitable[object]], Coroutine[Any, Any, None]]] = [
    cancelled_task,
    waited_for,
]

if sys.version_info >= (3, 11):

    async def timed_out(call: Coroutine[Any, Any, object], started: Awaitable[object]) -> None:
        async def limited() -> None:
            async with asyncio.timeout(None) as limit:
                limits.append(limit)
                await call

        limits: list[asyncio.Timeout] = []
        task = asyncio.create_task(limited())
        await started
        limits[0].reschedule(asyncio.get_running_loop().time())
        with pytest.raises(TimeoutError):
            await task

    WAYS.append(timed_out)


@pytest.mark.parametrize("give_up", WAYS)
def test_a_task_that_is_given_up(listener: Listener, give_up: Callable[..., Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        times: list[float] = []
        async with AsyncInstantly(**settings(listener)) as client:
            for number in range(TRIES):
                connection = asyncio.create_task(asyncio.to_thread(the_call_for, listener, str(number)))
                await give_up(client.background_jobs.get(str(number)), connection)
                started = time.monotonic()
                assert await asyncio.to_thread((await connection).closed)
                times.append(time.monotonic() - started)
            await answered(client, listener, "last")
        assert min(times) < PROMPT

    asyncio.run(main())


def test_a_task_that_is_given_up_between_attempts(listener: Listener) -> None:
    async def main() -> None:
        refused = asyncio.Event()

        async def start(id: str) -> asyncio.Task[Any]:
            """A call that waits for its second attempt."""
            task = asyncio.create_task(client.background_jobs.get(id))
            connection = await asyncio.to_thread(the_call_for, listener, id)
            connection.answer({}, "503 Service Unavailable", "retry-after: 1\r\nconnection: close\r\n")
            await refused.wait()
            refused.clear()
            return task

        def on_response(_event: ResponseEvent) -> None:
            refused.set()

        async with AsyncInstantly(**settings(listener, on_response=on_response)) as client:
            first = await start("first")
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            # Its second attempt comes later than the first call's would have come.
            second = await start("second")
            connection = await asyncio.to_thread(the_call_for, listener, "second")
            connection.answer(JOB)
            assert (await second).id == JOB["id"]

    asyncio.run(main())


async def answered(client: AsyncInstantly, listener: Listener, id: str) -> None:
    """The client goes on: this is the next call that the server sees."""
    task = asyncio.create_task(client.background_jobs.get(id))
    connection = await asyncio.to_thread(the_call_for, listener, id)
    connection.answer(JOB)
    assert (await task).id == JOB["id"]


PROGRAM = """
    import sys
    from instantly_sdk import Instantly

    def on_response(event):
        print("response", event.status, flush=True)

    client = Instantly(base_url=sys.argv[1], api_key="k", rate_limit=None, on_response=on_response)
    for line in sys.stdin:
        try:
            client.background_jobs.get(line.strip())
            print("done", flush=True)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
    """


@pytest.fixture
def program(listener: Listener) -> Any:
    """A program that calls for every id it reads."""
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), listener.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        try:
            yield process
            _, _ = process.communicate(timeout=LIMIT)
            assert process.returncode == 0
        finally:
            process.kill()


def call(program: subprocess.Popen[str], id: str) -> None:
    assert program.stdin is not None
    program.stdin.write(f"{id}\n")


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def interrupt(program: subprocess.Popen[str]) -> float:
    """Presses Ctrl-C; the seconds until the call is over."""
    started = time.monotonic()
    program.send_signal(signal.SIGINT)
    assert said(program) == "interrupted"
    return time.monotonic() - started


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent to processes there")
def test_control_c(listener: Listener, program: subprocess.Popen[str]) -> None:
    times: list[tuple[float, float]] = []
    for number in range(TRIES):
        call(program, str(number))
        connection = the_call_for(listener, str(number))
        over = interrupt(program)
        started = time.monotonic()
        assert connection.closed()
        times.append((over, time.monotonic() - started))
    assert min(over for over, _ in times) < PROMPT
    assert min(closed for _, closed in times) < PROMPT
    call(program, "last")
    the_call_for(listener, "last").answer(JOB)
    assert (said(program), said(program)) == ("response 200", "done")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent to processes there")
def test_control_c_between_attempts(listener: Listener, program: subprocess.Popen[str]) -> None:
    times: list[float] = []
    for number in range(TRIES):
        call(program, str(number))
        connection = the_call_for(listener, str(number))
        connection.answer({}, "503 Service Unavailable", "retry-after: 60\r\nconnection: close\r\n")
        assert said(program) == "response 503"
        times.append(interrupt(program))
    assert min(times) < PROMPT
    call(program, "last")
    the_call_for(listener, "last").answer(JOB)
    assert (said(program), said(program)) == ("response 200", "done")
