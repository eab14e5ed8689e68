"""Where the cases come from and where the cells of the matrix go."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def _setting(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise pytest.UsageError(f"{name} is not set: run `cargo xtask test --only conformance`")
    return value


def _cases() -> list[dict[str, Any]]:
    text = Path(_setting("CONFORMANCE_FOLDER"), "cases.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text)["cases"]
    return cases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a case."""
    if "case" in metafunc.fixturenames:
        cases = [case for case in _cases() if "python" not in case.get("except", {})]
        metafunc.parametrize("case", cases, ids=[case["id"] for case in cases])


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    """Every case, of whatever language."""
    return _cases()


@pytest.fixture(scope="session")
def mock() -> str:
    """Where the mock listens."""
    return _setting("CONFORMANCE_MOCK")


@pytest.fixture(scope="session")
def cells() -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The cells of this language's columns; written when the last test is done."""
    columns: dict[str, list[dict[str, Any]]] = {"python": [], "python-async": []}
    yield columns
    for column, found in columns.items():
        path = Path(_setting("CONFORMANCE_FOLDER"), f"{column}.json")
        path.write_text(json.dumps(found, indent=1), encoding="utf-8")
