"""What is sent in a request's body."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from instantly_sdk import AsyncInstantly, Instantly, InvalidArgumentError, omit
from instantly_sdk._native import Operation, Request
from instantly_sdk._outcome import JSON
from instantly_sdk.testing import MockServer
from instantly_sdk.types import CampaignSchedule, CampaignScheduleInput, InterestStatus
from listener import Listener

ID = "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c"

SCHEDULE: CampaignScheduleInput = {
    "schedules": [
        {
            "name": "Mornings",
            "timing": {"from": "09:00", "to": "12:00"},
            "days": {"1": True, "2": False},
            "timezone": "America/Detroit",
        }
    ]
}


def sent(server: MockServer) -> Any:
    """The body of the last request."""
    return json.loads(server.requests[-1].body)


def test_fields_are_sent_under_their_names(client: Instantly, server: MockServer) -> None:
    client.campaigns.create(name="Spring é", campaign_schedule=SCHEDULE, daily_limit=50, email_list=["a@example.com"])
    expected = {"name": "Spring é", "campaign_schedule": SCHEDULE, "daily_limit": 50, "email_list": ["a@example.com"]}
    assert sent(server) == expected
    assert server.requests[-1].headers["content-type"] == "application/json"


def test_absent_null_and_empty_are_three_things(client: Instantly, server: MockServer) -> None:
    client.campaigns.update(ID, name=omit, daily_limit=None, email_list=[], text_only=False)
    assert sent(server) == {"daily_limit": None, "email_list": [], "text_only": False}


def test_a_body_is_sent_though_nothing_is_given(client: Instantly, server: MockServer) -> None:
    client.leads.list()
    assert server.requests[-1].body == "{}"
    assert server.requests[-1].headers["content-type"] == "application/json"


def test_an_operation_without_a_body_sends_none(client: Instantly, server: MockServer) -> None:
    calls: list[Callable[[], object]] = [
        lambda: client.campaigns.activate(ID),
        lambda: client.campaigns.delete(ID),
        lambda: client.leads.delete(ID),
        lambda: client.webhooks.resume(ID),
    ]
    for call in calls:
        call()
        assert server.requests[-1].body == ""
        assert "content-type" not in server.requests[-1].headers


def test_a_delete_with_a_body_sends_it(client: Instantly, server: MockServer) -> None:
    client.leads.delete_many(campaign_id=ID, limit=3)
    assert server.requests[-1].method == "DELETE"
    assert sent(server) == {"campaign_id": ID, "limit": 3}


def test_what_is_required_has_no_default(client: Instantly, server: MockServer) -> None:
    with pytest.raises(TypeError, match="'campaign_schedule'"):
        client.campaigns.create(name="x")  # type: ignore[call-arg]
    with pytest.raises(InvalidArgumentError, match=r"campaigns\.create: name is required"):
        client.campaigns.create(name=omit, campaign_schedule=SCHEDULE)  # type: ignore[arg-type]
    assert server.requests == []


@pytest.mark.parametrize(
    ("arguments", "argument", "message"),
    [
        ({"name": None}, "name", "campaigns.update: name must be a string, got null; leave it out"),
        ({"name": 5}, "name", "name must be a string, got 5"),
        ({"email_list": "a@example.com"}, "email_list", 'email_list must be a list, got "a@example.com"'),
        ({"campaign_schedule": []}, "campaign_schedule", "campaign_schedule must be an object, got a list"),
        ({"text_only": 1}, "text_only", "text_only must be true or false, got 1"),
        ({"daily_limit": object()}, "daily_limit", "daily_limit: object can't be written as JSON"),
        ({"daily_limit": float("inf")}, "daily_limit", "daily_limit: inf is no JSON number"),
        ({"daily_limit": Decimal("NaN")}, "daily_limit", "daily_limit: NaN is no JSON number"),
        ({"name": "\ud800"}, "name", "name: a string with a lone surrogate can't be sent"),
        ({"name": omit, "email_list": [omit]}, "email_list", "email_list[0]: Omit can't be written as JSON"),
        (
            {"campaign_schedule": {"start_date": datetime(2026, 1, 2)}},
            "campaign_schedule",
            "campaigns.update: campaign_schedule.start_date: a datetime needs a time zone",
        ),
        (
            {"campaign_schedule": {"schedules": [{}, {"name": b"x"}]}},
            "campaign_schedule",
            "campaign_schedule.schedules[1].name: bytes can't be written as JSON",
        ),
        ({"campaign_schedule": {1: 2}}, "campaign_schedule", "strings as names, not int"),
        ({"extra_body": [1]}, "extra_body", "extra_body must be a mapping"),
    ],
)
def test_a_wrong_field_is_named_with_its_place(
    client: Instantly, server: MockServer, arguments: dict[str, Any], argument: str, message: str
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        client.campaigns.update(ID, **arguments)
    assert message in str(caught.value)
    assert caught.value.argument == argument
    assert server.requests == []


def test_a_body_that_holds_itself_is_refused(client: Instantly) -> None:
    schedule: dict[str, Any] = {}
    schedule["schedules"] = [schedule]
    with pytest.raises(InvalidArgumentError, match="a container that holds itself") as caught:
        client.campaigns.update(ID, campaign_schedule=schedule)  # type: ignore[arg-type]
    assert caught.value.argument == "campaign_schedule"


class Index:
    def __index__(self) -> int:
        return 7


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 1, 2), '"2026-01-02"'),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc), '"2026-01-02T03:04:05Z"'),
        (datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=2))), '"2026-01-02T00:00:00+02:00"'),
        (InterestStatus.MEETING_BOOKED, "2"),
        (Decimal("12.340"), "12.340"),
        (10**25, "10000000000000000000000000"),
        (Index(), "7"),
        (("a", True, None), '["a",true,null]'),
        (range(3), "[0,1,2]"),
        (OrderedDict(b=1, a={"out": omit, "in": []}), '{"b":1,"a":{"in":[]}}'),
        ({}, "{}"),
        ('"\\\n\x01é', '"\\"\\\\\\n\\u0001é"'),
    ],
)
def test_values_are_written_as_json(listener: Listener, value: object, expected: str) -> None:
    with Instantly(base_url=listener.url, api_key="k") as client:
        arguments = {"id": ID, "brand_new": {"x": value}}
        pending = client._native.start(Request(Operation("patchLead", JSON), arguments, {}))
        connection = listener.connection()
        assert connection.request() == f"PATCH /api/v2/leads/{ID} HTTP/1.1"
        assert connection.body() == f'{{"brand_new":{{"x":{expected}}}}}'
        connection.answer({})
        pending.result()


def test_what_came_can_be_sent_again(client: Instantly, server: MockServer) -> None:
    campaign = client.campaigns.create(name="x", campaign_schedule=SCHEDULE)
    assert isinstance(campaign.campaign_schedule, CampaignSchedule)
    client.campaigns.update(ID, extra_body={"campaign_schedule": campaign.campaign_schedule})
    assert sent(server) == {"campaign_schedule": campaign.campaign_schedule.to_dict()}


def test_extra_fields_go_over_the_own_ones(client: Instantly, server: MockServer) -> None:
    client.campaigns.update(ID, name="own", extra_body={"name": "extra", "text_only": None})
    assert sent(server) == {"name": "extra", "text_only": None}


def test_a_query_field_may_share_the_call_with_a_body(client: Instantly, server: MockServer) -> None:
    client.campaigns.update(ID, name="x", extra_query={"a": "b"}, extra_headers={"X-Trace": "7"})
    assert (server.requests[-1].query, server.requests[-1].headers["x-trace"]) == ([("a", "b")], "7")


def test_a_body_that_is_one_value_can_be_left_out(listener: Listener) -> None:
    """No operation has one today, so the way below the methods is taken."""
    request = Request(Operation("deleteCampaign", JSON), {"id": ID, "body": omit}, {})
    with Instantly(base_url=listener.url, api_key="k") as client:
        pending = client._native.start(request)
        connection = listener.connection()
        connection.request()
        assert connection.body() == ""
        connection.answer({})
        pending.result()


def test_async_sends_the_same(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            await client.campaigns.update(ID, daily_limit=None, campaign_schedule=SCHEDULE, extra_body={"x-y": 1})
            with pytest.raises(InvalidArgumentError, match="name must be a string"):
                await client.campaigns.update(ID, name=5)  # type: ignore[arg-type]
            with pytest.raises(TypeError, match="'name'"):
                await client.campaigns.create(campaign_schedule=SCHEDULE)  # type: ignore[call-arg]

    server.answer_next(200, json_body={})
    asyncio.run(main())
    assert sent(server) == {"daily_limit": None, "campaign_schedule": SCHEDULE, "x-y": 1}
