"""The types of options' values, and what types the options of a method."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._events import RequestEvent, ResponseEvent
elif sys.version_info >= (3, 11):
    from typing import Unpack
else:

    class Unpack:
        """Stands for that of Python 3.11 and later, so that annotations can be evaluated."""

        def __class_getitem__(cls, item):
            return item


__all__ = ["Body", "Certificates", "Headers", "Query", "RequestHook", "ResponseHook", "Unpack"]

Certificates: TypeAlias = bytes | str | PathLike[str]
Headers: TypeAlias = Mapping[str, str]
Body: TypeAlias = Mapping[str, object]
Query: TypeAlias = Mapping[str, str | int | float | bool | Sequence[str]]
RequestHook: TypeAlias = "Callable[[RequestEvent], None]"
ResponseHook: TypeAlias = "Callable[[ResponseEvent], None]"
