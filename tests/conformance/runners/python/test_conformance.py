"""Every case with the blocking client and with the asyncio client."""

from __future__ import annotations

import json
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

Cells = dict[str, list[dict[str, Any]]]
SCHEMAS = Path(__file__).parents[2]


def test_schema(cases: list[dict[str, Any]]) -> None:
    """A case that says something no runner knows would promise nothing."""
    registry = Registry().with_resource("options.schema.json", Resource.from_contents(_schema("options")))
    validator = Draft202012Validator(_schema("case"), registry=registry)
    errors = [(case["id"], error) for case in cases for error in validator.iter_errors(case)]
    found = [f"{case}: {error.json_path}: {error.message}" for case, error in errors]
    assert found == []


def _schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_case(id: str, column: str, verdicts: dict[tuple[str, str], Future[list[str]]], cells: Cells) -> None:
    """One cell of the matrix."""
    cell = {"id": id, "ok": False, "message": "the runner broke off"}
    cells[column].append(cell)
    try:
        found = verdicts[id, column].result()
    except Exception as error:  # A cell says what happened; pytest says where.
        cell["message"] = f"{type(error).__name__}: {error}"
        raise
    cell["ok"], cell["message"] = not found, "\n".join(found)
    assert found == []
