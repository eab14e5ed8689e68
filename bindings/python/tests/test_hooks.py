"""`on_request` and `on_response`: who is told what, when, and in which thread."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import functools
import gc
import json
import pickle
import socket
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import pytest
from instantly_sdk import (
    APIConnectionError,
    APITimeoutError,
    AsyncInstantly,
    Instantly,
    InvalidArgumentError,
    RequestEvent,
    ResponseEvent,
)
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener

ID = str(JOB["id"])
CLIENTS = [Instantly, AsyncInstantly]
GET = ("background_jobs.get", "GET", "/api/v2/background-jobs/{id}")


class Diary:
    """Writes down what hooks are told."""

    def __init__(self) -> None:
        self.events: list[RequestEvent | ResponseEvent] = []
        self.threads: set[int] = set()

    def write(self, event: RequestEvent | ResponseEvent) -> None:
        self.events.append(event)
        self.threads.add(threading.get_ident())

    @property
    def hooks(self) -> dict[str, Any]:
        """Both, as settings."""
        return {"on_request": self.write, "on_response": self.write}

    @property
    def attempts(self) -> list[tuple[int, int | str | None]]:
        """Attempt, and status or error: `None` where it starts."""
        return [
            (each.attempt, (each.status or each.error) if isinstance(each, ResponseEvent) else None)
            for each in self.events
        ]


@pytest.fixture
def diary() -> Diary:
    return Diary()


def settings(url: str, **more: Any) -> dict[str, Any]:
    return {"base_url": url, "api_key": "k", "max_retries": 0, "rate_limit": None, **more}


def failing_twice(server: MockServer) -> None:
    server.answer_next(503, headers={"retry-after": "0"})
    server.answer_next(429, headers={"retry-after": "0", "x-request-id": "r-2"})


def told_of_two_failures(diary: Diary) -> None:
    assert diary.attempts == [(1, None), (1, 503), (2, None), (2, 429), (3, None), (3, 200)]
    assert diary.threads == {threading.get_ident()}
    first, _, _, refused, *_ = diary.events
    assert first == RequestEvent(*GET, attempt=1)
    assert isinstance(refused, ResponseEvent)
    assert 0 < refused.elapsed < LIMIT
    assert refused == ResponseEvent(*GET, 2, status=429, request_id="r-2", elapsed=refused.elapsed, error=None)


def test_every_attempt_is_told(server: MockServer, diary: Diary) -> None:
    with Instantly(**settings(server.url, max_retries=2, **diary.hooks)) as client:
        job = client.background_jobs.list(limit=1).items[0].id
        diary.events.clear()
        failing_twice(server)
        assert client.background_jobs.get(job).id == job
        told_of_two_failures(diary)


def test_every_attempt_of_a_task_is_told_before_it_goes_on(server: MockServer, diary: Diary) -> None:
    async def main() -> None:
        async with AsyncInstantly(**settings(server.url, max_retries=2, **diary.hooks)) as client:
            job = (await client.background_jobs.list(limit=1)).items[0].id
            diary.events.clear()
            failing_twice(server)
            assert (await client.background_jobs.get(job)).id == job
            told_of_two_failures(diary)

    asyncio.run(main())


@pytest.mark.parametrize("hook", ["on_request", "on_response"])
def test_one_hook_is_enough(server: MockServer, diary: Diary, hook: str) -> None:
    with Instantly(**settings(server.url, **{hook: diary.write})) as client:
        client.background_jobs.list()
    [event] = diary.events
    assert type(event) is {"on_request": RequestEvent, "on_response": ResponseEvent}[hook]


def test_a_request_is_told_before_the_server_sees_it() -> None:
    """For a connection that is being made, and for one that is there."""
    seen: list[bytes] = []
    streams: list[socket.socket] = []
    looked = threading.Semaphore(0)

    def look(_event: RequestEvent) -> None:
        try:
            # What was sent to this machine is there at once.
            seen.append(streams[0].recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) if streams else b"")
        except BlockingIOError:
            seen.append(b"")
        looked.release()

    def serve() -> None:
        stream, _ = server.accept()
        streams.append(stream)
        for _ in range(2):
            assert looked.acquire(timeout=LIMIT)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += stream.recv(1)
            content = json.dumps(JOB)
            stream.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(content)}\r\n\r\n{content}".encode())

    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        served = pool.submit(serve)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with Instantly(**settings(url, on_request=look)) as client:
            client.background_jobs.get(ID)
            client.background_jobs.get(ID)
        served.result(LIMIT)
        streams[0].close()
    assert seen == [b"", b""]


def test_an_attempt_without_an_answer_is_told(listener: Listener, diary: Diary) -> None:
    with Instantly(**settings(listener.url, **diary.hooks)) as client:
        with pytest.raises(APITimeoutError):
            client.background_jobs.get(ID, timeout=0.05)
        assert diary.attempts == [(1, None), (1, "timed out")]
        last = diary.events[-1]
        assert isinstance(last, ResponseEvent)
        assert (last.status, last.request_id) == (None, None)
        assert 0.05 <= last.elapsed < LIMIT
    with Listener() as gone:
        url = gone.url
    diary.events.clear()
    with Instantly(**settings(url, **diary.hooks)) as client:
        with pytest.raises(APIConnectionError):
            client.background_jobs.get(ID)
        assert diary.attempts == [(1, None), (1, "could not connect")]


def test_a_call_that_is_refused_here_is_not_told(server: MockServer, diary: Diary) -> None:
    with Instantly(**settings(server.url, **diary.hooks)) as client, pytest.raises(InvalidArgumentError):
        client.background_jobs.get("")
    assert diary.events == []


def test_pages_ahead_and_waits_are_told(server: MockServer, diary: Diary) -> None:
    with Instantly(**settings(server.url, **diary.hooks)) as client:
        assert len(list(client.background_jobs.list(limit=10))) == 25
        assert diary.attempts == [(1, None), (1, 200)] * 3
        diary.events.clear()
        job = server.add_job(polls=1)
        client.background_jobs.wait(job.id, poll_interval=0.01)
        assert diary.attempts == [(1, None), (1, 200)] * 2
    assert diary.threads == {threading.get_ident()}


def test_a_page_ahead_that_nobody_asks_for_is_told_when_it_is_given_up(listener: Listener, diary: Diary) -> None:
    with Instantly(**settings(listener.url, **diary.hooks)) as client, ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.background_jobs.list)
        connection = listener.connection()
        connection.request()
        connection.answer({"items": [JOB, JOB], "next_starting_after": "a"})
        jobs = iter(call.result(LIMIT))
        next(jobs)
        listener.connection().request()
        assert diary.attempts == [(1, None), (1, 200)]
        jobs.close()  # type: ignore[attr-defined]
        assert diary.attempts == [(1, None), (1, 200), (1, None)]


def test_pages_ahead_and_waits_of_tasks_are_told(server: MockServer, diary: Diary) -> None:
    async def main() -> None:
        async with AsyncInstantly(**settings(server.url, **diary.hooks)) as client:
            assert len([job async for job in client.background_jobs.list(limit=10)]) == 25
            assert diary.attempts == [(1, None), (1, 200)] * 3
            diary.events.clear()
            job = server.add_job(polls=1)
            await client.background_jobs.wait(job.id, poll_interval=0.01)
            assert diary.attempts == [(1, None), (1, 200)] * 2

    asyncio.run(main())
    assert diary.threads == {threading.get_ident()}


def test_a_cancelled_call_has_no_response(listener: Listener, diary: Diary) -> None:
    async def main() -> None:
        async with AsyncInstantly(**settings(listener.url, **diary.hooks)) as client:
            task = asyncio.ensure_future(client.background_jobs.get(ID))
            connection = await asyncio.to_thread(listener.connection)
            await asyncio.to_thread(connection.request)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(connection.closed)
            assert diary.attempts == [(1, None)]

    asyncio.run(main())


def test_a_hook_may_use_the_client(server: MockServer) -> None:
    sizes: list[int] = []

    def look(_event: RequestEvent | ResponseEvent) -> None:
        # Not told of itself, or there would be no end.
        sizes.append(len(client.background_jobs.list(limit=2).items))

    client = Instantly(**settings(server.url, on_request=look, on_response=look))
    with client:
        assert len(client.background_jobs.list(limit=5).items) == 5
        assert sizes == [2, 2]
        client.background_jobs.list()
        assert sizes == [2, 2, 2, 2]


def test_a_hook_may_close_the_client(server: MockServer) -> None:
    def close(_event: RequestEvent) -> None:
        client.close()

    client = Instantly(**settings(server.url, on_request=close))
    assert len(client.background_jobs.list(limit=5).items) == 5
    assert client.closed


def test_a_hook_may_start_a_task(server: MockServer) -> None:
    async def main() -> None:
        tasks: list[asyncio.Task[Any]] = []

        async def look() -> int:
            return len((await plain.background_jobs.list(limit=3)).items)

        def on_response(_event: ResponseEvent) -> None:
            tasks.append(asyncio.get_running_loop().create_task(look()))

        async with AsyncInstantly(**settings(server.url, on_response=on_response)) as client:
            plain = client.with_options(on_response=None)
            await client.background_jobs.list()
            assert await asyncio.gather(*tasks) == [3]

    asyncio.run(main())


def test_a_hook_of_a_task_has_its_context(server: MockServer) -> None:
    trace: ContextVar[str] = ContextVar("trace", default="none")
    seen: list[tuple[str, str]] = []

    def hook(event: RequestEvent | ResponseEvent) -> None:
        seen.append((type(event).__name__, trace.get()))

    async def call(client: AsyncInstantly, name: str) -> None:
        trace.set(name)
        await client.background_jobs.list()

    async def main() -> None:
        async with AsyncInstantly(**settings(server.url, on_request=hook, on_response=hook)) as client:
            await asyncio.gather(*(call(client, name) for name in ["a", "b", "c"]))

    asyncio.run(main())
    assert sorted(seen) == sorted((kind, name) for kind in ["RequestEvent", "ResponseEvent"] for name in "abc")


def test_what_a_hook_raises_is_no_matter_of_the_call(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[tuple[BaseException | None, object]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: raised.append((each.exc_value, each.object)))

    def broken(_event: RequestEvent | ResponseEvent) -> None:
        raise OSError("the hook's own")

    hooks: dict[str, Any] = {"on_request": broken, "on_response": broken}

    async def main() -> int:
        async with AsyncInstantly(**settings(server.url, **hooks)) as client:
            return len([job async for job in client.background_jobs.list(limit=10)])

    with Instantly(**settings(server.url, **hooks)) as client:
        assert len(list(client.background_jobs.list(limit=10))) == 25
    assert asyncio.run(main()) == 25
    assert len(raised) == 12
    assert {(type(error), str(error), hook) for error, hook in raised} == {(OSError, "the hook's own", broken)}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("hook", ["on_request", "on_response"])
def test_what_ends_the_program_passes(server: MockServer, error: type[BaseException], hook: str) -> None:
    def leave(_event: RequestEvent | ResponseEvent) -> None:
        raise error

    async def main() -> None:
        async with AsyncInstantly(**settings(server.url, **{hook: leave})) as client:
            await client.background_jobs.list()

    with Instantly(**settings(server.url, **{hook: leave})) as client:
        with pytest.raises(error):
            client.background_jobs.list()
        assert len(client.with_options(**{hook: None}).background_jobs.list(limit=4).items) == 4  # type: ignore[arg-type]
    with pytest.raises(error):
        asyncio.run(main())


def test_with_options_replaces_keeps_and_drops_hooks(server: MockServer, diary: Diary) -> None:
    other = Diary()
    with Instantly(**settings(server.url, **diary.hooks)) as client:
        client.with_options(timeout=5).background_jobs.list()
        assert len(diary.events) == 2
        client.with_options(on_response=other.write).background_jobs.list()
        assert (len(diary.events), other.attempts) == (3, [(1, 200)])
        client.with_options(on_request=None, on_response=None).background_jobs.list()
        assert (len(diary.events), len(other.events)) == (3, 1)
        client.background_jobs.list()
        assert len(diary.events) == 5


class Awaiting:
    async def __call__(self, event: object) -> None: ...


async def awaiting(event: object) -> None: ...


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("name", ["on_request", "on_response"])
@pytest.mark.parametrize("wrong", [awaiting, Awaiting(), functools.partial(awaiting), Awaiting().__call__, 5, "print"])
def test_a_hook_is_a_plain_function(kind: type[Instantly], name: str, wrong: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{name} must be a (plain )?function") as caught:
        kind(api_key="k", **{name: wrong})
    assert caught.value.argument == name
    with pytest.raises(InvalidArgumentError):
        kind(api_key="k").with_options(**{name: wrong})


def test_events_are_values() -> None:
    request = RequestEvent("campaigns.list", "GET", "/api/v2/campaigns", 1)
    response = ResponseEvent("campaigns.list", "GET", "/api/v2/campaigns", 1, 200, "r-1", 0.5, None)
    both: list[Any] = [request, response]
    for event in both:
        assert pickle.loads(pickle.dumps(event)) == copy.copy(event) == event
        assert len({event, copy.copy(event)}) == 1
        with pytest.raises(dataclasses.FrozenInstanceError):
            event.attempt = 2
    assert repr(request) == (
        "RequestEvent(operation='campaigns.list', method='GET', path='/api/v2/campaigns', attempt=1)"
    )


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_client_that_its_own_hook_holds_is_collected(kind: type[Instantly]) -> None:
    class Application:
        def __init__(self) -> None:
            self.client = kind(api_key="k", on_response=self.look)

        def look(self, event: ResponseEvent) -> None: ...

    application = weakref.ref(Application())
    gc.collect()
    assert application() is None
