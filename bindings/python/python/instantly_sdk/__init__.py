"""The Instantly API v2, sync and async.

`Instantly` blocks, `AsyncInstantly` is for `asyncio`; both have the same resources. Objects of the API are in
`instantly_sdk.types`, a server to test against is in `instantly_sdk.testing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# The first import of all: where the native module does not load, it says why.
from . import _loading, resources, types
from ._async_page import AsyncPage, AsyncPager
from ._client import AsyncInstantly, Instantly
from ._errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InstantlyError,
    InternalServerError,
    InvalidArgumentError,
    JobFailedError,
    NotFoundError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
    WaitTimeoutError,
)
from ._headers import ResponseHeaders
from ._job import AsyncStartedJob, StartedJob
from ._lazy import lazily
from ._native import Model
from ._omit import Omit, omit
from ._options import BodyOptions, CallOptions, WaitOptions
from ._page import Page
from ._response import RawResponse

if TYPE_CHECKING:
    from ._events import RequestEvent, ResponseEvent
    from ._limits import RateLimitStatus, RateLimitWindow

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncInstantly",
    "AsyncPage",
    "AsyncPager",
    "AsyncStartedJob",
    "AuthenticationError",
    "BadRequestError",
    "BodyOptions",
    "CallOptions",
    "ConflictError",
    "Instantly",
    "InstantlyError",
    "InternalServerError",
    "InvalidArgumentError",
    "JobFailedError",
    "Model",
    "NotFoundError",
    "Omit",
    "Page",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "RateLimitStatus",
    "RateLimitWindow",
    "RawResponse",
    "RequestEvent",
    "ResponseEvent",
    "ResponseHeaders",
    "StartedJob",
    "UnprocessableEntityError",
    "WaitOptions",
    "WaitTimeoutError",
    "__version__",
    "omit",
    "resources",
    "types",
]

__version__ = _loading.__version__

# Data classes cost as much to import as all the rest: whoever uses one pays.
_MODULES = {
    "RateLimitStatus": "_limits",
    "RateLimitWindow": "_limits",
    "RequestEvent": "_events",
    "ResponseEvent": "_events",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazily(__name__, __all__, _MODULES)
