"""The key shows nowhere: everything that can be printed, stored or raised is triggered and searched for it."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import inspect
import json
import logging
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import instantly_sdk
import pytest
from instantly_sdk import AsyncInstantly, Instantly, InstantlyError
from instantly_sdk.testing import MockServer
from listener import JOB, LIMIT, Listener
from servers import Proxy

KEY = "a-key-that-must-not-show-0123456789"
ID = str(JOB["id"])
CLIENTS = [Instantly, AsyncInstantly]
OURS = instantly_sdk.__name__


def spellings(value: object) -> Iterator[str]:
    """How a value can be made to show itself."""
    yield str(value)
    yield repr(value)
    yield f"{value}"
    spells: list[Callable[[Any], object]] = [pickle.dumps, json.dumps, copy.copy, copy.deepcopy, vars]
    for spell in spells:
        try:
            yield repr(spell(value))
        except Exception as refusal:  # noqa: PERF203
            yield "".join(traceback.format_exception(refusal))
    for name in dir(value):
        with contextlib.suppress(AttributeError):
            yield repr(inspect.getattr_static(value, name))


def reachable(value: object) -> Iterator[object]:
    """A value, and whatever of this package it leads to."""
    todo, seen = [value], set[int]()
    while todo:
        each = todo.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseException):
            todo += [each.__cause__, each.__context__, *vars(each).values()]
        if type(each).__module__.startswith(OURS):
            todo += gc.get_referents(each)
        if isinstance(each, dict | list | tuple):
            todo += each.values() if isinstance(each, dict) else each


def shows(value: object) -> list[str]:
    """Where a value, or what it leads to, shows the key."""
    return [spelling for each in reachable(value) for spelling in spellings(each) if KEY in spelling]


def everything_of(error: BaseException) -> list[object]:
    return [error, "".join(traceback.format_exception(error))]


@pytest.mark.parametrize("given", ["argument", "environment"])
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_client(
    kind: type[Instantly] | type[AsyncInstantly], given: str, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key: dict[str, Any] = {"api_key": KEY} if given == "argument" else {}
    if not key:
        monkeypatch.setenv("INSTANTLY_API_KEY", KEY)
    client: Any = kind(base_url=server.url, default_headers={"x-a": "b"}, **key)
    # What is the program's own, an environment say, is not ours to hide.
    monkeypatch.delenv("INSTANTLY_API_KEY", raising=False)
    assert shows(client) == []
    other = client.with_options(timeout=5)
    for each in [other, client.background_jobs, client.background_jobs.with_raw_response, client.rate_limit_status()]:
        assert shows(each) == []
    if isinstance(client, Instantly):
        page = client.background_jobs.list(limit=5)
        raw = client.background_jobs.with_raw_response.get(page.items[0].id)
        for answer in [page, iter(page), raw, raw.parse()]:
            assert shows(answer) == []
    else:
        assert shows(client.background_jobs.list()) == []


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "settings",
    [
        {"api_key": KEY + "\n" + KEY},
        {"api_key": KEY + " " + KEY},
        {"api_key": KEY + "é"},
        {"api_key": KEY + "\0"},
        {"api_key": KEY.encode()},
        {"api_key": [KEY]},
        {"default_headers": {"x-a": KEY + "\n"}},
        {"default_headers": {"x-a": KEY.encode()}},
        {"default_headers": {"x-a": {"y": KEY}}},
        {"default_headers": [("x-a", KEY)]},
        {"default_headers": KEY},
        {"base_url": f"https://{KEY}@example.com"},
        {"base_url": f"https://user:{KEY}@example.com"},
        {"base_url": f"https://example.com/?key={KEY}"},
        {"base_url": f"https://example.com/#{KEY}"},
        {"base_url": KEY.encode()},
        {"proxy": f"http://user:{KEY}@"},
        {"proxy": f"user:{KEY}@proxy.example.com"},
        {"proxy": f"ftp://user:{KEY}@proxy.example.com"},
        {"proxy": KEY.encode()},
        {"ca_certificates": KEY.encode()},
        {"workspace": KEY.encode()},
        {"on_request": KEY},
    ],
)
def test_a_wrong_setting(kind: type[Instantly], settings: dict[str, Any]) -> None:
    with pytest.raises(InstantlyError) as caught:
        kind(**{"api_key": KEY, **settings})
    assert [shown for each in everything_of(caught.value) for shown in shows(each)] == []


def test_a_wrong_option(server: MockServer) -> None:
    wrong: list[dict[str, Any]] = [
        {"extra_headers": {"x-a": KEY + "\n"}},
        {"extra_headers": {"x-a": KEY.encode()}},
        {"extra_headers": KEY},
        {"extra_query": KEY},
        {"extra_query": {"a": {"b": KEY}}},
    ]
    with Instantly(base_url=server.url, api_key=KEY) as client:
        for each in wrong:
            with pytest.raises(InstantlyError) as caught:
                client.background_jobs.list(**each)
            assert [shown for part in everything_of(caught.value) for shown in shows(part)] == []
    assert server.requests == []


ECHO = f'{{"error": "not the key {KEY}", "message": "{KEY}", "code": "{KEY}", "{KEY}": ["{KEY}"]}}'
HEADERS = f"x-request-id: {KEY}\r\nx-echo: Bearer {KEY}\r\nlocation: https://example.com/{KEY}\r\n"
ANSWERS = {
    "refused": ("401 Unauthorized", ECHO),
    "not found": ("404 Not Found", f"<html>{KEY}</html>"),
    "redirected": ("302 Found", ""),
    "failed": ("500 Internal Server Error", ECHO),
    "not json": ("200 OK", f"<html>{KEY}</html>"),
    "of another form": ("200 OK", f'["{KEY}"]'),
    "a broken reason": (f"400 {KEY}", ECHO),
}


def serve(listener: Listener, status: str, content: str) -> None:
    connection = listener.connection()
    connection.request()
    connection.send(f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\n{HEADERS}\r\n{content}")


@pytest.mark.parametrize(("status", "content"), ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("kind", CLIENTS)
def test_an_answer_that_repeats_the_key(
    kind: type[Instantly] | type[AsyncInstantly],
    status: str,
    content: str,
    listener: Listener,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[object] = []
    settings: dict[str, Any] = {"base_url": listener.url, "api_key": KEY, "max_retries": 0}
    settings |= {"on_request": told.append, "on_response": told.append}

    async def main() -> None:
        async with AsyncInstantly(**settings) as client:
            await client.background_jobs.get(ID)

    def call() -> None:
        if kind is AsyncInstantly:
            asyncio.run(main())
        else:
            Instantly(**settings).background_jobs.get(ID)

    with ThreadPoolExecutor(1) as pool, caplog.at_level(logging.DEBUG):
        served = pool.submit(serve, listener, status, content)
        with pytest.raises(InstantlyError) as caught:
            call()
        served.result(LIMIT)
    assert len(told) == 2
    lines = [each.getMessage() for each in caplog.records if each.name == OURS]
    assert len(lines) == 2
    searched = [*everything_of(caught.value), *told, *lines]
    assert [shown for each in searched for shown in shows(each)] == []
    # And yet the rest is there.
    assert "[redacted]" in repr(vars(caught.value))


def unreachable(**settings: Any) -> Callable[[], object]:
    return lambda: Instantly(api_key=KEY, max_retries=0, **settings).background_jobs.get(ID)


def test_a_call_that_gets_no_answer(listener: Listener) -> None:
    with Listener() as gone:
        url = gone.url
    with Proxy("403 Forbidden") as proxy:
        calls = [
            unreachable(base_url=url),
            unreachable(base_url=url, proxy=f"http://{KEY}:{KEY}@{url.removeprefix('http://')}"),
            unreachable(base_url="https://api.example.com", proxy=f"http://user:{KEY}@{proxy.address}"),
            unreachable(base_url="https://api.example.com", proxy=f"http://{KEY}@{proxy.address}"),
            unreachable(base_url=listener.url, timeout=0.05),
            unreachable(base_url=listener.url, deadline=0.05),
        ]
        for call in calls:
            with pytest.raises(InstantlyError) as caught:
                call()
            assert [shown for each in everything_of(caught.value) for shown in shows(each)] == []


def test_an_error_that_another_one_leads_to(server: MockServer) -> None:
    with Instantly(base_url=server.url, api_key=KEY, max_retries=0) as client:
        server.answer_next(401, json_body={"message": KEY})
        with pytest.raises(RuntimeError) as caught:  # noqa: PT012
            try:
                client.background_jobs.list()
            except InstantlyError:
                raise RuntimeError("the program's own")  # noqa: B904
        assert isinstance(caught.value.__context__, InstantlyError)
        assert [shown for each in everything_of(caught.value) for shown in shows(each)] == []


def test_what_a_hook_raises(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", raised.append)

    def broken(event: object) -> None:
        raise OSError(event)

    with Instantly(base_url=server.url, api_key=KEY, on_response=broken) as client:
        client.background_jobs.list()
    [each] = raised
    searched = [*everything_of(each.exc_value), each.object, each.err_msg]
    assert [shown for part in searched for shown in shows(part)] == []


def test_the_search_finds_what_is_there() -> None:
    class Holder:
        def __init__(self, value: object) -> None:
            self.value = value

    Holder.__module__ = OURS
    error = OSError("outer")
    error.__cause__ = ValueError(f"inner {KEY}")
    for each in [KEY, Holder(KEY), [Holder({"a": (KEY,)})], error, RuntimeError(KEY)]:
        assert shows(each) != []
    assert shows(Holder("nothing")) == []
