"""What every Python contestant does, from how its client gets the items of a page and a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contest import Order, at_once, checksum, read_all, read_three


class Works:
    """The works of a client that blocks."""

    read_three = staticmethod(read_three)
    read_all = staticmethod(read_all)

    def page(self, cursor: str) -> Any:
        """The items of the page after this cursor."""
        raise NotImplementedError

    def job(self, job_id: str) -> Any:
        """The job with this id."""
        raise NotImplementedError

    def fields(self, job: Any) -> Mapping[str, Any]:
        """A job's fields by name."""
        raise NotImplementedError

    def three(self, order: Order) -> None:
        for number in range(order.calls):
            self.read_three(self.page(order.cursor(number)))

    def all(self, order: Order) -> None:
        for number in range(order.calls):
            self.read_all(self.page(order.cursor(number)))

    def single(self, order: Order) -> None:
        for number in range(order.calls):
            self.read_three([self.job(order.id(number))])

    def check(self, order: Order) -> str:
        return checksum(self.fields(job) for cursor in order.cursors for job in self.page(cursor))


class AsyncWorks:
    """The works of a client for asyncio, so many calls at once."""

    async def page(self, cursor: str) -> Any:
        """The items of the page after this cursor."""
        raise NotImplementedError

    async def job(self, job_id: str) -> Any:
        """The job with this id."""
        raise NotImplementedError

    def fields(self, job: Any) -> Mapping[str, Any]:
        """A job's fields by name."""
        raise NotImplementedError

    async def three(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_three(await self.page(order.cursor(number)))

        await at_once(order, call)

    async def all(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_all(await self.page(order.cursor(number)))

        await at_once(order, call)

    async def single(self, order: Order) -> None:
        async def call(number: int) -> None:
            read_three([await self.job(order.id(number))])

        await at_once(order, call)

    async def check(self, order: Order) -> str:
        pages = [await self.page(cursor) for cursor in order.cursors]
        return checksum(self.fields(job) for page in pages for job in page)
