"""Forks, threads, event loops and the end of the interpreter: each in a program that ends well and says nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from instantly_sdk.testing import MockServer
from listener import JOB, Listener
from programs import ended, quietly, started

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

PRELUDE = """
import asyncio, gc, multiprocessing, os, sys, threading, traceback
from concurrent.futures import ThreadPoolExecutor
from instantly_sdk import AsyncInstantly, Instantly, NotFoundError

URL = sys.argv[1]
SETTINGS = {"base_url": URL, "api_key": "k", "max_retries": 0, "rate_limit": None}

def in_loop(client):
    async def main():
        return len([job async for job in client.background_jobs.list(limit=10)])
    return asyncio.run(main())
"""


def came_to_a_quiet_end(process: subprocess.Popen[str], output: str = "") -> None:
    completed = ended(process)
    assert (completed.stdout, completed.stderr) == (output, "")


def program(text: str, url: str) -> str:
    """Runs it after the prelude; what it printed."""
    # What Python itself thinks of forks in programs with threads is no matter here.
    return quietly(PRELUDE + text, url, PYTHONWARNINGS="ignore::DeprecationWarning")


CLIENTS = """
client = Instantly(**SETTINGS)
task_client = AsyncInstantly(**SETTINGS)
"""

USE = """
def use():
    # Both ways of the blocking client, its thread's and the background's, and that of the other.
    return len(list(client.background_jobs.list(limit=10))), in_loop(task_client)
"""


@needs_fork
def test_a_fork_after_use(server: MockServer) -> None:
    text = """
assert use() == (25, 25)
children = []
for _ in range(3):
    child = os.fork()
    if child == 0:
        assert use() == (25, 25)
        # And once more from there.
        grandchild = os.fork()
        if grandchild == 0:
            assert use() == (25, 25)
            sys.exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]) == 0
        sys.exit(0)
    children.append(child)
    assert use() == (25, 25)
assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
assert use() == (25, 25)
print("parent")
"""
    assert program(CLIENTS + USE + text, server.url) == "parent\n"


@needs_fork
def test_a_fork_amid_calls_of_other_threads(server: MockServer) -> None:
    text = """
# Modules are imported, which Python itself does under locks that a child inherits.
assert use() == (25, 25)
stop = threading.Event()
sys.setswitchinterval(1e-6)

def call():
    while not stop.is_set():
        assert use() == (25, 25)

def make():
    while not stop.is_set():
        # A resource is made when it is first used.
        client.with_options().background_jobs

with ThreadPoolExecutor(4) as pool:
    threads = [pool.submit(work) for work in [call, call, make, make]]
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                try:
                    client.with_options().background_jobs
                    assert use() == (25, 25)
                    os._exit(0)
                except BaseException:
                    traceback.print_exc()
                    os._exit(1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
    for thread in threads:
        thread.result()
print("parent")
"""
    assert program(CLIENTS + USE + text, server.url) == "parent\n"


@pytest.mark.parametrize(
    "method", [pytest.param("fork", marks=needs_fork), "spawn", pytest.param("forkserver", marks=needs_fork)]
)
def test_multiprocessing_after_use(server: MockServer, method: str) -> None:
    text = f"""
def work(number):
    # A forked child has the parent's client; the others made their own when they read this file.
    return (*use(), Instantly(**SETTINGS).background_jobs.list(limit=number).items.__len__())

if __name__ == "__main__":
    assert use() == (25, 25)
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        print(pool.map(work, [3, 4, 5]))
    assert use() == (25, 25)
"""
    assert program(CLIENTS + USE + text, server.url) == "[(25, 25, 3), (25, 25, 4), (25, 25, 5)]\n"


def test_many_threads_use_one_client(server: MockServer) -> None:
    text = """
start = threading.Barrier(16)

def work(number):
    start.wait()
    sizes = {len(client.background_jobs.list(limit=number + 1).items) for _ in range(20)}
    return sizes, use()

with ThreadPoolExecutor(16) as pool:
    assert list(pool.map(work, range(16))) == [({number + 1}, (25, 25)) for number in range(16)]
print("done")
"""
    assert program(CLIENTS + USE + text, server.url) == "done\n"


LOOPS = """
client = AsyncInstantly(**SETTINGS)

async def count():
    pages = await asyncio.gather(*(client.background_jobs.list(limit=size) for size in range(1, 11)))
    return [len(page.items) for page in pages]
"""


def test_loops_in_several_threads(server: MockServer) -> None:
    text = """
with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(lambda _: asyncio.run(count()), range(24))) == [list(range(1, 11))] * 24
print("done")
"""
    assert program(LOOPS + text, server.url) == "done\n"


def test_one_loop_after_another(server: MockServer) -> None:
    text = """
print(asyncio.run(count()) == asyncio.run(count()) == list(range(1, 11)))
"""
    assert program(LOOPS + text, server.url) == "True\n"


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not made for it")
def test_uvloop(server: MockServer, listener: Listener) -> None:
    text = """
import uvloop

async def cancelled():
    async with AsyncInstantly(**{**SETTINGS, "base_url": sys.argv[2]}) as slow:
        try:
            await asyncio.wait_for(slow.background_jobs.get("x"), 0.1)
        except asyncio.TimeoutError:
            return "cancelled"

async def main():
    assert type(asyncio.get_running_loop()).__module__.startswith("uvloop")
    return await count(), await cancelled(), len([job async for job in client.background_jobs.list(limit=10)])

runner = asyncio.Runner(loop_factory=uvloop.new_event_loop) if sys.version_info >= (3, 11) else None
if runner is None:
    uvloop.install()
    assert asyncio.run(main()) == asyncio.run(main())
    print(asyncio.run(main()))
else:
    with runner:
        print(runner.run(main()))
"""
    said = quietly(PRELUDE + LOOPS + text, server.url, listener.url)
    assert said == f"({list(range(1, 11))}, 'cancelled', 25)\n"
    assert listener.connection().closed()


WATCHED = """
def look(event):
    pass

hooks = {"on_request": look, "on_response": look}
"""

IN_FLIGHT = {
    "a blocking call of a thread": """
threading.Thread(target=client.background_jobs.get, args=["x"], daemon=True).start()
sys.stdin.readline()
""",
    "a watched blocking call of a thread": WATCHED
    + """
threading.Thread(target=client.with_options(**hooks).background_jobs.get, args=["x"], daemon=True).start()
sys.stdin.readline()
""",
    "a task": """
async def main():
    task = asyncio.ensure_future(task_client.background_jobs.get("x"))
    await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
""",
    "a watched task of a loop in a thread": WATCHED
    + """
def work():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(task_client.with_options(**hooks).background_jobs.get("x"))

threading.Thread(target=work, daemon=True).start()
sys.stdin.readline()
""",
    "a page ahead": """
jobs = iter(client.background_jobs.list())
next(jobs)
sys.stdin.readline()
""",
    "a watched page ahead": WATCHED
    + """
jobs = iter(client.with_options(**hooks).background_jobs.list())
next(jobs)
sys.stdin.readline()
""",
    "a page ahead of a task": """
async def main():
    jobs = aiter(task_client.background_jobs.list())
    await anext(jobs)
    await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
""",
}


@pytest.mark.parametrize("text", IN_FLIGHT.values(), ids=IN_FLIGHT)
@pytest.mark.parametrize("end", ["", "sys.exit(0)"], ids=["ends", "leaves"])
def test_the_interpreter_ends_amid_a_call(listener: Listener, text: str, end: str) -> None:
    with started(PRELUDE + CLIENTS + text + end, listener.url) as process:
        connection = listener.connection()
        if "?" in connection.request() or ".list" in text:
            connection.answer({"items": [JOB, JOB], "next_starting_after": "a"})
            # Where it is fetched from depends: blocking calls have connections of their own.
            connection = connection if "async" in text else listener.connection()
            connection.request()
        came_to_a_quiet_end(process)
        assert connection.closed()


AT_WORK = """
import logging
logger = logging.getLogger("instantly_sdk")
logger.setLevel(logging.DEBUG)
# Writing lets go of the interpreter's lock, and asks for it again.
logger.addHandler(logging.StreamHandler(open(os.devnull, "w")))
calls = threading.Semaphore(0)

def look(event):
    calls.release()

hooks = {"on_request": look, "on_response": look}
client = Instantly(**SETTINGS, **hooks)
task_client = AsyncInstantly(**SETTINGS, **hooks)

def blocking():
    while True:
        client.background_jobs.list(limit=1)

def failing():
    while True:
        try:
            client.background_jobs.get("x")
        except NotFoundError:
            pass

def in_tasks():
    while True:
        in_loop(task_client)

for work in [blocking, blocking, failing, in_tasks]:
    threading.Thread(target=work, daemon=True).start()
for _ in range(100):
    calls.acquire()
"""


@pytest.mark.parametrize("_time", range(5))
def test_the_interpreter_ends_while_threads_are_at_work(server: MockServer, _time: int) -> None:
    assert program(AT_WORK, server.url) == ""


def test_a_client_that_is_never_closed(server: MockServer) -> None:
    assert program(CLIENTS + USE + "print(use())", server.url) == "(25, 25)\n"


FORGOTTEN = {
    "a blocking call": """
thread = threading.Thread(target=client.background_jobs.get, args=["x"])
thread.start()
heard()
del client
gc.collect()
heard()
thread.join()
""",
    "a task": """
async def main():
    task = asyncio.ensure_future(AsyncInstantly(**SETTINGS).background_jobs.get("x"))
    await asyncio.to_thread(heard)
    gc.collect()
    await asyncio.to_thread(heard)
    await task

asyncio.run(main())
""",
    "a page ahead": """
jobs = iter(client.background_jobs.list())
next(jobs)
heard()
del client
gc.collect()
heard()
assert len(list(jobs)) == 2
""",
}


@pytest.mark.parametrize("text", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_client_that_is_forgotten_amid_a_call(listener: Listener, text: str) -> None:
    hear = """
def heard():
    assert sys.stdin.readline() == "go on\\n"
    print("heard", flush=True)
"""

    def go_on(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("go on\n")
        process.stdin.flush()
        assert process.stdout.readline() == "heard\n"

    with started(PRELUDE + CLIENTS + hear + text, listener.url) as process:
        connection = listener.connection()
        connection.request()
        if ".list" in text:
            connection.answer({"items": [JOB], "next_starting_after": "a"})
            connection = listener.connection()
            connection.request()
        go_on(process)
        go_on(process)
        connection.answer({"items": [JOB, JOB]} if ".list" in text else JOB)
        came_to_a_quiet_end(process)


def test_what_is_dropped_amid_a_call_is_cancelled(listener: Listener) -> None:
    text = """
jobs = iter(client.background_jobs.list())
next(jobs)
sys.stdin.readline()
del jobs
gc.collect()
print("dropped", flush=True)
sys.stdin.readline()
"""
    with started(PRELUDE + CLIENTS + text, listener.url) as process:
        connection = listener.connection()
        connection.request()
        connection.answer({"items": [JOB, JOB], "next_starting_after": "a"})
        ahead = listener.connection()
        ahead.request()
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert ahead.closed()
        came_to_a_quiet_end(process, "dropped\n")
