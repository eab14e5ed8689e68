"""From the `call` of a case to a real call, and from what it gives to JSON; once for each kind of client."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from instantly_sdk import AsyncInstantly, Instantly, InstantlyError

OPTIONS = {"headers": "extra_headers", "query": "extra_query"}
SETTINGS = {"headers": "default_headers"}


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
                items.append(item.to_dict())
        case "pages":
            pages = values.setdefault("pages", [])
            for page in method(**arguments).iter_pages():
                pages.append([item.to_dict() for item in page.items])
        case "raw":
            raw = method(**arguments)
            values["raw"] = _raw(raw)
            values["json"] = _plain(raw.parse())
        case "wait_many":
            values["items"] = [item.to_dict() for item in method(**arguments)]
        case _:
            values["json"] = _plain(method(**arguments))


async def _call_async(client: Any, call: dict[str, Any], values: dict[str, Any]) -> None:
    method, arguments = _prepare(client, call, values)
    match call.get("mode"):
        case "all":
            items = values.setdefault("items", [])
            async for item in method(**arguments):
                items.append(item.to_dict())
        case "pages":
            pages = values.setdefault("pages", [])
            async for page in (await method(**arguments)).iter_pages():
                pages.append([item.to_dict() for item in page.items])
        case "raw":
            raw = await method(**arguments)
            values["raw"] = _raw(raw)
            values["json"] = _plain(raw.parse())
        case "wait_many":
            values["items"] = [item.to_dict() for item in await method(**arguments)]
        case _:
            values["json"] = _plain(await method(**arguments))


def _prepare(client: Any, call: dict[str, Any], values: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    if "with_options" in call:
        client = client.with_options(**call["with_options"])
    *resource, name = call["operation"].split(".")
    target = reduce(getattr, resource, client)
    mode = call.get("mode")
    if mode == "raw":
        target = target.with_raw_response
    method = getattr(target, name)
    arguments = dict(call.get("arguments", {}))
    arguments.update({OPTIONS.get(option, option): value for option, value in call.get("options", {}).items()})
    if mode == "wait":
        seen = values.setdefault("progress", [])
        arguments["on_progress"] = lambda job: seen.append(job.to_dict().get("progress"))
    return lambda **named: method(*call.get("path", []), **named), arguments


def _settings(client: dict[str, Any], base_url: str) -> dict[str, Any]:
    settings = {SETTINGS.get(name, name): value for name, value in client.items() if value is not None}
    settings.setdefault("base_url", base_url)
    return settings


def _plain(value: Any) -> Any:
    """A model as it came; a page as its items and where it leads."""
    if not hasattr(value, "has_next_page"):
        return None if value is None else value.to_dict()
    return {
        "items": [item.to_dict() for item in value.items],
        "next_starting_after": value.next_starting_after,
        "has_next_page": value.has_next_page(),
    }


def _raw(raw: Any) -> dict[str, Any]:
    return {name: getattr(raw, name) for name in ("status_code", "request_id", "attempts", "headers")}
