"""Waiting for background jobs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from instantly_sdk import (
    APITimeoutError,
    AsyncInstantly,
    Instantly,
    InvalidArgumentError,
    JobFailedError,
    NotFoundError,
    WaitTimeoutError,
)
from instantly_sdk.testing import MockServer
from instantly_sdk.types import BackgroundJob
from listener import JOB

SOON = 0.001
"""Seconds between looks: the mock moves a job on at each look, so nothing is gained by waiting."""


def test_it_ends_in_success_and_tells_the_progress(client: Instantly, server: MockServer) -> None:
    job = server.add_job(polls=3)
    seen: list[tuple[str, float]] = []
    done = client.background_jobs.wait(
        job.id, poll_interval=SOON, on_progress=lambda job: seen.append((job.status, job.progress))
    )
    assert done.status == "success"
    assert [progress for _, progress in seen] == sorted(progress for _, progress in seen)
    assert seen[-1] == ("success", 100)
    assert len(seen) == 4


@pytest.mark.parametrize("outcome", ["failed", "cancelled"])
def test_a_job_that_fails_raises(client: Instantly, server: MockServer, outcome: Any) -> None:
    job = server.add_job(outcome=outcome, polls=1)
    with pytest.raises(JobFailedError, match=f"ended as {outcome}") as caught:
        client.background_jobs.wait(job.id, poll_interval=SOON)
    assert caught.value.job.id == job.id


def test_many_are_asked_for_together(client: Instantly, server: MockServer) -> None:
    jobs = [server.add_job(polls=polls) for polls in [3, 1, 2]]
    ids = [job.id for job in jobs]
    done = client.background_jobs.wait_many(ids, poll_interval=SOON)
    assert [job.id for job in done] == ids
    assert all(request.path == "/api/v2/background-jobs" for request in server.requests)
    asked = [dict(request.query)["ids"].split(",") for request in server.requests]
    assert asked[0] == ids
    # Those that are done are not asked for again.
    assert [len(ids) for ids in asked] == sorted((len(ids) for ids in asked), reverse=True)
    assert len(asked[-1]) == 1


def test_of_many_one_that_fails_raises(client: Instantly, server: MockServer) -> None:
    good, bad = server.add_job(polls=5), server.add_job(outcome="failed", polls=1)
    with pytest.raises(JobFailedError) as caught:
        client.background_jobs.wait_many([good.id, bad.id], poll_interval=SOON)
    assert caught.value.job.id == bad.id


def test_one_that_takes_too_long_raises_with_what_was_seen(client: Instantly, server: MockServer) -> None:
    for status in ["paused", "draining", "brand-new"] * 100:
        server.answer_next(200, json_body={**JOB, "status": status})
    with pytest.raises(WaitTimeoutError, match=r"was still .* after 0\.1 s") as caught:
        client.background_jobs.wait("x", timeout=0.1, poll_interval=0.01)
    assert caught.value.job.status in ["paused", "draining", "brand-new"]
    assert len(server.requests) >= 2


def test_an_error_of_the_api_ends_a_wait(client: Instantly, server: MockServer) -> None:
    with pytest.raises(NotFoundError):
        client.background_jobs.wait("ffffffffffffffffffffffff")


def test_what_on_progress_raises_ends_a_wait(client: Instantly, server: MockServer) -> None:
    def stop(job: object) -> None:
        raise StopIteration("enough")

    job = server.add_job(polls=5)
    with pytest.raises(StopIteration, match="enough"):
        client.background_jobs.wait(job.id, on_progress=stop)
    assert len(server.requests) == 1


def test_an_attempt_that_takes_too_long_is_no_wait_that_does(server: MockServer, listener: Any) -> None:
    with (
        Instantly(base_url=listener.url, api_key="k", timeout=0.05, max_retries=0) as client,
        pytest.raises(APITimeoutError),
    ):
        client.background_jobs.wait("x")


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"id": ""}, "id"),
        ({"id": 5}, "id"),
        ({"id": ["x"]}, "id"),
        ({"id": "x", "timeout": 0}, "timeout"),
        ({"id": "x", "poll_interval": "1"}, "poll_interval"),
    ],
)
def test_a_wrong_argument_is_named(
    client: Instantly, server: MockServer, arguments: dict[str, Any], argument: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=r"background_jobs\.|timeout|poll") as caught:
        client.background_jobs.wait(**arguments)
    assert caught.value.argument == argument
    assert server.requests == []


@pytest.mark.parametrize("ids", [[], "675266e304a8e55b17f0228b", [5], [""], None])
def test_wrong_ids_are_named(client: Instantly, server: MockServer, ids: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="id"):
        client.background_jobs.wait_many(ids)
    assert server.requests == []


def test_async_waits(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            jobs = [server.add_job(polls=2) for _ in range(3)]
            seen: list[str] = []
            done = await client.background_jobs.wait(
                jobs[0].id, poll_interval=SOON, on_progress=lambda job: seen.append(job.id)
            )
            assert (done.status, len(seen)) == ("success", 3)
            ids = [job.id for job in jobs]
            assert [job.id for job in await client.background_jobs.wait_many(ids, poll_interval=SOON)] == ids

            async def remember(job: BackgroundJob) -> None:
                await asyncio.sleep(0)
                seen.append(job.id)

            await client.background_jobs.wait(ids[1], on_progress=remember)
            assert (seen[-1], len(seen)) == (ids[1], 4)
            bad = server.add_job(outcome="cancelled", polls=0)
            with pytest.raises(JobFailedError) as failed:
                await client.background_jobs.wait(bad.id)
            assert failed.value.job.id == bad.id
            server.answer_next(200, json_body={**JOB, "status": "paused"}, times=1000)
            with pytest.raises(WaitTimeoutError) as late:
                await client.background_jobs.wait("x", timeout=0.05, poll_interval=0.01)
            assert late.value.job.status == "paused"

    asyncio.run(main())
