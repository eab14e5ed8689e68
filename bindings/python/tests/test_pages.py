"""Lists, page by page and item by item."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from instantly_sdk import APIResponseValidationError, AsyncInstantly, Instantly, InstantlyError, NotFoundError, Page
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener

LIST = "/api/v2/background-jobs"
AGENT = "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c"


def test_iterating_walks_over_every_item(client: Instantly) -> None:
    ids = [job.id for job in client.background_jobs.list(limit=10)]
    assert len(ids) == len(set(ids)) == 25


def test_pages_one_by_one(client: Instantly) -> None:
    page = client.background_jobs.list(limit=10)
    assert isinstance(page, Page)
    sizes = [len(page.items)]
    while page.has_next_page():
        assert page.next_starting_after
        page = page.get_next_page()
        sizes.append(len(page.items))
    assert sizes == [10, 10, 5]
    assert page.next_starting_after is None
    with pytest.raises(InstantlyError, match="this is the last page"):
        page.get_next_page()


def test_a_page_can_be_walked_again(client: Instantly) -> None:
    page = client.background_jobs.list(limit=10)
    assert [len(each.items) for each in page.iter_pages()] == [10, 10, 5]
    assert [job.id for job in page] == [job.id for job in page]
    assert page.get_next_page().items == page.get_next_page().items
    assert repr(page).startswith("<Page of 10 items, next_starting_after='")


def test_only_the_first_page_is_fetched_before_iterating(client: Instantly, server: MockServer) -> None:
    page = client.background_jobs.list(limit=10)
    assert page.items
    assert len(server.requests) == 1


def test_the_next_page_is_fetched_while_the_current_one_is_used(listener: Listener) -> None:
    with Instantly(base_url=listener.url, api_key="k", max_retries=0) as client, ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.background_jobs.list)
        connection = listener.connection()
        connection.request()
        connection.answer({"items": [JOB, JOB], "next_starting_after": "a"})
        jobs = iter(call.result(LIMIT))
        next(jobs)
        ahead = listener.connection()
        assert ahead.request() == "GET /api/v2/background-jobs?starting_after=a HTTP/1.1"
        # Leaving early takes the page ahead back.
        del jobs
        assert ahead.closed()


def test_without_prefetch_a_page_is_asked_for_when_it_is_reached(client: Instantly, server: MockServer) -> None:
    stepwise = client.with_options(prefetch=False)
    jobs = iter(stepwise.background_jobs.list(limit=10))
    job = next(jobs)
    client.background_jobs.get(job.id)
    assert len(server.requests) == 2
    assert len(list(jobs)) == 24

    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k", prefetch=False) as other:
            walk = aiter(other.background_jobs.list(limit=10))
            first = await anext(walk)
            await other.background_jobs.get(first.id)
            assert [request.path for request in server.requests] == [LIST, f"{LIST}/{first.id}"]
            assert len([each async for each in walk]) == 24

    server.reset()
    asyncio.run(main())


def test_an_error_of_a_page_ahead_is_raised_when_it_is_reached(client: Instantly, server: MockServer) -> None:
    jobs = iter(client.background_jobs.list(limit=10))
    server.answer_next(404)
    for _ in range(10):
        next(jobs)
    with pytest.raises(NotFoundError):
        next(jobs)


@pytest.mark.parametrize(
    "body", [{"items": [JOB], "next_starting_after": "a"}, {"items": [], "next_starting_after": "b"}]
)
def test_a_walk_ends_at_a_cursor_seen_before_and_at_an_empty_page(
    client: Instantly, server: MockServer, body: object
) -> None:
    server.answer_next(200, json_body={"items": [JOB], "next_starting_after": "a"})
    server.answer_next(200, json_body=body)
    assert [len(page.items) for page in client.background_jobs.list().iter_pages()] in ([1, 1], [1, 0])
    assert len(server.requests) == 2


def test_the_cursor_one_starts_from_counts_as_seen(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={"items": [JOB], "next_starting_after": "a"})
    assert not client.background_jobs.list(starting_after="a").has_next_page()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"raw": "<html>"},
            r"unexpected body \(status 200\): expected a JSON object, got text that is not JSON: <html>",
        ),
        ({"raw": ""}, "expected a JSON object, got an empty body"),
        ({"json_body": []}, "expected a JSON object, got an array"),
        ({"json_body": {}}, "expected an array at items, got nothing"),
        ({"json_body": {"items": {}}}, "expected an array at items, got an object"),
        ({"json_body": {"items": [JOB, None]}}, r"expected an object at items\[1\], got null"),
    ],
)
def test_a_body_of_the_wrong_shape_is_an_error(
    client: Instantly, server: MockServer, body: dict[str, object], message: str
) -> None:
    server.answer_next(200, **body)  # type: ignore[arg-type]
    with pytest.raises(APIResponseValidationError, match=message) as caught:
        client.background_jobs.list()
    assert caught.value.status_code == 200
    assert caught.value.attempts == 1


def test_a_page_outlives_its_client_but_not_its_pages(server: MockServer) -> None:
    with Instantly(base_url=server.url, api_key="k") as client:
        page = client.background_jobs.list(limit=10)
    assert len(page.items) == 10
    with pytest.raises(InstantlyError, match="this client is closed"):
        page.get_next_page()
    with pytest.raises(InstantlyError, match="this client is closed"):
        list(page)


def test_a_cursor_in_the_body(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={"items": [{"id": "1"}], "next_starting_after": "a"})
    server.answer_next(200, json_body={"items": [{"id": "2"}]})
    assert [lead.id for lead in client.leads.list(campaign="c", limit=1)] == ["1", "2"]
    bodies = [json.loads(request.body) for request in server.requests]
    assert bodies == [{"campaign": "c", "limit": 1}, {"campaign": "c", "limit": 1, "starting_after": "a"}]


def test_the_body_cursor_one_starts_from_counts_as_seen(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={"items": [{"id": "1"}], "next_starting_after": "a"})
    assert not client.leads.list(starting_after="a").has_next_page()


FEED = "/api/v2/ai-agents/deliverability/state"


def feed(ids: list[str], next: str | None) -> dict[str, object]:
    """The state of an agent, with a page of its feed."""
    return {"agent": None, "activity_feed": {"items": [{"id": id} for id in ids], "next_starting_after": next}}


def test_items_inside_of_the_answer(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body=feed(["1", "2"], "2"), path=FEED)
    server.answer_next(200, json_body=feed(["3"], None), path=FEED)
    page = client.ai_agents.deliverability.current_state(limit=2)
    assert ([item.id for item in page.items], page.next_starting_after) == (["1", "2"], "2")
    assert page.extra == {"agent": None, "activity_feed": {}}
    assert [item.id for item in page] == ["1", "2", "3"]
    assert [request.query for request in server.requests] == [
        [("limit", "2")],
        [("limit", "2"), ("starting_after", "2")],
    ]


@pytest.mark.parametrize("body", [{}, {"activity_feed": None}, {"activity_feed": {"items": {}}}])
def test_items_that_are_not_where_they_should_be(client: Instantly, server: MockServer, body: object) -> None:
    server.answer_next(200, json_body=body)
    with pytest.raises(APIResponseValidationError, match=r"expected an array at activity_feed\.items, got "):
        client.ai_agents.deliverability.current_state()


def test_pages_by_offset(client: Instantly, server: MockServer) -> None:
    for count in [2, 2, 1]:
        server.answer_next(200, json_body={"leads": [{"email_id": str(count)}] * count, "total": 6, "skip": 1})
    page = client.ai_agents.lead_activity.list(AGENT, limit=2, skip=1)
    assert page.extra == {"total": 6, "skip": 1}
    assert [len(each.items) for each in page.iter_pages()] == [2, 2, 1]
    assert [dict(request.query).get("skip") for request in server.requests] == ["1", "3", "5"]
    assert len(server.requests) == 3


def test_an_offset_ends_with_an_empty_page(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={"leads": [{}]})
    server.answer_next(200, json_body={"leads": []})
    assert len(list(client.ai_agents.lead_activity.list(AGENT))) == 1
    assert len(server.requests) == 2


def test_async_pages_are_the_same(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            server.answer_next(200, json_body=feed(["1"], "1"), path=FEED)
            server.answer_next(200, json_body=feed(["2"], None), path=FEED)
            assert [item.id async for item in client.ai_agents.deliverability.current_state()] == ["1", "2"]
            server.answer_next(200, json_body={"items": [{"id": "1"}], "next_starting_after": "a"})
            server.answer_next(200, json_body={"items": [{"id": "2"}]})
            assert [len(page.items) async for page in client.leads.list(limit=1).iter_pages()] == [1, 1]
            assert json.loads(server.requests[-1].body) == {"limit": 1, "starting_after": "a"}
            server.answer_next(200, json_body={"leads": [{}], "total": 2})
            server.answer_next(200, json_body={"leads": [{}], "total": 2})
            page = await client.ai_agents.lead_activity.list(AGENT)
            assert (await page.get_next_page()).has_next_page() is False
            server.answer_next(200, json_body={"leads": [{}], "total": 2})
            raw = await client.ai_agents.lead_activity.with_raw_response.list(AGENT)
            assert raw.parse().extra == {"total": 2}

    asyncio.run(main())
