"""By hand for asyncio: aiohttp and msgspec structures with the fields of a job; no retries."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import ClientSession, TCPConnector
from harness import (
    API_KEY,
    BASE_URL,
    JOBS_PATH,
    PAGE,
    attributes,
    serve_async,
)
from structures import Job, Page, data
from workloads import AsyncWorkloads


class Peer(AsyncWorkloads):
    """What a person writes who wants speed and nothing else."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session
        self.read_page = msgspec.json.Decoder(Page).decode
        self.read_job = msgspec.json.Decoder(Job).decode

    async def get(self, path: str) -> bytes:
        async with self.session.get(BASE_URL + path) as response:
            body = await response.read()
            if response.status != 200:
                raise RuntimeError(body)
            return body

    async def page(self, cursor: str) -> list[Job]:
        return self.read_page(await self.get(f"{JOBS_PATH}?limit={PAGE}&starting_after={cursor}")).items

    async def job(self, job_id: str) -> Job:
        return self.read_job(await self.get(f"{JOBS_PATH}/{job_id}"))

    def fields(self, job: Job) -> Mapping[str, Any]:
        return attributes(job, data)


async def main() -> None:
    """One session, as its documentation advises."""
    headers = {"Authorization": f"Bearer {API_KEY}", "Accept": "application/json"}
    async with ClientSession(headers=headers, connector=TCPConnector(limit=0)) as session:
        await serve_async(Peer(session))


if __name__ == "__main__":
    asyncio.run(main())
