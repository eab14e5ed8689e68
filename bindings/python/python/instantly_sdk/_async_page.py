"""Pages of a list for `asyncio`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import Any, Generic, TypeVar

from ._bridge import Ahead, send
from ._native import Model, Request, Response
from ._page import BasePage

__all__ = ["AsyncPage", "AsyncPager"]

M = TypeVar("M", bound=Model)


class AsyncPage(BasePage[M]):
    """One page of a list; `async for` walks over the items of this page and all after it."""

    __slots__ = ()

    async def get_next_page(self) -> AsyncPage[M]:
        """The page after this one.

        Raises:
            InstantlyError: This is the last page.
            APIStatusError: The API refused; see its subclasses.
        """
        request = self._next_request()
        return self._follow(request, await send(self._native, request))

    async def iter_pages(self) -> AsyncIterator[AsyncPage[M]]:
        """This page and all after it, one by one."""
        page = self
        while page.has_next_page():
            if not self._native.prefetch:
                yield page
                page = await page.get_next_page()
                continue
            request = page._next_request()
            ahead = Ahead(self._native, request)
            try:
                yield page
                page = page._follow(request, await ahead.result())
            finally:
                ahead.cancel()
        yield page

    async def __aiter__(self) -> AsyncIterator[M]:
        async for page in self.iter_pages():
            for item in page.items:
                yield item

    def _follow(self, request: Request, response: Response) -> AsyncPage[M]:
        return AsyncPage(self._native, request, response, self._model)


class AsyncPager(Generic[M]):
    """A list: `await` it for its first page, or `async for` over every item. Nothing is sent before."""

    __slots__ = ("_first",)

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[M]]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, Any, AsyncPage[M]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[M]:
        async for item in await self._first():
            yield item

    async def iter_pages(self) -> AsyncIterator[AsyncPage[M]]:
        """Every page, one by one."""
        async for page in (await self._first()).iter_pages():
            yield page

    def __repr__(self) -> str:
        return "<AsyncPager: await it for its first page, or iterate with async for>"
