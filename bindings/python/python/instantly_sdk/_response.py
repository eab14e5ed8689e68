"""The whole answer, for those who ask for it with `with_raw_response`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from ._headers import ResponseHeaders
from ._lazy import cached_property
from ._native import Response

__all__ = ["RawResponse"]

T = TypeVar("T")


class RawResponse(Generic[T]):
    """A successful answer: status, headers and bytes, and through `parse` what the plain method would have returned."""

    __slots__ = ("__dict__", "_parse", "_response")

    def __init__(self, response: Response, parse: Callable[[Response], T]) -> None:
        self._response = response
        self._parse = parse

    @property
    def status_code(self) -> int:
        """The HTTP status, 200 to 299."""
        return self._response.status_code

    @cached_property
    def headers(self) -> ResponseHeaders:
        """The headers, by name in any case."""
        return ResponseHeaders(self._response.headers)

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, to give to support."""
        return self._response.request_id

    @property
    def attempts(self) -> int:
        """How often the request was sent."""
        return self._response.attempts

    @property
    def elapsed(self) -> float:
        """Seconds from the call to the last byte, waits included."""
        return self._response.elapsed

    @property
    def content(self) -> bytes:
        """The body, decompressed."""
        return self._response.content

    @property
    def text(self) -> str:
        """The body as text."""
        return self._response.text()

    def json(self) -> Any:
        """The body as plain Python values.

        Raises:
            APIResponseValidationError: The body is not JSON.
        """
        return self._response.json()

    def parse(self) -> T:
        """What the method without `with_raw_response` returns.

        Raises:
            APIResponseValidationError: The body is not what the API promises.
        """
        return self._parse(self._response)

    def __repr__(self) -> str:
        return f"<RawResponse {self.status_code}, {len(self.content)} bytes>"
