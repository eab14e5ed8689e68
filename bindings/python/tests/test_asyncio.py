"""Calls in an event loop."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, AsyncPage, AsyncPager, NotFoundError
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Connection, Listener

ID = str(JOB["id"])


@asynccontextmanager
async def connected(url: str, **settings: Any) -> AsyncIterator[AsyncInstantly]:
    async with AsyncInstantly(base_url=url, api_key="k", max_retries=0, rate_limit=None, **settings) as client:
        yield client


async def first_request(listener: Listener) -> Connection:
    """Waits for a request beside the loop."""

    def wait() -> Connection:
        connection = listener.connection()
        connection.request()
        return connection

    return await asyncio.to_thread(wait)


def test_a_list_is_awaited_or_iterated(server: MockServer) -> None:
    async def main() -> None:
        async with connected(server.url) as client:
            pager = client.background_jobs.list(limit=10)
            assert isinstance(pager, AsyncPager)
            assert server.requests == []
            page = await pager
            assert isinstance(page, AsyncPage)
            assert page.has_next_page()
            assert (len(page.items), len((await page.get_next_page()).items)) == (10, 10)
            assert [len(each.items) async for each in page.iter_pages()] == [10, 10, 5]
            assert [len(each.items) async for each in client.background_jobs.list(limit=10).iter_pages()] == [10, 10, 5]
            ids = [job.id async for job in client.background_jobs.list(limit=10)]
            assert len(set(ids)) == 25
            assert ids == [job.id async for job in page]

    asyncio.run(main())


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.background_jobs.get(ID),
        lambda client: client.background_jobs.list(),
        lambda client: client.background_jobs.wait(ID),
        lambda client: client.background_jobs.with_raw_response.list(),
    ],
)
def test_cancelling_a_task_closes_its_connection(
    listener: Listener, call: Callable[[AsyncInstantly], Awaitable[object]]
) -> None:
    async def main() -> None:
        async with connected(listener.url) as client:

            async def run() -> None:
                await call(client)

            task = asyncio.create_task(run())
            connection = await first_request(listener)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(connection.closed)

    asyncio.run(main())


def test_a_timeout_of_asyncio_cancels(listener: Listener) -> None:
    async def main() -> None:
        async with connected(listener.url) as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.background_jobs.get(ID), 0.05)
            assert await asyncio.to_thread(listener.connection().closed)

    asyncio.run(main())


def test_leaving_a_loop_over_a_list_cancels_the_page_ahead(listener: Listener) -> None:
    async def main() -> None:
        async with connected(listener.url) as client:
            jobs = aiter(client.background_jobs.list())
            first = asyncio.ensure_future(anext(jobs))
            connection = await first_request(listener)
            connection.answer({"items": [JOB, JOB], "next_starting_after": "a"})
            assert (await first).id == ID
            # Nobody asked for the second item yet: this is the page ahead.
            await asyncio.to_thread(connection.request)
            await jobs.aclose()  # type: ignore[attr-defined]
            assert await asyncio.to_thread(connection.closed)

    asyncio.run(main())


def test_an_error_of_a_page_ahead_is_raised_when_it_is_reached(server: MockServer) -> None:
    async def main() -> None:
        async with connected(server.url) as client:
            page = await client.background_jobs.list(limit=10)
            server.answer_next(404)
            seen = 0
            try:
                async for _ in page:
                    seen += 1
            except NotFoundError:
                seen += 1000
            assert seen == 1010

    asyncio.run(main())


def test_calls_run_at_the_same_time(listener: Listener) -> None:
    async def main() -> None:
        async with connected(listener.url) as client:
            tasks = [asyncio.create_task(client.background_jobs.get(ID)) for _ in range(16)]
            connections = [await first_request(listener) for _ in tasks]
            for connection in connections:
                connection.answer(JOB)
            assert {job.id for job in await asyncio.gather(*tasks)} == {ID}

    asyncio.run(main())


def test_a_client_works_in_one_loop_after_another(server: MockServer) -> None:
    client = AsyncInstantly(base_url=server.url, api_key="k")

    async def count() -> int:
        return len((await client.background_jobs.list(limit=7)).items)

    assert [asyncio.run(count()) for _ in range(3)] == [7, 7, 7]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: asyncio.run(count()), range(8))) == [7] * 8


def test_a_loop_that_watches_no_pipes_is_woken_by_calls(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise NotImplementedError

    async def main() -> list[int]:
        async with connected(server.url) as client:
            pages = await asyncio.gather(*(client.background_jobs.list(limit=5) for _ in range(20)))
            return [len(page.items) for page in pages]

    loop = asyncio.new_event_loop()
    # As Windows' default loop is.
    monkeypatch.setattr(loop, "add_reader", refuse)
    try:
        assert loop.run_until_complete(main()) == [5] * 20
    finally:
        loop.close()


def test_a_loop_that_ends_amid_a_call_leaves_no_complaint(listener: Listener) -> None:
    async def main() -> Connection:
        client = AsyncInstantly(base_url=listener.url, api_key="k")
        task = asyncio.create_task(client.background_jobs.get(ID))
        connection = await first_request(listener)
        # asyncio.run cancels what is left.
        assert not task.done()
        return connection

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        connection = asyncio.run(main())
        gc.collect()
    assert connection.closed()


def test_the_loop_goes_on_during_a_call(listener: Listener) -> None:
    async def main() -> None:
        async with connected(listener.url) as client:
            call = asyncio.create_task(client.background_jobs.get(ID))
            connection = await first_request(listener)
            turns = 0
            for _ in range(100):
                await asyncio.sleep(0)
                turns += 1
            assert not call.done()
            connection.answer(JOB)
            assert (await asyncio.wait_for(call, LIMIT)).id == ID
            assert turns == 100

    asyncio.run(main())


def test_a_raw_response_of_a_list_holds_a_page(server: MockServer) -> None:
    async def main() -> None:
        async with connected(server.url) as client:
            raw = await client.background_jobs.with_raw_response.list(limit=10)
            assert raw.status_code == 200
            page = raw.parse()
            assert isinstance(page, AsyncPage)
            assert [len(each.items) async for each in page.iter_pages()] == [10, 10, 5]
            job = (await client.background_jobs.with_raw_response.get(page.items[0].id)).parse()
            assert job.id == page.items[0].id

    asyncio.run(main())
