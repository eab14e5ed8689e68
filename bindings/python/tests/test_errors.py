"""The tree of errors."""

from __future__ import annotations

import pickle
from typing import Any

import instantly_sdk
import pytest
from instantly_sdk import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    Instantly,
    InstantlyError,
    InvalidArgumentError,
    JobFailedError,
    RateLimitError,
    WaitTimeoutError,
)
from instantly_sdk.testing import MockServer
from instantly_sdk.types import BackgroundJob
from listener import JOB


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "PaymentRequiredError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (413, "PayloadTooLargeError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
        (302, "APIStatusError"),
    ],
)
def test_a_status_has_its_class(client: Instantly, server: MockServer, status: int, name: str) -> None:
    server.answer_next(status, headers={"x-request-id": "7f3c"})
    with pytest.raises(APIStatusError) as caught:
        client.background_jobs.list()
    error = caught.value
    assert type(error) is getattr(instantly_sdk, name)
    assert (error.status_code, error.request_id, error.attempts) == (status, "7f3c", 1)
    assert isinstance(error.body, dict)
    assert error.headers["Content-Type"].startswith("application/json")
    assert str(error) == error.message
    assert str(error).startswith(str(status))
    assert issubclass(type(error), APIError)


def test_what_a_rate_limit_says(client: Instantly, server: MockServer) -> None:
    server.answer_next(429, headers={"retry-after": "30"}, json_body={"message": "slow down", "code": "slow"})
    with pytest.raises(RateLimitError, match="slow down") as caught:
        client.background_jobs.list()
    assert caught.value.retry_after == 30.0
    assert caught.value.code == "slow"
    assert caught.value.body == {"message": "slow down", "code": "slow"}
    assert caught.value.elapsed > 0


def test_a_body_that_is_no_json_is_text(client: Instantly, server: MockServer) -> None:
    server.answer_next(502, raw="<html>bad gateway</html>")
    with pytest.raises(APIStatusError) as caught:
        client.background_jobs.list()
    assert caught.value.body == "<html>bad gateway</html>"
    assert caught.value.retry_after is None


def test_a_timeout_is_a_connection_error() -> None:
    assert issubclass(APITimeoutError, APIConnectionError)
    assert issubclass(APIConnectionError, APIError)
    assert issubclass(APIResponseValidationError, APIError)
    assert issubclass(InvalidArgumentError, (InstantlyError, ValueError))
    assert issubclass(APIError, InstantlyError)


@pytest.mark.parametrize("name", [name for name in instantly_sdk.__all__ if name.endswith("Error")])
def test_errors_pickle(name: str) -> None:
    details: dict[str, Any] = {
        "argument": "limit",
        "status_code": 429,
        "code": "slow",
        "body": {"a": [1]},
        "headers": [("a", "1"), ("A", "2")],
        "request_id": "7f3c",
        "retry_after": 1.5,
        "attempts": 3,
        "elapsed": 4.1,
        "job": BackgroundJob.from_json('{"id": "1"}'),
    }
    kind = getattr(instantly_sdk, name)
    taken = (
        {key: value for key, value in details.items() if key in kind.__init__.__kwdefaults__ or ()}
        if kind is not InstantlyError
        else {}
    )
    error = kind("what happened", **taken)
    same = pickle.loads(pickle.dumps(error))
    assert type(same) is kind
    assert same.args == ("what happened",)
    assert str(same) == "what happened"
    for key, value in taken.items():
        if key == "headers":
            assert same.headers.get_list("a") == ["1", "2"]
            assert same.headers["A"] == "1, 2"
        else:
            assert getattr(same, key) == value


def test_an_error_that_was_raised_pickles(client: Instantly, server: MockServer) -> None:
    server.answer_next(429, headers={"retry-after": "1"})
    with pytest.raises(RateLimitError) as caught:
        client.background_jobs.list()
    same = pickle.loads(pickle.dumps(caught.value))
    assert (same.status_code, same.retry_after, same.body) == (429, 1.0, caught.value.body)


def test_a_failed_job_comes_with_its_error(client: Instantly, server: MockServer) -> None:
    job = server.add_job(outcome="failed", polls=0)
    with pytest.raises(JobFailedError, match=f"background_jobs {job.id} ended as failed") as caught:
        client.background_jobs.wait(job.id)
    assert isinstance(caught.value.job, BackgroundJob)
    assert caught.value.job.status == "failed"
    assert pickle.loads(pickle.dumps(caught.value)).job == caught.value.job


def test_the_key_is_in_no_text(server: MockServer) -> None:
    key = "very-secret-key-0123456789"
    with Instantly(base_url=server.url, api_key=key, max_retries=0) as client:
        server.answer_next(400, json_body={"message": f"no such key {key}"}, headers={"x-echo": key})
        with pytest.raises(APIStatusError) as caught:
            client.background_jobs.list()
        texts = [str(caught.value), repr(caught.value.__dict__), repr(client), repr(client.background_jobs)]
    assert not [text for text in texts if key in text]


def test_a_wait_timeout_may_have_no_job() -> None:
    assert WaitTimeoutError("too long").job is None
    assert JobFailedError("failed", job=JOB).job == JOB
