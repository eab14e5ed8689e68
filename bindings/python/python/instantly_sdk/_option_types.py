"""The types of options' values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ._events import RequestEvent, ResponseEvent

__all__ = ["Body", "Certificates", "Headers", "Query", "RequestHook", "ResponseHook"]

Certificates: TypeAlias = bytes | str | PathLike[str]
Headers: TypeAlias = Mapping[str, str]
Body: TypeAlias = Mapping[str, object]
Query: TypeAlias = Mapping[str, str | int | float | bool | Sequence[str]]
RequestHook: TypeAlias = "Callable[[RequestEvent], None]"
ResponseHook: TypeAlias = "Callable[[ResponseEvent], None]"
