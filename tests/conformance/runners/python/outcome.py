"""From the `call` of a case to a real call, and from what it gives to JSON; once for each kind of client."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from keyword import iskeyword
from pathlib import Path
from typing import Any

from instantly_sdk import AsyncInstantly, Instantly, InstantlyError


@dataclass(frozen=True)
class Conversions:
    """What Python calls the options that cases call otherwise, by where they are given; and what every call takes."""

    client: dict[str, str]
    derived: dict[str, str]
    call: dict[str, str]
    every_call: list[str]


# Beside the cases, in the file that all runners read.
OPTIONS = Conversions(
    **json.loads(Path(os.environ["CONFORMANCE_FOLDER"], "cases.json").read_text(encoding="utf-8"))["options"]["python"]
)


@dataclass
class Outcome:
    """What came of a call: values under the names that cases use, and the error that ended it."""

    values: dict[str, Any] = field(default_factory=dict)
    error: InstantlyError | None = None


def run_sync(case: dict[str, Any], base_url: str) -> Outcome:
    """The case with the blocking client."""
    outcome = Outcome()
    try:
        with Instantly(**_settings(case["client"], base_url)) as client:
            _call_sync(client, case["call"], outcome.values)
    except InstantlyError as error:
        outcome.error = error
    return outcome


async def run_async(case: dict[str, Any], base_url: str) -> Outcome:
    """The case with the asyncio client."""
    outcome = Outcome()
    try:
        async with AsyncInstantly(**_settings(case["client"], base_url)) as client:
            await _call_async(client, case["call"], outcome.values)
    except InstantlyError as error:
        outcome.error = error
    return outcome


def _call_sync(client: Any, call: dict[str, Any], values: dict[str, Any]) -> None:
    method, arguments = _prepare(client, call, values)
    match call.get("mode"):
        case "all":
            items = values.setdefault("items", [])
            for item in method(**arguments):
                items.append(_plain(item))
        case "pages":
            pages = values.setdefault("pages", [])
            for page in method(**arguments).iter_pages():
                pages.append(_plain(page.items))
        case "raw":
            raw = method(**arguments)
            values["raw"] = _raw(raw)
            values["json"] = _plain(raw.parse())
        case "wait_many":
            values["items"] = _plain(method(**arguments))
        case _:
            result = method(**arguments)
            _keep(result, values)
            if "then_wait" in call:
                values["waited"] = _plain(result.wait(**_waiting(call["then_wait"], values)))


async def _call_async(client: Any, call: dict[str, Any], values: dict[str, Any]) -> None:
    method, arguments = _prepare(client, call, values)
    match call.get("mode"):
        case "all":
            items = values.setdefault("items", [])
            async for item in method(**arguments):
                items.append(_plain(item))
        case "pages":
            pages = values.setdefault("pages", [])
            async for page in (await method(**arguments)).iter_pages():
                pages.append(_plain(page.items))
        case "raw":
            raw = await method(**arguments)
            values["raw"] = _raw(raw)
            values["json"] = _plain(raw.parse())
        case "wait_many":
            values["items"] = _plain(await method(**arguments))
        case _:
            result = await method(**arguments)
            _keep(result, values)
            if "then_wait" in call:
                values["waited"] = _plain(await result.wait(**_waiting(call["then_wait"], values)))


def _prepare(client: Any, call: dict[str, Any], values: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    if "with_options" in call:
        client = client.with_options(**_renamed(call["with_options"], OPTIONS.derived))
    *resource, name = call["operation"].split(".")
    target = reduce(getattr, map(_identifier, resource), client)
    mode = call.get("mode")
    if mode == "raw":
        target = target.with_raw_response
    method = getattr(target, _identifier(name))
    arguments = {_keyword(name): _value(value) for name, value in call.get("arguments", {}).items()}
    if mode in ("wait", "wait_many"):
        arguments = dict(call.get("arguments", {}))
    arguments.update(_renamed(call.get("options", {}), OPTIONS.call))
    if mode == "wait":
        arguments = _waiting(arguments, values)
    return lambda **named: method(*_value(call.get("path", [])), **named), arguments


def _waiting(options: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The options of a wait, and the progress it reports kept."""
    seen = values.setdefault("progress", [])
    return {**options, "on_progress": lambda job: seen.append(job.to_dict().get("progress"))}


def _keep(result: Any, values: dict[str, Any]) -> None:
    """What a call gave; of one that starts a job, its answer and the job's id."""
    if _starts_job(result):
        values["json"] = _plain(result.answer)
        values["job_id"] = result.job_id
    else:
        values["json"] = _plain(result)


def _starts_job(result: Any) -> bool:
    return callable(getattr(result, "wait", None))


def _identifier(name: str) -> str:
    """A wire name as the package writes it: what is no identifier becomes one, a keyword gets an underscore."""
    name = re.sub(r"[^0-9A-Za-z_]", "_", name)
    if name[:1].isdigit():
        return f"_{name}"
    return f"{name}_" if iskeyword(name) else name


def _keyword(name: str) -> str:
    """An argument with the name of an option that every call has gives way to it."""
    return f"{name}_" if name in OPTIONS.every_call else _identifier(name)


def _value(value: Any) -> Any:
    """A value as a user would give it: JSON's, but for what JSON has no form for."""
    if isinstance(value, list):
        return [_value(item) for item in value]
    match value:
        case {"$date": str(day)}:
            return date.fromisoformat(day)
        case {"$number": str(digits)}:
            return int(digits) if digits.lstrip("-").isdigit() else float(digits)
        case {"$utf16": [*units]}:
            return "".join(map(chr, units))
        case dict():
            return {name: _value(member) for name, member in value.items()}
    return value


def _settings(client: dict[str, Any], base_url: str) -> dict[str, Any]:
    settings = _renamed({name: value for name, value in client.items() if value is not None}, OPTIONS.client)
    settings.setdefault("base_url", base_url)
    return settings


def _renamed(options: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in options.items()}


def _plain(value: Any) -> Any:
    """A model as it came, wherever it stands; a page as its items and where it leads."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "has_next_page"):
        return {
            "items": _plain(value.items),
            "next_starting_after": value.next_starting_after,
            "has_next_page": value.has_next_page(),
        }
    if _starts_job(value):
        return _plain(value.answer)
    return value.to_dict() if hasattr(value, "to_dict") else value


def _raw(raw: Any) -> dict[str, Any]:
    return {
        name: getattr(raw, name) for name in ("status_code", "request_id", "attempts", "elapsed", "text", "headers")
    }
