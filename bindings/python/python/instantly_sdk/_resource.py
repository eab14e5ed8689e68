"""The bases of the generated resource classes: how a method makes its call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar, cast

from ._bridge import send
from ._native import Client, Operation, Request
from ._outcome import Outcome
from ._response import RawResponse

__all__ = ["AsyncResource", "SyncResource"]

A = TypeVar("A")
S = TypeVar("S")


class SyncResource:
    """Operations of one kind; reached through a client."""

    def __init__(self, native: Client, *, raw: bool = False) -> None:
        self._native = native
        self._raw = raw

    def _call(
        self, operation: Operation[Outcome[S, Any]], arguments: Mapping[str, object], options: Mapping[str, object]
    ) -> S:
        """Sends a request and waits for its response. `arguments` are all of the method's, by their wire names."""
        request = Request(operation, arguments, options)
        response = self._native.send(request)
        read = operation.outcome.read
        if self._raw:
            return cast(S, RawResponse(response, partial(read, self._native, request)))
        return read(self._native, request, response)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._native.base_url}>"


class AsyncResource:
    """Operations of one kind, for `asyncio`; reached through a client."""

    def __init__(self, native: Client, *, raw: bool = False) -> None:
        self._native = native
        self._raw = raw

    def _call(
        self, operation: Operation[Outcome[Any, A]], arguments: Mapping[str, object], options: Mapping[str, object]
    ) -> A:
        """Checks the arguments now, and sends the request when the result is awaited."""
        request = Request(operation, arguments, options)
        call = partial(self._respond, operation.outcome, request)
        return cast(A, call()) if self._raw else operation.outcome.begin(call)

    async def _respond(self, outcome: Outcome[Any, Any], request: Request) -> Any:
        response = await send(self._native, request)
        if self._raw:
            return RawResponse(response, partial(outcome.read_async, self._native, request))
        return outcome.read_async(self._native, request, response)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._native.base_url}>"
