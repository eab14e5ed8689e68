"""What every method takes besides its own arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TypeAlias, TypedDict

from ._omit import Omit

__all__ = ["Body", "Certificates", "Headers", "Options", "Query", "WaitOptions"]

Certificates: TypeAlias = bytes | str | PathLike[str]
Headers: TypeAlias = Mapping[str, str]
Body: TypeAlias = Mapping[str, object]
Query: TypeAlias = Mapping[str, str | int | float | bool | Sequence[str]]


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
