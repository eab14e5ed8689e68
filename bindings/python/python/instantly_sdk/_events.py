"""What the hooks of a client are told."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RequestEvent", "ResponseEvent"]


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """A request is about to be sent.

    Attributes:
        operation: What is called, such as `background_jobs.get`.
        method: `GET`, `POST` and so on.
        path: The path's template, such as `/api/v2/background-jobs/{id}`: nobody's data is in it.
        attempt: From 1; every repetition is told again.
    """

    operation: str
    method: str
    path: str
    attempt: int


@dataclass(frozen=True, slots=True)
class ResponseEvent:
    """An attempt is over: with an answer, of whatever status, or without one.

    Attributes:
        operation: What is called, such as `background_jobs.get`.
        method: `GET`, `POST` and so on.
        path: The path's template, such as `/api/v2/background-jobs/{id}`: nobody's data is in it.
        attempt: From 1; every repetition is told again.
        status: The HTTP status; `None` when no answer came.
        request_id: The server's id of the request, where it gave one.
        elapsed: Seconds that this attempt took, to the last byte.
        error: Why no answer came; `None` when one did.
    """

    operation: str
    method: str
    path: str
    attempt: int
    status: int | None
    request_id: str | None
    elapsed: float
    error: str | None
