"""Everything that can go wrong, as one tree.

The native module makes these from what the client says, by name and keyword. All of them pickle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._headers import ResponseHeaders

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InstantlyError",
    "InternalServerError",
    "InvalidArgumentError",
    "JobFailedError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "UnprocessableEntityError",
    "WaitTimeoutError",
]


class InstantlyError(Exception):
    """The root of every error of this package.

    Attributes:
        message: What happened, in one line; what `str(error)` gives.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidArgumentError(InstantlyError, ValueError):
    """An argument or option is wrong; nothing was sent.

    Attributes:
        argument: The name of the argument.
    """

    def __init__(self, message: str, *, argument: str = "") -> None:
        super().__init__(message)
        self.argument = argument


class APIError(InstantlyError):
    """A call failed.

    Attributes:
        attempts: How often the request was sent.
        elapsed: Seconds from the call to the error, waits included.
    """

    def __init__(self, message: str, *, attempts: int = 0, elapsed: float = 0.0) -> None:
        super().__init__(message)
        self.attempts = attempts
        self.elapsed = elapsed


class APIConnectionError(APIError):
    """The server could not be reached, or the connection broke."""


class APITimeoutError(APIConnectionError):
    """There was no answer in time."""


class _AnsweredError(APIError):
    """There was an answer, and it is the error."""

    headers: ResponseHeaders

    def __init__(
        self,
        message: str,
        *,
        status_code: int = 0,
        body: object = None,
        headers: Iterable[tuple[str, str]] = (),
        request_id: str | None = None,
        attempts: int = 0,
        elapsed: float = 0.0,
    ) -> None:
        super().__init__(message, attempts=attempts, elapsed=elapsed)
        self.status_code = status_code
        self.body = body
        self.headers = ResponseHeaders(headers)
        self.request_id = request_id


class APIResponseValidationError(_AnsweredError):
    """A success whose body is not what the API promises.

    Attributes:
        status_code: The HTTP status, 200 to 299.
        body: The body: JSON as Python values, anything else as text.
        headers: The response's headers.
        request_id: The server's id of the request.
    """


class APIStatusError(_AnsweredError):
    """The API refused.

    Attributes:
        status_code: The HTTP status.
        code: The API's own code for what went wrong, where it gives one.
        body: The body: JSON as Python values, anything else as text.
        headers: The response's headers.
        request_id: The server's id of the request.
        retry_after: Seconds the server asked to wait.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int = 0,
        code: str | None = None,
        body: object = None,
        headers: Iterable[tuple[str, str]] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
        attempts: int = 0,
        elapsed: float = 0.0,
    ) -> None:
        super().__init__(
            message,
            status_code=status_code,
            body=body,
            headers=headers,
            request_id=request_id,
            attempts=attempts,
            elapsed=elapsed,
        )
        self.code = code
        self.retry_after = retry_after


class BadRequestError(APIStatusError):
    """400: the API does not accept an argument."""


class AuthenticationError(APIStatusError):
    """401: the key is missing or not valid."""


class PaymentRequiredError(APIStatusError):
    """402: the workspace has no active plan for this."""


class PermissionDeniedError(APIStatusError):
    """403: the key lacks a scope, or the request was blocked."""


class NotFoundError(APIStatusError):
    """404: there is no such thing."""


class ConflictError(APIStatusError):
    """409: it is not in a state for this."""


class PayloadTooLargeError(APIStatusError):
    """413: too much in one request."""


class UnprocessableEntityError(APIStatusError):
    """422: understood, but it makes no sense."""


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says how long to wait."""


class InternalServerError(APIStatusError):
    """500 to 599: the API failed."""


class _JobError(InstantlyError):
    def __init__(self, message: str, *, job: Any = None) -> None:
        super().__init__(message)
        self.job = job


class JobFailedError(_JobError):
    """What was waited for ended without success.

    Attributes:
        job: It, as last seen.
    """


class WaitTimeoutError(_JobError):
    """What was waited for was still going on when the time was up.

    Attributes:
        job: It, as last seen; `None` when there was never an answer.
    """
