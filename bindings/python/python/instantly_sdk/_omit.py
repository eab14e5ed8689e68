"""The value of an argument that was not given: neither `None` (null) nor empty."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["Omit", "omit"]


class Omit:
    """The type of `omit`."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


omit: Final = Omit()
"""Leaves an argument out, as if it were not written."""
