"""The bases of the generated resource classes."""

from __future__ import annotations

from ._calls import AsyncCalls, SyncCalls

__all__ = ["AsyncResource", "SyncResource"]


class SyncResource:
    """Operations of one kind; reached through a client."""

    def __init__(self, calls: SyncCalls) -> None:
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._calls.native.base_url}>"


class AsyncResource:
    """Operations of one kind, for `asyncio`; reached through a client."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._calls.native.base_url}>"
