"""Outcomes: how the success of an operation is read, in the constants that the methods of resources call with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Generic, TypeVar, cast, overload

from ._async_page import AsyncPage, AsyncPager
from ._job import AsyncStartedJob, StartedJob
from ._native import Client, Model, Reading, Request, Response
from ._page import Page

__all__ = ["JSON", "NOTHING", "TEXT", "JobOf", "ListOf", "ModelOf", "Outcome", "PageOf", "ValueOf"]

A = TypeVar("A")
J = TypeVar("J", bound=Model)
M = TypeVar("M", bound=Model)
S = TypeVar("S")
T = TypeVar("T")


class Outcome(Generic[S, A]):
    """Reads a response: as `S` in a blocking method; a method for `asyncio` returns `A`."""

    __slots__ = ()

    def read(self, client: Client, request: Request, response: Response, /) -> S:
        """Returns the result of a blocking method."""
        raise NotImplementedError

    def read_async(self, client: Client, request: Request, response: Response, /) -> Any:
        """Returns the result that a method for `asyncio` is awaited for."""
        return self.read(client, request, response)

    def begin(self, call: Callable[[], Coroutine[Any, Any, Any]]) -> A:
        """Returns what a method for `asyncio` does at once, given the function that makes the call."""
        return cast(A, call())


class _Value(Outcome[T, Awaitable[T]]):
    """An outcome that is read alike in both kinds of methods."""

    __slots__ = ()


class ModelOf(_Value[M]):
    """An object."""

    __slots__ = ("_model",)

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def read(self, _client: Client, _request: Request, response: Response, /) -> M:
        return response.model(self._model)


class ListOf(_Value[list[M]]):
    """An array of objects."""

    __slots__ = ("_model",)

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def read(self, _client: Client, _request: Request, response: Response, /) -> list[M]:
        return response.models(self._model)


class ValueOf(_Value[T]):
    """JSON of another form: `type` is whatever an annotation can be."""

    __slots__ = ("_reading",)

    def __init__(self, type: object) -> None:
        self._reading: Reading[T] = Reading(type)

    def read(self, _client: Client, _request: Request, response: Response, /) -> T:
        return response.read(self._reading)


class _Text(_Value[str]):
    __slots__ = ()

    def read(self, _client: Client, _request: Request, response: Response, /) -> str:
        return response.text()


class _Nothing(_Value[None]):
    __slots__ = ()

    def read(self, _client: Client, _request: Request, _response: Response, /) -> None:
        return None


class _AnyJSON(_Value[Any]):
    __slots__ = ()

    def read(self, _client: Client, _request: Request, response: Response, /) -> Any:
        return response.json()


TEXT: Final = _Text()
"""Text that is not JSON."""
NOTHING: Final = _Nothing()
"""No body."""
JSON: Final = _AnyJSON()
"""JSON of any form; `None` where there is none."""


class PageOf(Outcome[Page[M], AsyncPager[M]]):
    """A page of a list, the first of a walk over all of them."""

    __slots__ = ("_model",)

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def read(self, client: Client, request: Request, response: Response, /) -> Page[M]:
        return Page(client, request.walk(), response, self._model)

    def read_async(self, client: Client, request: Request, response: Response, /) -> AsyncPage[M]:
        return AsyncPage(client, request.walk(), response, self._model)

    def begin(self, call: Callable[[], Coroutine[Any, Any, AsyncPage[M]]]) -> AsyncPager[M]:
        return AsyncPager(call)


class JobOf(Outcome[StartedJob[T, J], Awaitable[AsyncStartedJob[T, J]]]):
    """A response that names a background job: `answer` is the type of the response, `job` that of the job."""

    __slots__ = ("_job", "_reading")

    @overload
    def __init__(self, answer: type[T], job: type[J]) -> None: ...
    @overload
    def __init__(self, answer: object, job: type[J]) -> None: ...
    def __init__(self, answer: object, job: type[J]) -> None:
        self._reading: Reading[T] = Reading(answer)
        self._job = job

    def read(self, client: Client, _request: Request, response: Response, /) -> StartedJob[T, J]:
        return StartedJob(client, response.read(self._reading), response.job, self._job)

    def read_async(self, client: Client, _request: Request, response: Response, /) -> AsyncStartedJob[T, J]:
        return AsyncStartedJob(client, response.read(self._reading), response.job, self._job)
