"""How the methods of resources make their calls: what they name is sent, the answer is read as what they promise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

from ._async_page import AsyncPage, AsyncPager
from ._bridge import send
from ._job import AsyncStartedJob, JobPlace, StartedJob
from ._native import Client, Model, Operation, Reading, Request, Response
from ._options import BodyOptions as Options
from ._page import Page
from ._response import RawResponse

__all__ = ["AsyncCalls", "SyncCalls"]

J = TypeVar("J", bound=Model)
M = TypeVar("M", bound=Model)
T = TypeVar("T")

_Arguments = Mapping[str, object]
_Body = object | None


class SyncCalls:
    """Calls that block."""

    def __init__(self, native: Client, *, raw: bool = False) -> None:
        self.native = native
        self._raw = raw

    def raw(self) -> SyncCalls:
        """The same, answering with `RawResponse`."""
        return SyncCalls(self.native, raw=True)

    def page(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> Page[M]:
        """The first page of a list."""
        request = Request(operation, arguments, options, body)
        return self._answer(request, lambda response: Page(self.native, request, response, model))

    def model(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> M:
        """An object."""
        return self._answer(Request(operation, arguments, options, body), lambda response: response.model(model))

    def models(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> list[M]:
        """An array of objects."""
        return self._answer(Request(operation, arguments, options, body), lambda response: response.models(model))

    def value(
        self, operation: Operation, arguments: _Arguments, options: Options, reading: Reading[T], body: _Body = None
    ) -> T:
        """JSON of another form."""
        return self._answer(Request(operation, arguments, options, body), lambda response: response.read(reading))

    def started(
        self,
        operation: Operation,
        arguments: _Arguments,
        options: Options,
        reading: Reading[T],
        job: type[J],
        place: JobPlace,
        body: _Body = None,
    ) -> StartedJob[T, J]:
        """An answer that names a background job."""

        def parse(response: Response) -> StartedJob[T, J]:
            return StartedJob(self.native, response.read(reading), response.job_id(), place.resource, job)

        return self._answer(Request(operation, arguments, options, body), parse)

    def json(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> Any:
        """JSON of any form; `None` where there is none."""
        return self._answer(Request(operation, arguments, options, body), Response.json)

    def text(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> str:
        """Text that is not JSON."""
        return self._answer(Request(operation, arguments, options, body), Response.text)

    def nothing(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> None:
        """No body."""
        return self._answer(Request(operation, arguments, options, body), _nothing)

    def _answer(self, request: Request, parse: Callable[[Response], T]) -> T:
        response = self.native.send(request)
        return cast(T, RawResponse(response, parse)) if self._raw else parse(response)


class AsyncCalls:
    """Calls for `asyncio`. Arguments are checked at once, sending starts when the call is awaited."""

    def __init__(self, native: Client, *, raw: bool = False) -> None:
        self.native = native
        self._raw = raw

    def raw(self) -> AsyncCalls:
        """The same, answering with `RawResponse`."""
        return AsyncCalls(self.native, raw=True)

    def page(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> AsyncPager[M]:
        """A list."""
        request = Request(operation, arguments, options, body)

        def first() -> Awaitable[AsyncPage[M]]:
            return self._answer(request, lambda response: AsyncPage(self.native, request, response, model))

        return cast(AsyncPager[M], first()) if self._raw else AsyncPager(first)

    async def model(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> M:
        """An object."""
        return await self._answer(Request(operation, arguments, options, body), lambda response: response.model(model))

    async def models(
        self, operation: Operation, arguments: _Arguments, options: Options, model: type[M], body: _Body = None
    ) -> list[M]:
        """An array of objects."""
        return await self._answer(Request(operation, arguments, options, body), lambda response: response.models(model))

    async def value(
        self, operation: Operation, arguments: _Arguments, options: Options, reading: Reading[T], body: _Body = None
    ) -> T:
        """JSON of another form."""
        return await self._answer(Request(operation, arguments, options, body), lambda response: response.read(reading))

    async def started(
        self,
        operation: Operation,
        arguments: _Arguments,
        options: Options,
        reading: Reading[T],
        job: type[J],
        place: JobPlace,
        body: _Body = None,
    ) -> AsyncStartedJob[T, J]:
        """An answer that names a background job."""

        def parse(response: Response) -> AsyncStartedJob[T, J]:
            return AsyncStartedJob(self.native, response.read(reading), response.job_id(), place.resource, job)

        return await self._answer(Request(operation, arguments, options, body), parse)

    async def json(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> Any:
        """JSON of any form; `None` where there is none."""
        return await self._answer(Request(operation, arguments, options, body), Response.json)

    async def text(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> str:
        """Text that is not JSON."""
        return await self._answer(Request(operation, arguments, options, body), Response.text)

    async def nothing(self, operation: Operation, arguments: _Arguments, options: Options, body: _Body = None) -> None:
        """No body."""
        return await self._answer(Request(operation, arguments, options, body), _nothing)

    async def _answer(self, request: Request, parse: Callable[[Response], T]) -> T:
        response = await send(self.native, request)
        return cast(T, RawResponse(response, parse)) if self._raw else parse(response)


def _nothing(_response: Response) -> None:
    return None
