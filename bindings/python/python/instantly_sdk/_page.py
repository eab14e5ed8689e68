"""Pages of a list, and walking over all of them. The next page is fetched while the current one is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from ._errors import InstantlyError
from ._native import Client, Model, Request, Response

__all__ = ["BasePage", "Page"]

M = TypeVar("M", bound=Model)


class BasePage(Generic[M]):
    """What sync and async pages have in common.

    Attributes:
        items: The items of this page.
        next_starting_after: The cursor this page carries, or the offset of the next one; a last page may carry a cursor
            too, so ask `has_next_page()`.
    """

    __slots__ = ("_model", "_native", "_next", "_response", "items", "next_starting_after")

    items: list[M]
    next_starting_after: str | None

    def __init__(self, native: Client, request: Request, response: Response, model: type[M]) -> None:
        self.items, self.next_starting_after, self._next = response.page(model, request)
        self._native = native
        self._response = response
        self._model = model

    @property
    def extra(self) -> dict[str, Any]:
        """What the API said beside items and cursor, as plain values; read anew at each use."""
        return self._response.rest()

    def has_next_page(self) -> bool:
        """Whether there may be more: this page has items and a cursor that was not there before."""
        return self._next is not None

    def _next_request(self) -> Request:
        if self._next is None:
            raise InstantlyError("this is the last page; ask has_next_page() first")
        return self._next

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.items)} items, next_starting_after={self.next_starting_after!r}>"


class Page(BasePage[M]):
    """One page of a list; iterating walks over the items of this page and all after it."""

    __slots__ = ()

    def get_next_page(self) -> Page[M]:
        """The page after this one.

        Raises:
            InstantlyError: This is the last page.
            APIStatusError: The API refused; see its subclasses.
        """
        request = self._next_request()
        return self._follow(request, self._native.send(request))

    def iter_pages(self) -> Iterator[Page[M]]:
        """This page and all after it, one by one."""
        page = self
        while page.has_next_page():
            if not self._native.prefetch:
                yield page
                page = page.get_next_page()
                continue
            request = page._next_request()
            ahead = self._native.start(request)
            try:
                yield page
                page = page._follow(request, ahead.result())
            finally:
                ahead.cancel()
        yield page

    def __iter__(self) -> Iterator[M]:
        for page in self.iter_pages():
            yield from page.items

    def _follow(self, request: Request, response: Response) -> Page[M]:
        return Page(self._native, request, response, self._model)
