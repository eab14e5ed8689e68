"""Methods that start a background job."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, AsyncStartedJob, Instantly, JobFailedError, RawResponse, StartedJob
from instantly_sdk.testing import MockServer
from instantly_sdk.types import BackgroundJob

SOON = 0.001
"""Seconds between looks: the mock moves a job on at each look, so nothing is gained by waiting."""


def start(server: MockServer, **course: Any) -> BackgroundJob:
    """The next move of leads is answered with a job that takes this course."""
    job = server.add_job(**course)
    server.answer_next(200, json_body=job.to_dict(), path="/api/v2/leads/move")
    return job


def test_it_has_the_answer_and_waits_for_the_job(client: Instantly, server: MockServer) -> None:
    job = start(server, polls=2)
    started = client.leads.move(ids=["a"], to_list_id="b")
    assert isinstance(started, StartedJob)
    assert started.job_id == job.id
    assert started.answer == job
    assert repr(started).startswith(f"<StartedJob job_id={job.id!r}, answer=BackgroundJob(")
    seen: list[str] = []
    done = started.wait(poll_interval=SOON, on_progress=lambda job: seen.append(job.status))
    assert isinstance(done, BackgroundJob)
    assert (done.id, done.status, seen[-1], len(seen)) == (job.id, "success", "success", 3)


def test_one_that_fails_raises(client: Instantly, server: MockServer) -> None:
    start(server, outcome="failed", polls=0)
    with pytest.raises(JobFailedError, match="ended as failed"):
        client.leads.move(ids=["a"]).wait(poll_interval=SOON)


@pytest.mark.parametrize("answer", [{}, {"background_job_id": None}, {"background_job_id": ""}])
def test_there_may_be_no_job(client: Instantly, server: MockServer, answer: dict[str, object]) -> None:
    server.answer_next(200, json_body=answer)
    started = client.supersearch_enrichment.enrich_leads_from_supersearch(search_filters={}, limit=1)
    assert started.job_id is None
    assert started.answer.to_dict() == answer
    sent = len(server.requests)
    assert started.wait() is None
    assert len(server.requests) == sent


def test_the_whole_answer_leads_to_it(client: Instantly, server: MockServer) -> None:
    job = start(server, polls=0)
    raw = client.leads.with_raw_response.move(ids=["a"])
    assert isinstance(raw, RawResponse)
    assert raw.json()["id"] == job.id
    done = raw.parse().wait(poll_interval=SOON)
    assert done is not None
    assert done.status == "success"


def test_async_is_the_same(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            job = start(server, polls=1)
            started = await client.leads.move(ids=["a"])
            assert isinstance(started, AsyncStartedJob)
            seen: list[str] = []

            async def remember(job: BackgroundJob) -> None:
                await asyncio.sleep(0)
                seen.append(job.id)

            done = await started.wait(poll_interval=SOON, on_progress=remember)
            assert done is not None
            assert (done.id, done.status, seen) == (job.id, "success", [job.id] * 2)
            server.answer_next(200, json_body={})
            none = await client.leads.move(ids=["a"])
            assert (none.job_id, await none.wait()) == (None, None)

    asyncio.run(main())
