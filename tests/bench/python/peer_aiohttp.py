"""By hand for asyncio: aiohttp and msgspec structures with the fields of a job; no retries."""

from __future__ import annotations

import asyncio

import msgspec
from aiohttp import ClientSession, TCPConnector
from contest import (
    API_KEY,
    BASE_URL,
    JOBS_PATH,
    PAGE,
    Order,
    at_once,
    attributes,
    checksum,
    read_all,
    read_three,
    serve_async,
)
from structures import Job, Page, data


class Peer:
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

    async def three(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_three(await self.page(order, number))

        await at_once(order, call)

    async def all(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_all(await self.page(order, number))

        await at_once(order, call)

    async def single(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_three([self.read_job(await self.get(f"{JOBS_PATH}/{order.ids[number % len(order.ids)]}"))])

        await at_once(order, call)

    async def check(self, order: Order) -> str:
        pages = [await self.page(order, number) for number in range(len(order.cursors))]
        return checksum(attributes(job, data) for page in pages for job in page)

    async def page(self, order: Order, number: int) -> list[Job]:
        cursor = order.cursors[number % len(order.cursors)]
        return self.read_page(await self.get(f"{JOBS_PATH}?limit={PAGE}&starting_after={cursor}")).items


async def main() -> None:
    """One session, as its documentation advises."""
    headers = {"Authorization": f"Bearer {API_KEY}", "Accept": "application/json"}
    async with ClientSession(headers=headers, connector=TCPConnector(limit=0)) as session:
        await serve_async(Peer(session))


if __name__ == "__main__":
    asyncio.run(main())
