"""Options of one call, as keywords."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_type_hints

import pytest
from instantly_sdk import (
    AsyncInstantly,
    Instantly,
    InternalServerError,
    InvalidArgumentError,
    omit,
    resources,
)
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener

LIST = "/api/v2/background-jobs"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limt": 3}, r"background_jobs\.list\(\) got an unexpected keyword argument 'limt'\. Did you mean 'limit'\?"),
        ({"timout": 3}, r"got an unexpected keyword argument 'timout'\. Did you mean 'timeout'\?"),
        ({"timeout": 3, "xyzzy": 3}, r"got an unexpected keyword argument 'xyzzy'$"),
        ({"extra_body": {}}, r"got an unexpected keyword argument 'extra_body'"),
    ],
)
def test_an_unknown_keyword_is_a_type_error(
    client: Instantly, server: MockServer, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        client.background_jobs.list(**options)
    with pytest.raises(TypeError, match=message):
        client.background_jobs.with_raw_response.list(**options)
    assert server.requests == []


def test_an_argument_is_suggested_by_its_name_in_python(client: Instantly) -> None:
    with pytest.raises(TypeError, match=r"analytics\.\w+\(\) .*'start_dat'\. Did you mean 'start_date'\?"):
        client.campaigns.analytics.daily(start_dat="2026-01-01")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"'from__'\. Did you mean 'from_'\?"):
        client.webhook_events.summary(from__="2026-01-01", to="2026-01-02")  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["timout", "prefetch", "on_progres"])
def test_a_wait_names_the_options_that_it_takes(client: Instantly, server: MockServer, name: str) -> None:
    options: dict[str, Any] = {name: 1}
    with pytest.raises(TypeError, match=rf"background_jobs\.wait\(\) got an unexpected keyword argument '{name}'"):
        client.background_jobs.wait("x", **options)
    with pytest.raises(TypeError, match=rf"background_jobs\.wait_many\(\) got .* '{name}'"):
        client.background_jobs.wait_many(["x"], **options)
    assert server.requests == []


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"connect_timeout": 0}, "connect_timeout"),
        ({"retry_writes": "yes"}, "retry_writes"),
        ({"workspace": 5}, "workspace"),
        ({"workspace": ""}, "workspace"),
        ({"prefetch": 1}, "prefetch"),
        ({"extra_body": 5}, "extra_body"),
        ({"extra_body": {5: 1}}, "extra_body"),
    ],
)
def test_a_wrong_option_is_named(client: Instantly, server: MockServer, options: dict[str, Any], argument: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        client.lead_lists.create(name="x", **options)
    assert caught.value.argument == argument
    assert server.requests == []


def test_an_omitted_option_is_the_clients(client: Instantly, server: MockServer) -> None:
    other = client.with_options(workspace="w1")
    other.background_jobs.list(workspace=omit, timeout=omit, prefetch=omit)
    assert server.requests[0].headers["x-as-workspace"] == "w1"


def test_workspace_is_that_of_one_call(client: Instantly, server: MockServer) -> None:
    client.background_jobs.list(workspace="w2")
    client.background_jobs.list()
    assert server.requests[0].headers["x-as-workspace"] == "w2"
    assert "x-as-workspace" not in server.requests[1].headers


def test_retry_writes_is_that_of_one_call(client: Instantly, server: MockServer) -> None:
    server.answer_next(503, times=2)
    with pytest.raises(InternalServerError):
        client.lead_lists.create(name="x", max_retries=1)
    assert len(server.requests) == 1
    client.lead_lists.create(name="x", max_retries=1, retry_writes=True)
    assert len(server.requests) == 3


def test_prefetch_is_that_of_one_list(client: Instantly, server: MockServer) -> None:
    jobs = iter(client.background_jobs.list(limit=10, prefetch=False))
    job = next(jobs)
    client.background_jobs.get(job.id)
    assert [request.path for request in server.requests] == [LIST, f"{LIST}/{job.id}"]
    assert len(list(jobs)) == 24

    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as other:
            walk = aiter(other.background_jobs.list(limit=10, prefetch=False))
            first = await anext(walk)
            await other.background_jobs.get(first.id)
            assert [request.path for request in server.requests] == [LIST, f"{LIST}/{first.id}"]
            assert len([each async for each in walk]) == 24

    server.reset()
    asyncio.run(main())


def test_prefetch_of_a_list_counts_against_the_clients(listener: Listener) -> None:
    with (
        Instantly(base_url=listener.url, api_key="k", max_retries=0, prefetch=False) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        call = pool.submit(client.background_jobs.list, prefetch=True)
        connection = listener.connection()
        connection.request()
        connection.answer({"items": [JOB], "next_starting_after": "a"})
        pages = call.result(LIMIT).iter_pages()
        next(pages)
        assert listener.connection().request() == f"GET {LIST}?starting_after=a HTTP/1.1"
        del pages


def test_the_interval_of_a_wait_has_a_limit(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={**JOB, "status": "paused"}, times=40)
    server.answer_next(200, json_body={**JOB, "status": "success"})
    # Without a limit the intervals would have grown to ten seconds long before.
    done = client.background_jobs.wait("x", timeout=30, poll_interval=0.001, max_poll_interval=0.002)
    assert (done.status, len(server.requests)) == ("success", 41)


def test_annotations_of_methods_can_be_evaluated() -> None:
    hints = get_type_hints(resources.BackgroundJobs.list)
    assert {"limit", "options", "return"} <= hints.keys()
