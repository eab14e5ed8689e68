"""The whole answer, through `with_raw_response`."""

from __future__ import annotations

import json

import pytest
from instantly_sdk import APIResponseValidationError, Instantly, NotFoundError, RawResponse
from instantly_sdk._native import Operation, Request
from instantly_sdk.testing import MockServer
from listener import JOB


def test_it_holds_everything(client: Instantly, server: MockServer) -> None:
    text = json.dumps({**JOB, "big": 2**70})
    server.answer_next(203, raw=text, headers={"X-Request-Id": "7f3c", "content-type": "application/json"})
    raw = client.background_jobs.with_raw_response.get("x")
    assert isinstance(raw, RawResponse)
    assert (raw.status_code, raw.request_id, raw.attempts) == (203, "7f3c", 1)
    assert raw.headers["CONTENT-TYPE"] == "application/json"
    assert "content-type" in raw.headers
    assert raw.headers.get_list("x-request-id") == ["7f3c"]
    assert raw.content == text.encode()
    assert raw.text == text
    assert raw.json() == json.loads(text)
    assert raw.elapsed > 0
    assert raw.parse().id == JOB["id"]
    assert repr(raw) == f"<RawResponse 203, {len(text)} bytes>"


def test_a_list_is_parsed_into_pages(client: Instantly) -> None:
    raw = client.background_jobs.with_raw_response.list(limit=10)
    assert [len(page.items) for page in raw.parse().iter_pages()] == [10, 10, 5]


def test_a_body_is_judged_when_it_is_parsed(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, raw="<html>")
    raw = client.background_jobs.with_raw_response.get("x")
    assert raw.text == "<html>"
    for read in [raw.parse, raw.json]:
        with pytest.raises(APIResponseValidationError, match="text that is not JSON"):
            read()


def test_errors_are_raised_all_the_same(client: Instantly) -> None:
    with pytest.raises(NotFoundError):
        client.background_jobs.with_raw_response.get("ffffffffffffffffffffffff")


def test_no_body_is_none(client: Instantly, server: MockServer) -> None:
    server.answer_next(204, raw="")
    request = Request(Operation("shareCampaign"), {"id": "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c"}, {})
    response = client._calls.native.send(request)
    assert (response.status_code, response.json()) == (204, None)
