"""instantlyai: httpx and pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness import API_KEY, BASE_URL, PAGE, attributes, serve
from instantlyai import Instantly
from instantlyai.models import BackgroundJob
from workloads import Workloads


class Peer(Workloads):
    """As everybody gets it; only its pacing is off."""

    def __init__(self) -> None:
        self.client = Instantly(api_key=API_KEY, base_url=BASE_URL, requests_per_minute=None)

    def page(self, cursor: str) -> list[BackgroundJob]:
        return self.client.background_jobs.list(limit=PAGE, starting_after=cursor).items

    def job(self, job_id: str) -> BackgroundJob:
        return self.client.background_jobs.retrieve(job_id)

    def fields(self, job: BackgroundJob) -> Mapping[str, Any]:
        return attributes(job, data)


def data(value: Any) -> dict[str, Any] | None:
    """A job's data as a dictionary."""
    return None if value is None else value.model_dump(mode="json")


if __name__ == "__main__":
    serve(Peer())
