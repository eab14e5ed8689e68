"""Waiting for background work.

What to ask and how long to sleep is decided natively; the sleeping is Python's own, so that it can be interrupted.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from ._bridge import send
from ._errors import APITimeoutError, JobFailedError, WaitTimeoutError
from ._native import Client, Model, Request, Response, Waiter
from ._options import WaitOptions

__all__ = ["wait", "wait_async", "wait_many", "wait_many_async"]

M = TypeVar("M", bound=Model)

_Progress = Callable[[M], object] | None


class _Wait(Generic[M]):
    """One wait: what was seen so far, without sending or sleeping."""

    def __init__(
        self,
        resource: str,
        ids: str | Iterable[str],
        model: type[M],
        options: WaitOptions,
        *,
        many: bool,
    ) -> None:
        self._waiter = Waiter(resource, ids, many, options)
        self._model = model
        self._seen: list[tuple[str, str]] = []
        self._latest: dict[str, M] = {}

    def polls(self) -> list[Request]:
        """The requests of the next round."""
        self._seen = []
        return self._waiter.polls()

    def take(self, response: Response) -> list[M]:
        """Takes in one answer of a round; gives its objects."""
        objects = response.page(self._model)[0] if self._waiter.many else [response.model(self._model)]
        for each in objects:
            identified = self._waiter.identify(each)
            if identified is not None:
                self._seen.append(identified)
                self._latest[identified[0]] = each
        return objects

    def pause(self) -> float | None:
        """Ends a round: how long to sleep before the next, or `None` when all is done."""
        step = self._waiter.observe(self._seen)
        if step.failed is not None:
            id, message = step.failed
            raise JobFailedError(message, job=self._latest.get(id))
        if step.timed_out:
            raise self._out_of_time()
        return None if step.done else step.sleep

    def check_time(self, error: APITimeoutError) -> None:
        """What a look without an answer means: when the time is up, the wait is over."""
        if self._waiter.expired:
            raise self._out_of_time() from error

    def results(self) -> list[M]:
        """What was waited for, in the order of the ids."""
        return [self._latest[id] for id in self._waiter.ids]

    def _out_of_time(self) -> WaitTimeoutError:
        unfinished = self._waiter.first_unfinished()
        return WaitTimeoutError(self._waiter.timeout_message(), job=unfinished and self._latest.get(unfinished))


def wait(native: Client, resource: str, id: str, model: type[M], options: WaitOptions, on_progress: _Progress[M]) -> M:
    """Waits for one object."""
    return _run(native, _Wait(resource, id, model, options, many=False), on_progress)[0]


def wait_many(
    native: Client, resource: str, ids: Iterable[str], model: type[M], options: WaitOptions, on_progress: _Progress[M]
) -> list[M]:
    """Waits for several objects."""
    return _run(native, _Wait(resource, ids, model, options, many=True), on_progress)


async def wait_async(
    native: Client, resource: str, id: str, model: type[M], options: WaitOptions, on_progress: _Progress[M]
) -> M:
    """Waits for one object."""
    return (await _run_async(native, _Wait(resource, id, model, options, many=False), on_progress))[0]


async def wait_many_async(
    native: Client,
    resource: str,
    ids: Iterable[str],
    model: type[M],
    options: WaitOptions,
    on_progress: _Progress[M],
) -> list[M]:
    """Waits for several objects."""
    return await _run_async(native, _Wait(resource, ids, model, options, many=True), on_progress)


def _run(native: Client, wait: _Wait[M], on_progress: _Progress[M]) -> list[M]:
    while True:
        for request in wait.polls():
            try:
                response = native.send(request)
            except APITimeoutError as error:
                wait.check_time(error)
                raise
            for each in wait.take(response):
                if on_progress is not None:
                    on_progress(each)
        pause = wait.pause()
        if pause is None:
            return wait.results()
        time.sleep(pause)


async def _run_async(native: Client, wait: _Wait[M], on_progress: _Progress[M]) -> list[M]:
    from asyncio import sleep

    while True:
        for request in wait.polls():
            try:
                response = await send(native, request)
            except APITimeoutError as error:
                wait.check_time(error)
                raise
            for each in wait.take(response):
                told = on_progress(each) if on_progress is not None else None
                if isinstance(told, Awaitable):
                    await told
        pause = wait.pause()
        if pause is None:
            return wait.results()
        await sleep(pause)
