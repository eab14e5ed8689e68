"""What a method returns that starts a background job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ._native import Client, Model
from ._option_types import Unpack
from ._options import WaitOptions
from ._wait import wait, wait_async

__all__ = ["AsyncStartedJob", "StartedJob"]

A = TypeVar("A")
J = TypeVar("J", bound=Model)


class _BaseStartedJob(Generic[A, J]):
    """What sync and async ones have in common.

    Attributes:
        answer: What the API answered.
        job_id: The background job; `None` where the API started none.
    """

    __slots__ = ("_model", "_native", "_resource", "answer", "job_id")

    answer: A
    job_id: str | None

    def __init__(self, native: Client, answer: A, job: tuple[str, str | None], model: type[J]) -> None:
        self.answer = answer
        self._resource, self.job_id = job
        self._native = native
        self._model = model

    def __repr__(self) -> str:
        return f"<{type(self).__name__} job_id={self.job_id!r}, answer={self.answer!r}>"


class StartedJob(_BaseStartedJob[A, J]):
    """The answer of a method that starts a background job, and the way to wait for the job."""

    __slots__ = ()

    def wait(self, *, on_progress: Callable[[J], object] | None = None, **options: Unpack[WaitOptions]) -> J | None:
        """Wait until the job is done; `None` at once where none was started.

        Args:
            on_progress: Called with the job after each poll.
            **options: Timeout and intervals: see `WaitOptions`.

        Raises:
            JobFailedError: The job failed or was cancelled; `error.job` is it.
            WaitTimeoutError: The time is up; `error.job` is the job as last seen.
            APIStatusError: The API refused; see its subclasses.
        """
        if self.job_id is None:
            return None
        return wait(self._native, self._resource, self.job_id, self._model, options, on_progress)


class AsyncStartedJob(_BaseStartedJob[A, J]):
    """The answer of a method that starts a background job, and the way to wait for the job, for `asyncio`."""

    __slots__ = ()

    async def wait(
        self, *, on_progress: Callable[[J], object] | None = None, **options: Unpack[WaitOptions]
    ) -> J | None:
        """Wait until the job is done; `None` at once where none was started.

        Args:
            on_progress: Called with the job after each poll; an awaitable that it returns is awaited.
            **options: Timeout and intervals: see `WaitOptions`.

        Raises:
            JobFailedError: The job failed or was cancelled; `error.job` is it.
            WaitTimeoutError: The time is up; `error.job` is the job as last seen.
            APIStatusError: The API refused; see its subclasses.
        """
        if self.job_id is None:
            return None
        return await wait_async(self._native, self._resource, self.job_id, self._model, options, on_progress)
