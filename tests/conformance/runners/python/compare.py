"""Holds an outcome against the result a case promises."""

from __future__ import annotations

import json
from typing import Any

from outcome import Outcome

ERROR_FIELDS = ("status_code", "code", "retry_after", "request_id", "attempts", "argument")


def problems(expected: dict[str, Any], outcome: Outcome) -> list[str]:
    """Everything that differs, in words; empty when the outcome is the promised one."""
    found: list[str] = []
    for name in ("json", "items", "pages", "progress", "job_id", "waited"):
        if name in expected:
            _compare(found, name, expected[name], outcome.values.get(name))
    if outcome.error is not None and "error" not in expected:
        found.append(f"unexpected {type(outcome.error).__name__}: {outcome.error}")
    if "error" in expected:
        _compare_error(found, expected["error"], outcome)
    if "many" in expected:
        _compare_many(found, expected["many"], outcome.values)
    if "raw" in expected:
        _compare_raw(found, expected["raw"], outcome.values.get("raw", {}))
    return found


def _compare_error(found: list[str], expected: dict[str, Any], outcome: Outcome) -> None:
    error: Any = outcome.error
    if error is None:
        found.append(f"expected {expected['class']}, got {_text(outcome.values)}")
        return
    message = str(error)
    if type(error).__name__ != expected["class"]:
        found.append(f"expected {expected['class']}, got {type(error).__name__}: {message}")
        return
    for name in ERROR_FIELDS:
        if name in expected:
            _compare(found, f"error.{name}", expected[name], getattr(error, name))
    if "elapsed" in expected:
        _compare_elapsed(found, "error.elapsed", expected["elapsed"], error.elapsed)
    if "body" in expected:
        _compare(found, "error.body", expected["body"], error.body)
    if "job" in expected:
        job = error.job
        _compare(found, "error.job", expected["job"], None if job is None else job.to_dict())
    absent = [part for part in expected.get("message_contains", []) if part not in message]
    found.extend(f"error message without {part!r}: {message}" for part in absent)
    everything = _text(
        [
            message,
            repr(error),
            error.args,
            error.__dict__,
            getattr(error, "body", None),
            getattr(error, "headers", None),
        ]
    )
    found.extend(f"the error shows {part!r}" for part in expected.get("excludes", []) if part in everything)


def _compare_raw(found: list[str], expected: dict[str, Any], raw: dict[str, Any]) -> None:
    for name in ("status_code", "request_id", "attempts", "text"):
        if name in expected:
            _compare(found, f"raw.{name}", expected[name], raw.get(name))
    for name, value in expected.get("headers", {}).items():
        _compare(found, f"raw.headers[{name}]", value, raw.get("headers", {}).get(name))
    if "elapsed" in expected:
        _compare_elapsed(found, "raw.elapsed", expected["elapsed"], raw["elapsed"])


def _compare_elapsed(found: list[str], what: str, expected: dict[str, float], actual: float) -> None:
    least, limit = expected.get("at_least", 0), expected.get("below", float("inf"))
    if not least <= actual < limit:
        found.append(f"{what}: expected at least {least} and below {limit}, got {actual}")


def _compare_many(found: list[str], expected: dict[str, Any], values: dict[str, Any]) -> None:
    """Every item is there, in its place and whole. What differs is told by its number only."""
    items = values["json"]["items"] if "json" in values else values.get("items", [])
    if len(items) != expected["count"]:
        found.append(f"many: expected {expected['count']} items, got {len(items)}")
    like = expected["like"]
    wanted = ({**like, "id": f"{like['id']}-{index + 1}"} for index in range(len(items)))
    differing = next((index for index, pair in enumerate(zip(wanted, items, strict=True)) if not _same(*pair)), None)
    if differing is not None:
        found.append(f"many: item {differing} differs")


def _compare(found: list[str], what: str, expected: Any, actual: Any) -> None:
    if not _same(expected, actual):
        found.append(f"{what}: expected {_text(expected)}, got {_text(actual)}")


def _same(one: Any, other: Any) -> bool:
    """JSON's equality: `True` is not 1 here, though it is in Python."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=repr)
