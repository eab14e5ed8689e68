"""What every method takes besides its own arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from ._omit import Omit

if TYPE_CHECKING:
    from ._events import RequestEvent, ResponseEvent

__all__ = ["Body", "Certificates", "Headers", "Options", "Query", "RequestHook", "ResponseHook", "WaitOptions"]

Certificates: TypeAlias = bytes | str | PathLike[str]
Headers: TypeAlias = Mapping[str, str]
Body: TypeAlias = Mapping[str, object]
Query: TypeAlias = Mapping[str, str | int | float | bool | Sequence[str]]
RequestHook: TypeAlias = "Callable[[RequestEvent], None]"
ResponseHook: TypeAlias = "Callable[[ResponseEvent], None]"


class _CommonOptions(TypedDict):
    """The options of every call, by the names the native module knows."""

    timeout: float | Omit
    deadline: float | Omit
    max_retries: int | Omit
    extra_headers: Headers | Omit
    extra_query: Query | Omit


class Options(_CommonOptions, total=False):
    """The options of one call."""

    extra_body: Body | Omit
    """Only of one with a body."""


class WaitOptions(TypedDict):
    """The options of a wait."""

    timeout: float
    poll_interval: float
