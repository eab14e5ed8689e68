"""The behaviour of the two clients; their settings are generated, in `_client`."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from ._native import Client
from .resources import AsyncResources, SyncResources

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._limits import RateLimitStatus

__all__ = ["AsyncClient", "SyncClient"]


class SyncClient(SyncResources):
    """A client whose calls block."""

    def __init__(self, **settings: object) -> None:
        self._native = Client(**settings)

    def _derived(self, **options: object) -> Self:
        other = object.__new__(type(self))
        other._native = self._native.with_options(**options)
        return other

    def close(self) -> None:
        """Closes the connections. Later calls are refused."""
        self._native.close()

    @property
    def closed(self) -> bool:
        """Whether the client was closed."""
        return self._native.closed

    def rate_limit_status(self) -> RateLimitStatus | None:
        """How much of the account's limits all clients of this key have used; `None` with `rate_limit=None`."""
        return self._native.rate_limit_status()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._native.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise _not_picklable()


class AsyncClient(AsyncResources):
    """A client for `asyncio`."""

    def __init__(self, **settings: object) -> None:
        self._native = Client(**settings)

    def _derived(self, **options: object) -> Self:
        other = object.__new__(type(self))
        other._native = self._native.with_options(**options)
        return other

    async def close(self) -> None:
        """Closes the connections. Later calls are refused."""
        self._native.close()

    @property
    def closed(self) -> bool:
        """Whether the client was closed."""
        return self._native.closed

    def rate_limit_status(self) -> RateLimitStatus | None:
        """How much of the account's limits all clients of this key have used; `None` with `rate_limit=None`."""
        return self._native.rate_limit_status()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._native.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise _not_picklable()


def _not_picklable() -> TypeError:
    return TypeError("clients can't be pickled: make one in each process")
