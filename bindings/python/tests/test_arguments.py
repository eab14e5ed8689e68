"""Bad input is found before anything is sent, and the message names it."""

from __future__ import annotations

import asyncio
import enum
from datetime import datetime
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, Instantly, InvalidArgumentError, omit
from instantly_sdk._native import Operation, Request
from instantly_sdk._outcome import JSON
from instantly_sdk.testing import MockServer
from listener import JOB, Listener


@pytest.mark.parametrize(
    ("arguments", "argument", "message"),
    [
        ({"limit": 0}, "limit", "limit must be between 1 and 100, got 0"),
        ({"limit": 101}, "limit", "limit must be between 1 and 100, got 101"),
        ({"limit": "10"}, "limit", 'limit must be a whole number, got "10"'),
        ({"limit": True}, "limit", "limit must be a whole number, got true"),
        ({"limit": 1.5}, "limit", "limit must be a whole number, got 1.5"),
        ({"limit": 10**30}, "limit", f"limit must be a whole number, got {10**30}, which is too large"),
        ({"limit": None}, "limit", "limit must be a whole number, got null; leave it out"),
        ({"limit": [1]}, "limit", "limit must be a whole number, got a list"),
        ({"limit": {}}, "limit", "limit must be a whole number, got a dict"),
        ({"status": "pending"}, "status", 'status must be a list of strings, got "pending"'),
        ({"status": ["a,b"]}, "status", "must not contain a comma"),
        ({"status": [1]}, "status", "status must be a list of strings"),
        ({"status": {"pending": 1}}, "status", "status must be a list of strings, got a dict"),
        ({"starting_after": b"x"}, "starting_after", "starting_after must be a string, got a bytes"),
        ({"starting_after": "\ud800"}, "starting_after", "lone surrogate"),
        ({"starting_after": datetime(2026, 1, 1)}, "starting_after", "a datetime needs a time zone"),
        ({"timeout": 0}, "timeout", "timeout must be a positive number of seconds, got 0"),
        ({"timeout": -1}, "timeout", "timeout must be a positive number of seconds, got -1"),
        ({"timeout": float("nan")}, "timeout", "timeout must be a positive number of seconds"),
        ({"timeout": "5"}, "timeout", "timeout must be a number of seconds, got '5'"),
        ({"timeout": True}, "timeout", "timeout must be a number of seconds, got True"),
        ({"deadline": []}, "deadline", "deadline must be a number of seconds, got []"),
        ({"max_retries": -1}, "max_retries", "max_retries must be a whole number, 0 or more, got -1"),
        ({"max_retries": 1.0}, "max_retries", "max_retries must be a whole number, 0 or more, got 1.0"),
        ({"extra_headers": ["a"]}, "extra_headers", "extra_headers must be a mapping of names to strings"),
        ({"extra_headers": {"a b": "c"}}, "headers", "is not a header name"),
        ({"extra_query": {"a": {}}}, "extra_query", "extra_query must be a mapping of names to strings"),
    ],
)
def test_a_wrong_argument_is_named(
    client: Instantly, server: MockServer, arguments: dict[str, Any], argument: str, message: str
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        client.background_jobs.list(**arguments)
    assert message in str(caught.value)
    assert caught.value.argument == argument
    assert isinstance(caught.value, ValueError)
    assert server.requests == []


@pytest.mark.parametrize("id", ["", ".", "..", 5, None])
def test_a_path_value_that_would_leave_its_path_is_refused(client: Instantly, server: MockServer, id: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"background_jobs\.get: id must"):
        client.background_jobs.get(id)
    assert server.requests == []


async def _list(server: MockServer) -> None:
    async with AsyncInstantly(base_url=server.url, api_key="k") as client:
        client.background_jobs.list(limit=0)


def test_an_async_list_refuses_when_it_is_called(server: MockServer) -> None:
    with pytest.raises(InvalidArgumentError, match="limit must be between 1 and 100"):
        asyncio.run(_list(server))


class Status(str, enum.Enum):
    PENDING = "pending"


@pytest.mark.parametrize(
    "status", [["pending"], ("pending",), {"pending"}, iter(["pending"]), {"pending": 1}.keys(), [Status.PENDING]]
)
def test_any_iterable_of_strings_is_a_list(client: Instantly, server: MockServer, status: Any) -> None:
    client.background_jobs.list(status=status)
    assert server.requests[0].query == [("status", "pending")]


def test_omitted_and_empty_are_not_sent(client: Instantly, server: MockServer) -> None:
    client.background_jobs.list(limit=omit, ids=[], status=omit)
    assert server.requests[0].query == []


def test_extra_headers_and_query_are_sent(client: Instantly, server: MockServer) -> None:
    client.background_jobs.list(extra_headers={"X-Trace": "7"}, extra_query={"a": ["1", "2"], "b": 3, "c": True})
    assert server.requests[0].headers["x-trace"] == "7"
    assert server.requests[0].query == [("a", "1"), ("a", "2"), ("b", "3"), ("c", "true")]


def test_a_body_keeps_absent_null_and_empty_apart(listener: Listener) -> None:
    operation = Operation("createWebhook", JSON)
    arguments: dict[str, object] = {
        "target_hook_url": "é",
        "target": None,
        "tags": [],
        "left_out": omit,
        "n": 1.0,
        "big": 10**25,
    }
    extra = {"n": 2, "left_out": omit, "nested": {"out": omit, "a": (True, JOB["id"])}}
    request = Request(operation, arguments, {"extra_body": extra})
    assert "request webhooks.create" in repr(request)
    with Instantly(base_url=listener.url, api_key="k") as client:
        pending = client._native.start(request)
        connection = listener.connection()
        assert connection.request() == "POST /api/v2/webhooks HTTP/1.1"
        expected = '{"target_hook_url":"é","target":null,"tags":[],"n":2,"big":10000000000000000000000000,'
        expected += '"nested":{"a":[true,"'
        assert expected in connection.body()
        connection.answer({"id": "1"})
        assert pending.result().json() == {"id": "1"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "object can't be written as JSON"),
        (float("inf"), "inf is no JSON number"),
        ({1: 2}, "strings as names, not int"),
    ],
)
def test_a_body_that_is_no_json_is_refused(value: object, message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        Request(Operation("createWebhook", JSON), {"name": value}, {})


def test_a_body_that_holds_itself_is_refused() -> None:
    body: dict[str, object] = {}
    body["itself"] = body
    with pytest.raises(InvalidArgumentError, match="a container that holds itself"):
        Request(Operation("createWebhook", JSON), {"name": body}, {})


def test_what_an_iterable_raises_is_not_hidden(client: Instantly) -> None:
    def failing() -> Any:
        yield "pending"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        client.background_jobs.list(status=failing())
