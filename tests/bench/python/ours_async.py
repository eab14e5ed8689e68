"""instantly-sdk, asyncio."""

from __future__ import annotations

import asyncio

from contest import API_KEY, BASE_URL, PAGE, Order, at_once, attributes, checksum, read_all, read_three, serve_async
from instantly_sdk import AsyncInstantly
from instantly_sdk.types.background_jobs import BackgroundJob
from ours import data


class Ours:
    """Retries, deadlines and models as everybody gets them; only pacing is off."""

    def __init__(self) -> None:
        self.client = AsyncInstantly(api_key=API_KEY, base_url=BASE_URL, rate_limit=None)

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
            read_three([await self.client.background_jobs.get(order.ids[number % len(order.ids)])])

        await at_once(order, call)

    async def check(self, order: Order) -> str:
        pages = [await self.page(order, number) for number in range(len(order.cursors))]
        return checksum(attributes(job, data) for page in pages for job in page)

    async def page(self, order: Order, number: int) -> list[BackgroundJob]:
        cursor = order.cursors[number % len(order.cursors)]
        return (await self.client.background_jobs.list(limit=PAGE, starting_after=cursor)).items


if __name__ == "__main__":
    asyncio.run(serve_async(Ours()))
