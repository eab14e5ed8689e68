"""The way from the native module's thread to the running event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ._native import Bridge, Client, Request, Response

if TYPE_CHECKING:
    # Whoever runs a loop has it already; to others it would be most of what this package costs to import.
    import asyncio

__all__ = ["Ahead", "send"]

_bridges: WeakKeyDictionary[asyncio.AbstractEventLoop, Bridge] = WeakKeyDictionary()


class Ahead:
    """A call that is under way before anybody waits for it."""

    __slots__ = ("_call", "_future")

    def __init__(self, client: Client, request: Request) -> None:
        from asyncio import get_running_loop

        loop = get_running_loop()
        bridge = _bridges.get(loop) or _connect(loop)
        self._future: asyncio.Future[Response] = loop.create_future()
        self._call = bridge.begin(client, request, self._future)

    async def result(self) -> Response:
        """Waits for the answer."""
        return await self._future

    def cancel(self) -> None:
        """Cancels what is not done, down to the socket."""
        self._call.cancel()
        if not self._future.cancel() and not self._future.cancelled():
            # An error that nobody waits for any more is no news for the loop's log.
            self._future.exception()


async def send(client: Client, request: Request) -> Response:
    """Sends a request and waits for the answer; cancelling the task cancels the call."""
    ahead = Ahead(client, request)
    try:
        return await ahead.result()
    finally:
        ahead.cancel()


def _connect(loop: asyncio.AbstractEventLoop) -> Bridge:
    """A bridge to this loop, which lives as long as the loop does."""
    bridge = Bridge()
    try:
        loop.add_reader(bridge.fileno(), bridge.drain)
    except (AttributeError, NotImplementedError):
        # Windows' default loop watches no pipes.
        bridge.wake_with(lambda: loop.call_soon_threadsafe(bridge.drain))
    _bridges[loop] = bridge
    return bridge
