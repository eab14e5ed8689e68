"""Connections that end when nobody wants it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from instantly_sdk import AsyncInstantly, Instantly
from listener import JOB, LIMIT, Connection, Listener
from programs import quietly

ID = str(JOB["id"])


CALLS = 20


def answer(listener: Listener) -> Connection:
    """Answers one call on a new connection."""
    connection = listener.connection()
    connection.request()
    connection.answer(JOB)
    return connection


def test_no_call_fails_because_its_connection_was_closed_meanwhile(listener: Listener) -> None:
    with (
        ThreadPoolExecutor(1) as pool,
        Instantly(base_url=listener.url, api_key="k", max_retries=0, rate_limit=None) as client,
    ):
        for _ in range(CALLS):
            served = pool.submit(answer, listener)
            assert client.background_jobs.get(ID).id == ID
            # At once before the next call.
            served.result(LIMIT).close()


def test_no_task_fails_because_its_connection_was_closed_meanwhile(listener: Listener) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=listener.url, api_key="k", max_retries=0, rate_limit=None) as client:
            for _ in range(CALLS):
                served = asyncio.create_task(asyncio.to_thread(answer, listener))
                assert (await client.background_jobs.get(ID)).id == ID
                (await served).close()

    asyncio.run(main())


@pytest.fixture
def resetting() -> Iterator[str]:
    """The address of a server that resets every connection once it has heard something."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                stream, _ = server.accept()
                with stream:
                    stream.recv(1)
                    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        # A blocked accept keeps a closed socket alive; a shut down one wakes it.
        server.shutdown(socket.SHUT_RDWR)
        thread.join(LIMIT)


SYNC = """
    import os, sys
    from instantly_sdk import APIConnectionError, Instantly
    client = Instantly(base_url=sys.argv[1], api_key="k", max_retries=0, rate_limit=None)
    for number in range(1000):
        try:
            client.background_jobs.get("x")
        except APIConnectionError:
            pass
        if number in (0, 999):
            print(len(os.listdir("/proc/self/fd")))
    """

ASYNC = """
    import asyncio, os, sys
    from instantly_sdk import APIConnectionError, AsyncInstantly

    async def main():
        client = AsyncInstantly(base_url=sys.argv[1], api_key="k", max_retries=0, rate_limit=None)
        for number in range(100):
            calls = [client.background_jobs.get("x") for _ in range(10)]
            answers = await asyncio.gather(*calls, return_exceptions=True)
            assert {type(each) for each in answers} == {APIConnectionError}, answers
            if number in (0, 99):
                print(len(os.listdir("/proc/self/fd")))

    asyncio.run(main())
    """


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists descriptors there")
@pytest.mark.parametrize("program", [SYNC, ASYNC], ids=["sync", "async"])
def test_a_thousand_resets_leave_nothing_open(resetting: str, program: str) -> None:
    first, last = map(int, quietly(program, resetting).split())
    assert last <= first
