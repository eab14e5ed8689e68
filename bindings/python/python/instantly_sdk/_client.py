"""The two clients."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Literal, NoReturn

from ._calls import AsyncCalls, SyncCalls
from ._native import Client
from ._omit import Omit, omit
from ._options import Certificates, Headers, RequestHook, ResponseHook
from .resources import AsyncResources, SyncResources

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._limits import RateLimitStatus

__all__ = ["AsyncInstantly", "Instantly"]


class Instantly(SyncResources):
    """The Instantly API v2. Safe to share between threads; close it, or use it in a `with` block.

    Args:
        api_key: An API v2 key; else the environment variable INSTANTLY_API_KEY.
        base_url: Where the API is; else INSTANTLY_BASE_URL, else the API's own server.
        workspace: Act as this sub-workspace, with an admin workspace's key.
        timeout: Seconds for one attempt, from its start to the last byte.
        connect_timeout: Seconds for opening a connection.
        deadline: Seconds for a whole call, with its retries and waits.
        max_retries: Attempts after the first: for 408, 429, 5xx and broken connections, where repeating is harmless.
        retry_writes: Also repeat writes that may already have acted.
        prefetch: Fetch the next page of a list while the current one is used, where pages or items are walked through.
        rate_limit: "auto" keeps to the API's documented limits by waiting; `None` never waits.
        max_response_bytes: The largest body that is read, after decompression.
        default_headers: Sent with every request.
        ca_certificates: Certificates to trust besides the platform's own: the text of a PEM file, or the path of one.
        proxy: Where to connect through, such as "http://proxy.example.com:8080"; else what HTTPS_PROXY, NO_PROXY and
            so on say.
        on_request: Is told of every request before it is sent, in the thread that calls.
        on_response: Is told of every answer, and of every attempt without one, in the thread that calls.

    Raises:
        InvalidArgumentError: There is no key, or a setting is wrong.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        workspace: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 5.0,
        deadline: float = 600.0,
        max_retries: int = 2,
        retry_writes: bool = False,
        prefetch: bool = True,
        rate_limit: Literal["auto"] | None = "auto",
        max_response_bytes: int = 256 * 1024 * 1024,
        default_headers: Headers | None = None,
        ca_certificates: Certificates | None = None,
        proxy: str | None = None,
        on_request: RequestHook | None = None,
        on_response: ResponseHook | None = None,
    ) -> None:
        self._native = Client(
            api_key=api_key,
            base_url=base_url,
            workspace=workspace,
            timeout=timeout,
            connect_timeout=connect_timeout,
            deadline=deadline,
            max_retries=max_retries,
            retry_writes=retry_writes,
            prefetch=prefetch,
            rate_limit=rate_limit,
            max_response_bytes=max_response_bytes,
            default_headers=default_headers,
            ca_certificates=ca_certificates,
            proxy=proxy,
            on_request=on_request,
            on_response=on_response,
        )
        self._calls = SyncCalls(self._native)

    def with_options(
        self,
        *,
        timeout: float | Omit = omit,
        connect_timeout: float | Omit = omit,
        deadline: float | Omit = omit,
        max_retries: int | Omit = omit,
        retry_writes: bool | Omit = omit,
        prefetch: bool | Omit = omit,
        workspace: str | Omit = omit,
        default_headers: Headers | Omit = omit,
        on_request: RequestHook | Omit | None = omit,
        on_response: ResponseHook | Omit | None = omit,
    ) -> Self:
        """A client with other defaults that shares this one's connections; closing either closes both.

        A hook takes the place of the one there was; `None` leaves it away.
        """
        native = self._native.with_options(
            timeout=timeout,
            connect_timeout=connect_timeout,
            deadline=deadline,
            max_retries=max_retries,
            retry_writes=retry_writes,
            prefetch=prefetch,
            workspace=workspace,
            default_headers=default_headers,
            on_request=on_request,
            on_response=on_response,
        )
        other = object.__new__(type(self))
        other._native = native
        other._calls = SyncCalls(native)
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
        return f"Instantly(base_url={self._native.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise _not_picklable()


class AsyncInstantly(AsyncResources):
    """The Instantly API v2 for `asyncio`. Works in any event loop; close it, or use it in an `async with` block.

    Args:
        api_key: An API v2 key; else the environment variable INSTANTLY_API_KEY.
        base_url: Where the API is; else INSTANTLY_BASE_URL, else the API's own server.
        workspace: Act as this sub-workspace, with an admin workspace's key.
        timeout: Seconds for one attempt, from its start to the last byte.
        connect_timeout: Seconds for opening a connection.
        deadline: Seconds for a whole call, with its retries and waits.
        max_retries: Attempts after the first: for 408, 429, 5xx and broken connections, where repeating is harmless.
        retry_writes: Also repeat writes that may already have acted.
        prefetch: Fetch the next page of a list while the current one is used, where pages or items are walked through.
        rate_limit: "auto" keeps to the API's documented limits by waiting; `None` never waits.
        max_response_bytes: The largest body that is read, after decompression.
        default_headers: Sent with every request.
        ca_certificates: Certificates to trust besides the platform's own: the text of a PEM file, or the path of one.
        proxy: Where to connect through, such as "http://proxy.example.com:8080"; else what HTTPS_PROXY, NO_PROXY and
            so on say.
        on_request: Is told of every request as it is sent, by the event loop. A plain function.
        on_response: Is told of every answer, and of every attempt without one, by the event loop. A plain function.

    Raises:
        InvalidArgumentError: There is no key, or a setting is wrong.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        workspace: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 5.0,
        deadline: float = 600.0,
        max_retries: int = 2,
        retry_writes: bool = False,
        prefetch: bool = True,
        rate_limit: Literal["auto"] | None = "auto",
        max_response_bytes: int = 256 * 1024 * 1024,
        default_headers: Headers | None = None,
        ca_certificates: Certificates | None = None,
        proxy: str | None = None,
        on_request: RequestHook | None = None,
        on_response: ResponseHook | None = None,
    ) -> None:
        self._native = Client(
            api_key=api_key,
            base_url=base_url,
            workspace=workspace,
            timeout=timeout,
            connect_timeout=connect_timeout,
            deadline=deadline,
            max_retries=max_retries,
            retry_writes=retry_writes,
            prefetch=prefetch,
            rate_limit=rate_limit,
            max_response_bytes=max_response_bytes,
            default_headers=default_headers,
            ca_certificates=ca_certificates,
            proxy=proxy,
            on_request=on_request,
            on_response=on_response,
        )
        self._calls = AsyncCalls(self._native)

    def with_options(
        self,
        *,
        timeout: float | Omit = omit,
        connect_timeout: float | Omit = omit,
        deadline: float | Omit = omit,
        max_retries: int | Omit = omit,
        retry_writes: bool | Omit = omit,
        prefetch: bool | Omit = omit,
        workspace: str | Omit = omit,
        default_headers: Headers | Omit = omit,
        on_request: RequestHook | Omit | None = omit,
        on_response: ResponseHook | Omit | None = omit,
    ) -> Self:
        """A client with other defaults that shares this one's connections; closing either closes both.

        A hook takes the place of the one there was; `None` leaves it away.
        """
        native = self._native.with_options(
            timeout=timeout,
            connect_timeout=connect_timeout,
            deadline=deadline,
            max_retries=max_retries,
            retry_writes=retry_writes,
            prefetch=prefetch,
            workspace=workspace,
            default_headers=default_headers,
            on_request=on_request,
            on_response=on_response,
        )
        other = object.__new__(type(self))
        other._native = native
        other._calls = AsyncCalls(native)
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
        return f"AsyncInstantly(base_url={self._native.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise _not_picklable()


def _not_picklable() -> TypeError:
    return TypeError("clients can't be pickled: make one in each process")
