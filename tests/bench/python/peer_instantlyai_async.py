"""instantlyai for asyncio: httpx and pydantic."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from harness import API_KEY, BASE_URL, PAGE, attributes, serve_async
from instantlyai import AsyncInstantly
from instantlyai.models import BackgroundJob
from peer_instantlyai import data
from workloads import AsyncWorkloads


class Peer(AsyncWorkloads):
    """As everybody gets it; only its pacing is off."""

    def __init__(self) -> None:
        self.client = AsyncInstantly(api_key=API_KEY, base_url=BASE_URL, requests_per_minute=None)

    async def page(self, cursor: str) -> list[BackgroundJob]:
        return (await self.client.background_jobs.list(limit=PAGE, starting_after=cursor)).items

    async def job(self, job_id: str) -> BackgroundJob:
        return await self.client.background_jobs.retrieve(job_id)

    def fields(self, job: BackgroundJob) -> Mapping[str, Any]:
        return attributes(job, data)


if __name__ == "__main__":
    asyncio.run(serve_async(Peer()))
