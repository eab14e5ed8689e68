"""Every case with the blocking client and with the asyncio client."""

from __future__ import annotations

import json
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Cells = dict[str, list[dict[str, Any]]]
SCHEMA = Path(__file__).parents[2] / "case.schema.json"


def test_schema(cases: list[dict[str, Any]]) -> None:
    """A case that says something no runner knows would promise nothing."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    errors = [(case["id"], error) for case in cases for error in validator.iter_errors(case)]
    found = [f"{case}: {error.json_path}: {error.message}" for case, error in errors]
    assert found == []


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
