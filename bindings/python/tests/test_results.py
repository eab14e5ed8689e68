"""What methods return, and types that are more than an object's fields."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from enum import IntEnum
from typing import Any

import pytest
from instantly_sdk import APIResponseValidationError, AsyncInstantly, Instantly, Model, types
from instantly_sdk._native import Reading
from instantly_sdk.testing import MockServer
from instantly_sdk.types import AIAgent, AISalesAgent, Campaign, CampaignSchedule, CampaignStatus, Lead, LeadStatus

ID = "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c"


def test_a_code_is_an_int_that_has_names(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body={"id": ID, "status": 1})
    lead = client.leads.get(ID)
    assert lead.status == LeadStatus.ACTIVE
    assert type(lead.status) is int
    assert issubclass(LeadStatus, IntEnum)
    assert LeadStatus(1) is LeadStatus.ACTIVE
    assert (LeadStatus.BOUNCED, CampaignStatus.ACTIVE) == (-1, 1)


def test_a_code_nobody_knows_passes(client: Instantly, server: MockServer) -> None:
    for value in [0, 77, None, "1", 1.5]:
        server.answer_next(200, json_body={"id": ID, "status": value})
        assert client.leads.get(ID).status == value


def test_nested_objects_are_typed_to_the_bottom(client: Instantly, server: MockServer) -> None:
    schedule = {
        "schedules": [{"name": "x", "timing": {"from": "09:00", "to": "17:00"}, "days": {"0": True, "6": False}}]
    }
    server.answer_next(200, json_body={"id": ID, "campaign_schedule": schedule})
    campaign = client.campaigns.get(ID)
    assert isinstance(campaign.campaign_schedule, CampaignSchedule)
    (only,) = campaign.campaign_schedule.schedules
    assert (only.timing.from_, only.timing.to, only.days._0, only.days._6, only.days._1) == (
        "09:00",
        "17:00",
        True,
        False,
        None,
    )
    assert only.timing["from"] == "09:00"


def test_an_array_is_a_list_of_objects(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, json_body=[{"campaign_id": "a"}, {"campaign_id": "b", "new": 1}])
    analytics = client.campaigns.analytics.list()
    assert [each.campaign_id for each in analytics] == ["a", "b"]
    assert analytics[1]["new"] == 1


def test_an_array_of_maps_is_one_of_dicts(client: Instantly, server: MockServer) -> None:
    rows = [{"id": "1", "nested": {"a": [1]}}, {}]
    server.answer_next(200, json_body=rows)
    assert client.supersearch_enrichment.history(ID) == rows
    server.answer_next(200, json_body={})
    with pytest.raises(APIResponseValidationError, match="expected a JSON array, got an object"):
        client.supersearch_enrichment.history(ID)


def test_text_is_text(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, raw="a@example.com\nb.example", headers={"content-type": "text/csv"})
    assert client.block_lists_entries.download() == "a@example.com\nb.example"


def test_no_body_is_none(client: Instantly, server: MockServer) -> None:
    server.answer_next(204, raw="")
    client.campaigns.share(ID)
    raw = client.campaigns.with_raw_response.share(ID)
    assert raw.status_code == 204
    parsed: object = raw.parse()
    assert parsed is None


def test_of_two_types_the_one_is_read_whose_fields_came(client: Instantly, server: MockServer) -> None:
    common = {"id": ID, "name": "x", "status": 1}
    server.answer_next(200, json_body={**common, "organization_id": ID, "payload": {}})
    server.answer_next(200, json_body={**common, "workspace_id": ID, "config": {}})
    read = [type(client.ai_agents.update(ID, name="x")) for _ in range(2)]
    assert read == [AIAgent, AISalesAgent]


class Cat(Model):
    __slots__ = ()

    name: str
    lives: int | None = None
    kittens: list[Cat] | None = None


class Dog(Model):
    __slots__ = ()

    name: str
    walks: int | None = None
    born: datetime | None = None


Animal = Cat | Dog

PLAIN = {"z": 1}


class Zoo(Model):
    __slots__ = ()

    animal: Animal | None = None
    animals: list[Animal] | None = None
    by_name: dict[str, Animal] | None = None
    several: list[Cat] | dict[str, Dog] | str | None = None
    when: datetime | bool | None = None
    free: dict[str, Any] | None = None
    abstract: Sequence[Mapping[str, Cat]] | None = None
    mixed: Cat | dict[str, Dog] | None = None
    later: Later | None = None
    unknown: Nowhere | None = None  # type: ignore[name-defined]  # noqa: F821


class Later(Model):
    __slots__ = ()

    first: str


def zoo(**fields: object) -> Zoo:
    return Zoo.from_json(json.dumps(fields))


@pytest.mark.parametrize(
    ("animal", "expected"),
    [
        ({"name": "x", "lives": 9}, Cat),
        ({"name": "x", "walks": 2}, Dog),
        ({"name": "x", "walks": None, "born": None, "lives": 9}, Dog),
        ({"name": "x"}, Cat),
        ({"else": 1}, Cat),
        ({}, Cat),
        ("text", str),
        (3, int),
        ([], list),
        (None, type(None)),
    ],
)
def test_the_type_of_a_union_follows_what_came(animal: object, expected: type) -> None:
    assert type(zoo(animal=animal).animal) is expected


def test_unions_inside_of_lists_and_maps() -> None:
    read = zoo(animals=[{"lives": 1}, {"walks": 1}, 5], by_name={"a": {"walks": 1}})
    assert read.animals is not None
    assert [type(each) for each in read.animals] == [Cat, Dog, int]
    assert read.by_name is not None
    assert {name: type(each) for name, each in read.by_name.items()} == {"a": Dog}


def test_lists_and_maps_inside_of_unions() -> None:
    assert zoo(several=[{"lives": 1}]).several == [Cat(name="x", lives=1).from_json('{"lives": 1}')]
    read: object = zoo(several={"rex": {"born": "2026-01-02T00:00:00Z"}}).several
    assert isinstance(read, dict)
    assert read["rex"].born == datetime(2026, 1, 2, tzinfo=timezone.utc)
    assert zoo(several="x").several == "x"
    assert zoo(when="2026-01-02T00:00:00Z").when == datetime(2026, 1, 2, tzinfo=timezone.utc)
    assert zoo(when=True).when is True
    assert zoo(free={"a": {"lives": 1}}).free == {"a": {"lives": 1}}
    abstract = zoo(abstract=[{"a": {"lives": 1}}]).abstract
    assert abstract is not None
    assert isinstance(abstract[0]["a"], Cat)
    assert type(zoo(mixed={"lives": 1}).mixed) is Cat
    mixed = zoo(mixed={"rex": {"walks": 1}}).mixed
    assert isinstance(mixed, dict)
    assert isinstance(mixed["rex"], Dog)


def test_a_class_may_be_defined_later_or_hold_itself() -> None:
    read = zoo(later={"first": "x"}, unknown=PLAIN)
    assert isinstance(read.later, Later)
    assert read["unknown"] == PLAIN
    assert getattr(read, "unknown") == PLAIN  # noqa: B009
    cat = Cat.from_json('{"kittens": [{"kittens": []}]}')
    assert cat.kittens is not None
    assert [type(each) for each in cat.kittens] == [Cat]


def test_a_nested_object_is_the_same_at_each_reading() -> None:
    read = zoo(animal={"walks": 1}, later={"first": "x"})
    assert read.animal is read.animal
    assert read.later is read.later


@pytest.mark.parametrize(
    ("reading", "body", "expected"),
    [
        (Reading(list[int]), "[1, 2]", [1, 2]),
        (Reading(dict[str, list[str]]), '{"a": ["b"]}', {"a": ["b"]}),
        (Reading(Campaign | None), "[]", None),
        (Reading(Campaign | None), "null", None),
        (Reading(Campaign | None), "", None),
        (Reading(list[Lead]), '[{"id": "1"}]', [Lead.from_json('{"id": "1"}')]),
        (Reading("nonsense"), '{"a": 1}', {"a": 1}),
    ],
)
def test_an_answer_is_read_as_its_type(
    client: Instantly, server: MockServer, reading: Reading[Any], body: str, expected: object
) -> None:
    server.answer_next(200, raw=body)
    raw = client.leads.with_raw_response.get(ID)
    # This operation promises an object, and its row decides whether there may be none, whatever the type says.
    if not body.startswith("{"):
        with pytest.raises(APIResponseValidationError, match="expected a JSON object, got "):
            raw._response.read(reading)
    else:
        assert raw._response.read(reading) == expected


def test_an_empty_body_is_no_object(client: Instantly, server: MockServer) -> None:
    server.answer_next(200, raw="")
    with pytest.raises(APIResponseValidationError, match="got an empty body"):
        client.ai_agents.update(ID, name="x")


def test_types_are_loaded_when_they_are_used() -> None:
    assert types.Campaign is Campaign
    assert types.campaigns.Campaign is Campaign
    assert set(types.__all__) <= set(dir(types))
    with pytest.raises(AttributeError, match=r"module 'instantly_sdk\.types' has no attribute 'Nothing'"):
        types.Nothing  # type: ignore[attr-defined]  # noqa: B018


def test_async_answers_are_the_same(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            assert isinstance(await client.campaigns.get(ID), Campaign)
            assert isinstance((await client.campaigns.analytics.list())[0], Model)
            assert isinstance(await client.ai_agents.update(ID, name="x"), AIAgent | AISalesAgent)
            assert isinstance(await client.block_lists_entries.download(), str)
            assert (await client.campaigns.with_raw_response.share(ID)).status_code == 204

    asyncio.run(main())
