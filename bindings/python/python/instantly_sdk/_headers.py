"""Response headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ResponseHeaders"]


class ResponseHeaders(Mapping[str, str]):
    """Response headers by name, in any case; a header that came several times is joined with commas."""

    __slots__ = ("_items", "_joined")

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._items = [(name.lower(), value) for name, value in items]
        self._joined: dict[str, str] = {}
        for name, value in self._items:
            self._joined[name] = f"{self._joined[name]}, {value}" if name in self._joined else value

    def get_list(self, name: str) -> list[str]:
        """Every value of a header, in the order they came."""
        return [value for known, value in self._items if known == name.lower()]

    def __getitem__(self, name: str) -> str:
        return self._joined[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._joined

    def __iter__(self) -> Iterator[str]:
        return iter(self._joined)

    def __len__(self) -> int:
        return len(self._joined)

    def __repr__(self) -> str:
        return f"ResponseHeaders({self._joined!r})"
