"""What is made when it is used, so that importing the package costs next to nothing."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

__all__ = ["cached_property", "lazily"]

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801
        """That of Python 3.12 and later, which locks nothing.

        A lock that another thread holds at a fork stays locked in the child, whose calls would wait for ever.
        """

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            # Two threads may make one each; all of them get the same.
            return instance.__dict__.setdefault(self.attrname, self.func(instance))


def lazily(
    package: str, exported: Sequence[str], modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """A package's `__getattr__` and `__dir__`, given the module of each name that is imported when it is used."""

    def attribute(name: str) -> object:
        module = modules.get(name)
        if module is None:
            # A module itself: `types.campaigns`.
            if name in modules.values():
                return _imported(f"{package}.{name}")
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(_imported(f"{package}.{module}"), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *exported})

    return attribute, names


def _imported(name: str) -> object:
    __import__(name)
    return sys.modules[name]
