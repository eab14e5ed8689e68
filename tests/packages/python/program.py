"""A user's program: it runs against the embedded Instantly, and type checkers read it without a word of complaint."""

from __future__ import annotations

import asyncio

from instantly_sdk import AsyncInstantly, Instantly, NotFoundError, Page
from instantly_sdk.types import BackgroundJob


def blocking() -> list[BackgroundJob]:
    with Instantly() as client:
        page: Page[BackgroundJob] = client.background_jobs.list(limit=5)
        try:
            client.background_jobs.get("000000000000000000000000")
        except NotFoundError as error:
            status: int = error.status_code
            print("status", status)
        return page.items


async def waiting() -> list[str]:
    async with AsyncInstantly() as client:
        page = await client.background_jobs.list(limit=5)
        return [job.id for job in page.items]


def wrong(job: BackgroundJob) -> None:
    # That this is refused shows that the types are seen: an ignore that nothing needs is an error too.
    job.progress.upper()  # type: ignore[attr-defined]


jobs = blocking()
print("jobs", len(jobs))
print("same", [job.id for job in jobs] == asyncio.run(waiting()))
