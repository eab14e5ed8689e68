"""instantly-sdk, asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from harness import API_KEY, BASE_URL, PAGE, attributes, serve_async
from instantly_sdk import AsyncInstantly
from instantly_sdk.types.background_jobs import BackgroundJob
from ours import data
from workloads import AsyncWorkloads


class Ours(AsyncWorkloads):
    """Retries, deadlines and models as everybody gets them; only pacing is off."""

    def __init__(self) -> None:
        self.client = AsyncInstantly(api_key=API_KEY, base_url=BASE_URL, rate_limit=None)

    async def page(self, cursor: str) -> list[BackgroundJob]:
        return (await self.client.background_jobs.list(limit=PAGE, starting_after=cursor)).items

    async def job(self, job_id: str) -> BackgroundJob:
        return await self.client.background_jobs.get(job_id)

    def fields(self, job: BackgroundJob) -> Mapping[str, Any]:
        return attributes(job, data)


if __name__ == "__main__":
    asyncio.run(serve_async(Ours()))
