"""What every method takes besides its own arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

from ._omit import Omit

__all__ = ["BodyOptions", "Headers", "Options", "Query", "WaitOptions"]

Headers: TypeAlias = Mapping[str, str]
Query: TypeAlias = Mapping[str, str | int | float | bool | Sequence[str]]


class Options(TypedDict):
    """The options of one call, by the names the native module knows."""

    timeout: float | Omit
    deadline: float | Omit
    max_retries: int | Omit
    extra_headers: Headers | Omit
    extra_query: Query | Omit


class BodyOptions(Options):
    """The options of a call with a body."""

    extra_body: Mapping[str, object] | Omit


class WaitOptions(TypedDict):
    """The options of a wait."""

    timeout: float
    poll_interval: float
