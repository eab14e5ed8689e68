"""Every case with the blocking client and with the asyncio client."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from compare import problems
from jsonschema import Draft202012Validator
from outcome import run_async, run_sync
from script import played

Cells = dict[str, list[dict[str, Any]]]
SCHEMA = Path(__file__).parents[2] / "case.schema.json"


def test_schema(cases: list[dict[str, Any]]) -> None:
    """A case that says something no runner knows would promise nothing."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    errors = [(case["id"], error) for case in cases for error in validator.iter_errors(case)]
    found = [f"{case}: {error.json_path}: {error.message}" for case, error in errors]
    assert found == []


@pytest.mark.parametrize("column", ["python", "python-async"])
def test_case(case: dict[str, Any], column: str, mock: str, cells: Cells) -> None:
    """One cell of the matrix."""
    if column == "python-async":
        # Clients of one key share the pace of their calls, and the other column has used this one.
        case = json.loads(json.dumps(case).replace("key-of-", "async-key-of-"))
    cell = {"id": case["id"], "ok": False, "message": "the runner broke off"}
    cells[column].append(cell)
    try:
        with played(mock, case["exchanges"]) as script:
            if column == "python":
                outcome = run_sync(case, script.base_url)
            else:
                outcome = asyncio.run(run_async(case, script.base_url))
            found = problems(case["result"], outcome) + script.problems()
    except Exception as error:  # A cell says what happened; pytest says where.
        cell["message"] = f"{type(error).__name__}: {error}"
        raise
    cell["ok"], cell["message"] = not found, "\n".join(found)
    assert found == []
