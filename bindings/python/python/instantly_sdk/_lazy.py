"""Names of a package that are imported when they are used, so that importing the package costs next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

__all__ = ["lazily"]


def lazily(
    package: str, exported: Sequence[str], modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The package's `__getattr__` and `__dir__`, given the module of each name that is imported late."""

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
