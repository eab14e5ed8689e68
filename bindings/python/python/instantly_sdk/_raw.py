"""The methods of resources again, with `RawResponse` for what they return."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ._async_page import AsyncPage, AsyncPager
from ._native import Model
from ._response import RawResponse

__all__ = ["RawMethods", "async_raw_page", "async_raw_response", "raw_response"]

M = TypeVar("M", bound=Model)
P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")


class RawMethods:
    """The base of the generated classes: methods of a resource whose calls answer with `RawResponse`."""

    def __init__(self, resource: object) -> None:
        self._resource = resource


def raw_response(
    method: Callable[Concatenate[S, P], T],
) -> Callable[[object], Callable[Concatenate[Any, P], RawResponse[T]]]:
    """Makes the same call as a method, and types what it answers with."""
    return _again(method)


def async_raw_response(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, T]],
) -> Callable[[object], Callable[Concatenate[Any, P], Coroutine[Any, Any, RawResponse[T]]]]:
    """The same for a method of an async resource."""
    return _again(method)


def async_raw_page(
    method: Callable[Concatenate[S, P], AsyncPager[M]],
) -> Callable[[object], Callable[Concatenate[Any, P], Coroutine[Any, Any, RawResponse[AsyncPage[M]]]]]:
    """The same for a list method of an async resource."""
    return _again(method)


def _again(method: Callable[..., object]) -> Callable[[object], Callable[..., Any]]:
    @wraps(method)
    def again(self: RawMethods, *arguments: object, **keywords: object) -> object:
        # These functions become methods of the class.
        return method(self._resource, *arguments, **keywords)  # pyright: ignore[reportPrivateUsage]

    return lambda _declared: again
