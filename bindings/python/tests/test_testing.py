"""The embedded Instantly."""

from __future__ import annotations

import pytest
from instantly_sdk import AuthenticationError, BadRequestError, Instantly, RateLimitError
from instantly_sdk.testing import MockServer, RecordedRequest
from instantly_sdk.types import BackgroundJob


def test_the_same_seed_gives_the_same_answers() -> None:
    def ids(seed: int) -> list[str]:
        with MockServer(jobs=5, seed=seed) as server, Instantly(base_url=server.url, api_key="k") as client:
            return [job.id for job in client.background_jobs.list()]

    assert ids(1) == ids(1)
    assert ids(1) != ids(2)


def test_it_records_requests_without_the_key(server: MockServer, client: Instantly) -> None:
    client.background_jobs.list(limit=3, status=["success"])
    (request,) = server.requests
    assert isinstance(request, RecordedRequest)
    assert (request.method, request.path, request.body) == ("GET", "/api/v2/background-jobs", "")
    assert request.query == [("limit", "3"), ("status", "success")]
    assert "test-key" not in repr(request)
    server.clear_requests()
    assert server.requests == []


def test_it_takes_only_its_key() -> None:
    with MockServer(api_key="right") as server:
        with Instantly(base_url=server.url, api_key="right") as client:
            assert client.background_jobs.list().items
        with Instantly(base_url=server.url, api_key="wrong") as client, pytest.raises(AuthenticationError):
            client.background_jobs.list()


def test_answers_on_demand(server: MockServer, client: Instantly) -> None:
    server.answer_next(429, headers={"retry-after": "1"}, times=2, method="GET", path="/api/v2/background-jobs")
    for _ in range(2):
        with pytest.raises(RateLimitError):
            client.background_jobs.list()
    assert client.background_jobs.list().items
    with pytest.raises(ValueError, match="invalid value"):
        server.answer_next(-1)


def test_jobs_take_their_course(server: MockServer, client: Instantly) -> None:
    job = server.add_job(type="import-leads", polls=2)
    assert isinstance(job, BackgroundJob)
    assert (job.type, job.status) == ("import-leads", "pending")
    server.advance(10)
    assert client.background_jobs.get(job.id).status == "success"
    server.reset()
    assert len(list(client.background_jobs.list())) == 25


def test_it_checks_what_is_sent(server: MockServer, client: Instantly) -> None:
    with pytest.raises(BadRequestError, match="querystring/limit must be"):
        client.background_jobs.list(extra_query={"limit": "many"})


def test_it_stops() -> None:
    server = MockServer()
    port = int(server.url.rsplit(":", 1)[1])
    assert repr(server) == f"<MockServer at {server.url}>"
    server.stop()
    server.stop()
    with MockServer(port=port) as again, pytest.raises(OSError, match=f"127.0.0.1:{port}"):
        MockServer(port=int(again.url.rsplit(":", 1)[1]))
