"""The workloads of a Python client, from how it gets the items of a page and a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness import Task, at_once, checksum, read_all, read_three


class Workloads:
    """The workloads of a blocking client."""

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

    def three(self, task: Task) -> None:
        for number in range(task.calls):
            self.read_three(self.page(task.cursor(number)))

    def all(self, task: Task) -> None:
        for number in range(task.calls):
            self.read_all(self.page(task.cursor(number)))

    def single(self, task: Task) -> None:
        for number in range(task.calls):
            self.read_three([self.job(task.id(number))])

    def check(self, task: Task) -> str:
        return checksum(self.fields(job) for cursor in task.cursors for job in self.page(cursor))


class AsyncWorkloads:
    """The workloads of an asyncio client, with concurrent calls."""

    async def page(self, cursor: str) -> Any:
        """The items of the page after this cursor."""
        raise NotImplementedError

    async def job(self, job_id: str) -> Any:
        """The job with this id."""
        raise NotImplementedError

    def fields(self, job: Any) -> Mapping[str, Any]:
        """A job's fields by name."""
        raise NotImplementedError

    async def three(self, task: Task) -> None:
        async def call(number: int) -> None:
            read_three(await self.page(task.cursor(number)))

        await at_once(task, call)

    async def all(self, task: Task) -> None:
        async def call(number: int) -> None:
            read_all(await self.page(task.cursor(number)))

        await at_once(task, call)

    async def single(self, task: Task) -> None:
        async def call(number: int) -> None:
            read_three([await self.job(task.id(number))])

        await at_once(task, call)

    async def check(self, task: Task) -> str:
        pages = [await self.page(cursor) for cursor in task.cursors]
        return checksum(self.fields(job) for page in pages for job in page)
