"""Blocking calls: other threads run meanwhile, signals are heard, connections are where they should be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from instantly_sdk import APIConnectionError, APITimeoutError, Instantly
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener

ID = str(JOB["id"])


def test_other_threads_run_during_a_call(listener: Listener) -> None:
    with Instantly(base_url=listener.url, api_key="k") as client, ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.background_jobs.get, ID)
        # This thread takes the request and answers it, which it could not while the call held the lock.
        connection = listener.connection()
        connection.request()
        assert not call.done()
        connection.answer(JOB)
        assert call.result(LIMIT).id == ID


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent to processes there")
@pytest.mark.parametrize(
    "call", ["client.background_jobs.get('x')", "next(iter(page))", "client.background_jobs.wait('x')"]
)
def test_control_c_ends_a_call(listener: Listener, call: str) -> None:
    program = f"""
import os, sys
from instantly_sdk import Instantly
client = Instantly(base_url={listener.url!r}, api_key="k", max_retries=0)
page = client.background_jobs.list() if "page" in {call!r} else None
try:
    for item in page or [0]:
        {call if "page" not in call else "pass"}
except KeyboardInterrupt:
    print("interrupted", flush=True)
    sys.stdin.read()
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        connection = listener.connection()
        connection.request()
        if "page" in call:
            connection.answer({"items": [JOB], "next_starting_after": "a"})
            connection = listener.connection()
            connection.request()
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.readline() == b"interrupted\n"
        assert time.monotonic() - started < 1.0
        if "page" not in call:
            # The process is still there: the call itself closed its connection.
            assert connection.closed()
    finally:
        process.communicate(timeout=LIMIT)


def test_a_signal_handler_may_make_a_call(listener: Listener, server: MockServer) -> None:
    seen: list[int] = []
    with (
        Instantly(base_url=listener.url, api_key="k") as slow,
        Instantly(base_url=server.url, api_key="k") as fast,
    ):
        previous = signal.signal(signal.SIGUSR1, lambda *_: seen.append(len(fast.background_jobs.list(limit=3).items)))
        try:

            def serve() -> None:
                connection = listener.connection()
                connection.request()
                os.kill(os.getpid(), signal.SIGUSR1)
                while not seen:
                    time.sleep(0)
                connection.answer(JOB)

            with ThreadPoolExecutor(1) as pool:
                served = pool.submit(serve)
                assert slow.background_jobs.get(ID).id == ID
                served.result(LIMIT)
        finally:
            signal.signal(signal.SIGUSR1, previous)
    assert seen == [3]


def test_threads_call_at_the_same_time(listener: Listener) -> None:
    count = 8
    with Instantly(base_url=listener.url, api_key="k") as client, ThreadPoolExecutor(count) as pool:
        calls = [pool.submit(client.background_jobs.get, ID) for _ in range(count)]
        # All of them are on their way before the first is answered.
        connections = [listener.connection() for _ in calls]
        for connection in connections:
            connection.request()
        for connection in connections:
            connection.answer(JOB)
        assert {call.result(LIMIT).id for call in calls} == {ID}


def test_a_connection_is_used_again(listener: Listener) -> None:
    with Instantly(base_url=listener.url, api_key="k") as client, ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.background_jobs.get, ID)
        connection = listener.connection()
        for _ in range(3):
            connection.request()
            connection.answer(JOB)
            first.result(LIMIT)
            first = pool.submit(client.background_jobs.get, ID)
        connection.request()
        connection.answer(JOB)
        first.result(LIMIT)


def test_a_call_that_timed_out_closes_its_connection(listener: Listener) -> None:
    with Instantly(base_url=listener.url, api_key="k", max_retries=0) as client:
        with pytest.raises(APITimeoutError):
            client.background_jobs.get(ID, timeout=0.05)
        assert listener.connection().closed()


def test_closing_closes_idle_connections(listener: Listener) -> None:
    client = Instantly(base_url=listener.url, api_key="k")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.background_jobs.get, ID)
        connection = listener.connection()
        connection.request()
        connection.answer(JOB)
        call.result(LIMIT)
    client.close()
    assert connection.closed()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_client_works_in_a_forked_child(server: MockServer) -> None:
    with Instantly(base_url=server.url, api_key="k") as client:
        # Both ways are in use: a blocking call, and the background thread through a prefetch.
        expected = len(list(client.background_jobs.list(limit=10)))
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                found = len(list(client.background_jobs.list(limit=10)))
                os.write(write, str(found).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(write)
        assert os.waitpid(child, 0)[1] == 0
        assert os.read(read, 100) == str(expected).encode()
        os.close(read)
        # The child left the parent's connections alone.
        assert len(list(client.background_jobs.list(limit=10))) == expected


def test_nobody_listens() -> None:
    with Listener() as gone:
        url = gone.url
    with (
        Instantly(base_url=url, api_key="k", max_retries=0) as client,
        pytest.raises(APIConnectionError) as caught,
    ):
        client.background_jobs.list()
    assert isinstance(caught.value.__cause__, ConnectionError)


def test_a_thread_that_ends_leaves_nothing_behind(client: Instantly) -> None:
    before = set(threading.enumerate())
    for _ in range(5):
        thread = threading.Thread(target=client.background_jobs.list)
        thread.start()
        thread.join(LIMIT)
    # Another test's thread may end meanwhile; none may have come.
    assert set(threading.enumerate()) <= before
