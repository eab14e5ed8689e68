"""Objects of the API as Python objects."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import random
import weakref
from datetime import datetime, timedelta, timezone
from typing import ClassVar

import pytest
from instantly_sdk import Model
from instantly_sdk.types import BackgroundJob, BackgroundJobData
from listener import JOB


def job(**fields: object) -> BackgroundJob:
    return BackgroundJob.from_json(json.dumps({**JOB, **fields}))


def test_dictionaries_have_every_name_as_it_came() -> None:
    # More names than are remembered, some alike at both ends, some too long to be remembered, some with escapes.
    forms = ["n{}", "a name {} of many", "é" * 30 + "{}"]
    names = [form.format(number) for number in range(1500) for form in forms]
    objects = [dict.fromkeys(names, 1), {"": 2, "a": 3, 'a"b': 4, "\u0000": 5, "é": 6, "緑🟢": 7, "id": 8}]
    for expected in objects * 2:
        text = json.dumps(expected, ensure_ascii=False)
        assert list(Model.from_json(text).to_dict().items()) == list(expected.items())
    first, second = (next(iter(Model.from_json('{"some_name": 1}').to_dict())) for _ in range(2))
    assert first is second
    assert Model.from_json(b'{"a\xff": 1}').to_dict() == {"a\ufffd": 1}


def test_declared_fields_are_attributes() -> None:
    read = job(user_id=None, data={"moved_lead_emails": ["a@example.com"]})
    assert read.id == JOB["id"]
    assert read.progress == 100
    assert read.user_id is None
    assert read.entity_id is None
    assert isinstance(read.data, BackgroundJobData)
    assert read.data.moved_lead_emails == ["a@example.com"]
    assert read.data is read.data


def test_a_datetime_is_one_like_any_other() -> None:
    for text, expected in {
        "0001-01-01T00:00:00.000Z": datetime(1, 1, 1, tzinfo=timezone.utc),
        "9999-12-31T23:59:59.999999Z": datetime.max.replace(tzinfo=timezone.utc),
        "2024-02-29T12:00:00+00:00": datetime(2024, 2, 29, 12, tzinfo=timezone.utc),
    }.items():
        read = job(created_at=text).created_at
        assert type(read) is datetime
        assert read.tzinfo is timezone.utc
        assert (read, hash(read), repr(read)) == (expected, hash(expected), repr(expected))
        assert pickle.loads(pickle.dumps(read)) == expected
    for text in ["0000-01-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:00:60Z"]:
        other: object = job(created_at=text).created_at
        assert other == text


def test_absent_null_and_unknown_can_be_told_apart() -> None:
    read = job(user_id=None, brand_new={"a": 1})
    assert read.fields_set == {*JOB, "user_id", "brand_new"}
    assert "user_id" in read
    assert "entity_id" not in read
    assert read["brand_new"] == {"a": 1}
    with pytest.raises(KeyError, match="entity_id"):
        read["entity_id"]
    with pytest.raises(AttributeError, match="brand_new"):
        read.brand_new  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(TypeError, match="field names are strings, not int"):
        read[0]  # type: ignore[index]


def test_values_of_other_kinds_than_declared_pass() -> None:
    read = job(progress="half", data=[1], type=None, status="brand-new", created_at=5)
    values: tuple[object, ...] = (read.progress, read.data, read.type, read.status, read.created_at)
    assert values == ("half", [1], None, "brand-new", 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-30T21:45:12.714Z", datetime(2026, 6, 30, 21, 45, 12, 714000, timezone.utc)),
        ("2026-06-30 21:45:12Z", datetime(2026, 6, 30, 21, 45, 12, 0, timezone.utc)),
        (
            "2026-06-30T21:45:12.123456789+05:30",
            datetime(2026, 6, 30, 21, 45, 12, 123456, timezone(timedelta(minutes=330))),
        ),
        ("2026-06-30T21:45:12-08:00", datetime(2026, 6, 30, 21, 45, 12, 0, timezone(-timedelta(hours=8)))),
        ("2026-06-30T21:45:12.5Z", datetime(2026, 6, 30, 21, 45, 12, 500_000, timezone.utc)),
        ("2026-06-30T21:45:12.123456789Z", datetime(2026, 6, 30, 21, 45, 12, 123456, timezone.utc)),
        ("2026-06-30t21:45:12z", datetime(2026, 6, 30, 21, 45, 12, 0, timezone.utc)),
        ("2026-02-31T00:00:00Z", "2026-02-31T00:00:00Z"),
        ("2026-06-30T21:45:12", "2026-06-30T21:45:12"),
        ("2026-06-30T21:45:12.Z", "2026-06-30T21:45:12.Z"),
        ("2026-06-30T21:45:12+99:99", "2026-06-30T21:45:12+99:99"),
        ("yesterday, more or less", "yesterday, more or less"),
        ("é" * 10, "é" * 10),
        ("", ""),
    ],
)
def test_a_timestamp_is_a_datetime_or_stays_text(text: str, expected: object) -> None:
    read = job(created_at=text)
    assert read.created_at == expected
    assert read["created_at"] == text


def test_fields_are_read_only() -> None:
    read = job()
    with pytest.raises(AttributeError, match=r"BackgroundJob\.status is read-only"):
        read.status = "failed"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="read-only"):
        del read.status  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        read.invented = 1  # type: ignore[attr-defined]


def test_it_compares_by_what_it_holds() -> None:
    assert job() == job()
    assert job() != job(progress=1)
    assert job() == BackgroundJob.from_json(json.dumps(dict(reversed(JOB.items()))))
    assert job() != JOB
    assert BackgroundJob.from_json("{}") != BackgroundJobData.from_json("{}")
    with pytest.raises(TypeError, match="unhashable"):
        hash(job())


def test_it_shows_what_it_holds() -> None:
    shown = repr(BackgroundJob.from_json('{"id": "1", "user_id": null, "brand_new": 2.5}'))
    assert shown == "BackgroundJob(id='1', user_id=None, brand_new=2.5)"


def test_it_gives_back_what_came() -> None:
    text = (
        '{ "id":"1", "big":123456789012345678901234567890, "n":1.0, "e":1e5, "s":"\\u00e9\\n", "a":[], "o":{"x":null} }'
    )
    read = BackgroundJob.from_json(text)
    assert read.to_json() == text
    assert read.to_dict() == json.loads(text)
    assert read["big"] == 123456789012345678901234567890
    assert isinstance(read["n"], float)


def test_broken_text_costs_only_its_character() -> None:
    assert BackgroundJob.from_json(rb'{"id": "a\ud800b"}').id == "a\ufffdb"
    assert BackgroundJob.from_json(b'{"id": "a\xffb"}').id == "a\ufffdb"


def test_the_last_of_two_fields_wins() -> None:
    read = BackgroundJob.from_json('{"id": "first", "id": "second"}')
    assert read.id == "second"
    assert read.to_dict() == {"id": "second"}


def test_it_pickles_and_copies() -> None:
    read = job(data={"x": [1]})
    assert read.data is not None
    for original in [read, read.data]:
        for same in [pickle.loads(pickle.dumps(original)), copy.copy(original), copy.deepcopy(original)]:
            assert same == original
            assert type(same) is type(original)
            assert same.to_json() == original.to_json()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_pickles_by_every_protocol(protocol: int) -> None:
    read = job(data={"x": [1]}, big=2**70)
    assert pickle.loads(pickle.dumps([read, read.data], protocol)) == [read, read.data]


def test_fields_can_be_replaced() -> None:
    text = '{"id": "1", "progress": 1.0, "status": "pending", "big": 123456789012345678901234567890}'
    read = Extended.from_json(text)
    replace = getattr(copy, "replace", Extended.__replace__)  # Python 3.13 has it
    changed = replace(read, status="success", created_at=datetime(2026, 1, 2, tzinfo=timezone.utc), _0=7)
    assert type(changed) is Extended
    assert (changed.status, changed.created_at.year, changed._0) == ("success", 2026, 7)
    added = '"status":"success","created_at":"2026-01-02T00:00:00Z","0":7}'
    assert changed.to_json() == f'{{"id":"1","progress":1.0,"big":123456789012345678901234567890,{added}'
    assert read.to_json() == text
    assert replace(read) == read


def test_it_matches() -> None:
    match job(data={"moved_lead_emails": ["a@example.com", "b@example.com"]}):
        case BackgroundJob(status="success", data=BackgroundJobData(moved_lead_emails=[first, *_])):
            assert first == "a@example.com"
        case _:
            pytest.fail("no match")


def test_it_can_be_made_for_a_test() -> None:
    made = BackgroundJob(
        id="1",
        workspace_id="2",
        type="move-leads",
        progress=0,
        status="pending",
        created_at=datetime(2026, 1, 2, tzinfo=timezone.utc),
        updated_at=datetime(2026, 1, 2, tzinfo=timezone.utc),
        data=BackgroundJobData(moved_lead_emails=['"quoted"\\\n\x01é']),
    )
    assert made.created_at == datetime(2026, 1, 2, tzinfo=timezone.utc)
    assert made["created_at"] == "2026-01-02T00:00:00Z"
    assert made.data is not None
    assert made.data.moved_lead_emails == ['"quoted"\\\n\x01é']
    with pytest.raises(TypeError, match="takes fields as keywords"):
        BackgroundJob("1")  # type: ignore[call-arg]


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"a": 01}'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(TypeError, match="BackgroundJob: not "):
        BackgroundJob.from_json(text)


class Extended(BackgroundJob):
    """As a generated class with names that are no identifiers would be."""

    __slots__ = ()
    __wire_names__: ClassVar[dict[str, str]] = {"odd_name": "odd-name", "_0": "0"}

    odd_name: datetime
    _0: int
    steps: list[BackgroundJobData]
    by_name: dict[str, BackgroundJobData]


def test_a_class_of_ones_own_reads_its_fields() -> None:
    text = '{"id": "1", "odd-name": "2026-01-02T00:00:00Z", "steps": [{"x": 1}, 2], "by_name": {"a": {"x": 3}}, "0": 7}'
    read = Extended.from_json(text)
    assert read.id == "1"
    assert read.odd_name.year == 2026
    assert read._0 == 7
    assert [type(step) for step in read.steps] == [BackgroundJobData, int]
    assert read.by_name["a"]["x"] == 3


def test_it_is_small_and_can_be_watched() -> None:
    read = job()
    assert not hasattr(read, "__dict__")
    reference = weakref.ref(read)
    del read
    gc.collect()
    assert reference() is None


def test_values_are_those_of_the_json_module() -> None:
    generator = random.Random(7)

    def value(depth: int) -> object:
        kinds = "nbifs" if depth > 4 else "nbifsad"
        match generator.choice(kinds):
            case "n":
                return None
            case "b":
                return generator.random() < 0.5
            case "i":
                return generator.randint(-(10 ** generator.randint(1, 25)), 10**6)
            case "f":
                return generator.uniform(-1e6, 1e6)
            case "s":
                return "".join(
                    chr(generator.choice([9, 34, 92, 65, 233, 8364, 128512])) for _ in range(generator.randint(0, 20))
                )
            case "a":
                return [value(depth + 1) for _ in range(generator.randint(0, 4))]
            case _:
                return {f"k{index}": value(depth + 1) for index in range(generator.randint(0, 4))}

    for _ in range(500):
        expected = {"value": value(0)}
        for ascii in [True, False]:
            assert Model.from_json(json.dumps(expected, ensure_ascii=ascii)).to_dict() == expected


def test_a_class_of_ones_own_may_make_other_objects_first() -> None:
    class Careful(BackgroundJob):
        other: ClassVar[list[BackgroundJobData]] = []

        def __new__(cls, *arguments: object, **fields: object) -> Careful:
            cls.other.append(BackgroundJobData())
            return super().__new__(cls, *arguments, **fields)

    read = Careful.from_json(json.dumps(JOB))
    assert isinstance(read, Careful)
    assert read.to_dict() == JOB
    assert [other.fields_set for other in Careful.other] == [frozenset()]
