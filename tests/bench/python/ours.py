"""instantly-sdk, calls that block."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from harness import API_KEY, BASE_URL, PAGE, Task, attributes, serve
from instantly_sdk import Instantly
from instantly_sdk.types.background_jobs import BackgroundJob
from workloads import Workloads


class Ours(Workloads):
    """Retries, deadlines and models as everybody gets them; only pacing is off."""

    def __init__(self) -> None:
        self.client = Instantly(api_key=API_KEY, base_url=BASE_URL, rate_limit=None)

    def walk(self, task: Task) -> int:
        """All jobs, one after the other."""
        return sum(1 for job in self.client.background_jobs.list(limit=PAGE) if job.id)

    def walk_slowly(self, task: Task) -> int:
        """Pages whose consumer works for 5 ms each, the next one being fetched meanwhile."""
        pages = self.client.background_jobs.list(limit=PAGE).iter_pages()
        return sum(consume(page.items) for page in pages)

    def walk_step_by_step(self, task: Task) -> int:
        """The same without anything fetched ahead."""
        page = self.client.background_jobs.list(limit=PAGE)
        count = consume(page.items)
        while page.has_next_page():
            page = page.get_next_page()
            count += consume(page.items)
        return count

    def threads(self, task: Task) -> None:
        """Single calls from so many threads."""
        with ThreadPoolExecutor(task.concurrency) as pool:
            list(pool.map(lambda number: self.job(task.id(number)).id, range(task.calls)))

    def page(self, cursor: str) -> list[BackgroundJob]:
        return self.client.background_jobs.list(limit=PAGE, starting_after=cursor).items

    def job(self, job_id: str) -> BackgroundJob:
        return self.client.background_jobs.get(job_id)

    def fields(self, job: BackgroundJob) -> Mapping[str, Any]:
        return attributes(job, data)


def consume(items: list[BackgroundJob]) -> int:
    """Keeps the processor busy for 5 ms, as a program does that works with what it gets."""
    end = time.perf_counter() + 0.005
    while time.perf_counter() < end:
        pass
    return len(items)


def data(value: Any) -> dict[str, Any] | None:
    """A job's data as a dictionary."""
    return None if value is None else value.to_dict()


if __name__ == "__main__":
    serve(Ours())
