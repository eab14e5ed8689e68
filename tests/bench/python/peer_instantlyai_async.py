"""instantlyai for asyncio: httpx and pydantic."""

from __future__ import annotations

import asyncio

from contest import API_KEY, BASE_URL, PAGE, Order, at_once, attributes, checksum, read_all, read_three, serve_async
from instantlyai import AsyncInstantly
from instantlyai.models import BackgroundJob
from peer_instantlyai import data


class Peer:
    """As everybody gets it; only its pacing is off."""

    def __init__(self) -> None:
        self.client = AsyncInstantly(api_key=API_KEY, base_url=BASE_URL, requests_per_minute=None)

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
            read_three([await self.client.background_jobs.retrieve(order.ids[number % len(order.ids)])])

        await at_once(order, call)

    async def check(self, order: Order) -> str:
        pages = [await self.page(order, number) for number in range(len(order.cursors))]
        return checksum(attributes(job, data) for page in pages for job in page)

    async def page(self, order: Order, number: int) -> list[BackgroundJob]:
        cursor = order.cursors[number % len(order.cursors)]
        return (await self.client.background_jobs.list(limit=PAGE, starting_after=cursor)).items


if __name__ == "__main__":
    asyncio.run(serve_async(Peer()))
