"""Lists, page by page and item by item."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from instantly_sdk import APIResponseValidationError, Instantly, InstantlyError, NotFoundError, Page
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener


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
            r"200 with a body that is not what the API promises: not JSON \(expected a value at byte 0\): <html>",
        ),
        ({"raw": ""}, "empty"),
        ({"json_body": []}, "not a JSON object"),
        ({"json_body": {}}, "items is not an array"),
        ({"json_body": {"items": {}}}, "items is not an array"),
        ({"json_body": {"items": [JOB, None]}}, "item 1 is not an object"),
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
