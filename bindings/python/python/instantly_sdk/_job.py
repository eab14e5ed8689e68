"""What a method returns that starts a background job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from ._native import Client, Model
from ._options import WaitOptions
from ._wait import wait, wait_async

__all__ = ["AsyncStartedJob", "JobPlace", "StartedJob"]

A = TypeVar("A")
J = TypeVar("J", bound=Model)


class JobPlace(NamedTuple):
    """Which resource waits for a job, and where in an answer the job's id is, with slashes between fields."""

    resource: str
    id: str


class _BaseStartedJob(Generic[A, J]):
    """What sync and async ones have in common.

    Attributes:
        answer: What the API answered.
        job_id: The background job; `None` where the API started none.
    """

    __slots__ = ("_model", "_native", "_resource", "answer", "job_id")

    answer: A
    job_id: str | None

    def __init__(self, native: Client, answer: A, job_id: str | None, resource: str, model: type[J]) -> None:
        self.answer = answer
        self.job_id = job_id
        self._native = native
        self._resource = resource
        self._model = model

    def __repr__(self) -> str:
        return f"<{type(self).__name__} job_id={self.job_id!r}, answer={self.answer!r}>"


class StartedJob(_BaseStartedJob[A, J]):
    """The answer of a method that starts a background job, and the way to wait for the job."""

    __slots__ = ()

    def wait(
        self,
        *,
        timeout: float = 600.0,
        poll_interval: float = 1.0,
        max_poll_interval: float = 10.0,
        on_progress: Callable[[J], object] | None = None,
    ) -> J | None:
        """Wait until the job is done; `None` at once where none was started.

        Args:
            timeout: Seconds for the whole wait.
            poll_interval: Seconds before the second poll; the next pauses are longer.
            max_poll_interval: Seconds that no pause is longer than.
            on_progress: Called with the job as it is looked at.

        Raises:
            JobFailedError: The job failed or was cancelled; `error.job` is it.
            WaitTimeoutError: The time is up; `error.job` is the job as last seen.
            APIStatusError: The API refused; see its subclasses.
        """
        if self.job_id is None:
            return None
        options: WaitOptions = {
            "timeout": timeout,
            "poll_interval": poll_interval,
            "max_poll_interval": max_poll_interval,
        }
        return wait(self._native, self._resource, self.job_id, self._model, options, on_progress)


class AsyncStartedJob(_BaseStartedJob[A, J]):
    """The answer of a method that starts a background job, and the way to wait for the job, for `asyncio`."""

    __slots__ = ()

    async def wait(
        self,
        *,
        timeout: float = 600.0,
        poll_interval: float = 1.0,
        max_poll_interval: float = 10.0,
        on_progress: Callable[[J], object] | None = None,
    ) -> J | None:
        """Wait until the job is done; `None` at once where none was started.

        Args:
            timeout: Seconds for the whole wait.
            poll_interval: Seconds before the second poll; the next pauses are longer.
            max_poll_interval: Seconds that no pause is longer than.
            on_progress: Called with the job as it is looked at; what it returns is awaited where it can be.

        Raises:
            JobFailedError: The job failed or was cancelled; `error.job` is it.
            WaitTimeoutError: The time is up; `error.job` is the job as last seen.
            APIStatusError: The API refused; see its subclasses.
        """
        if self.job_id is None:
            return None
        options: WaitOptions = {
            "timeout": timeout,
            "poll_interval": poll_interval,
            "max_poll_interval": max_poll_interval,
        }
        return await wait_async(self._native, self._resource, self.job_id, self._model, options, on_progress)
