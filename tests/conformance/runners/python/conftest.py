"""Where the cases come from and where the cells of the matrix go."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from compare import problems
from outcome import run_async, run_sync
from script import played

# So many cases run at a time: most of them wait for something.
AT_ONCE = 8

COLUMNS = ("python", "python-async")


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
    """One test a cell."""
    if "id" in metafunc.fixturenames:
        metafunc.parametrize("id", [case["id"] for case in _ours()])
        metafunc.parametrize("column", COLUMNS)


def _ours() -> list[dict[str, Any]]:
    return [case for case in _cases() if "python" not in case.get("except", {})]


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    """Every case, of whatever language."""
    return _cases()


@pytest.fixture(scope="session")
def verdicts() -> Iterator[dict[tuple[str, str], Future[list[str]]]]:
    """What differs in each cell, by case and column; what is not there yet is on its way."""
    mock = _setting("CONFORMANCE_MOCK")
    found: dict[tuple[str, str], Future[list[str]]] = {}

    def start(pool: ThreadPoolExecutor, *, long: bool) -> None:
        for case in _ours():
            if ("many" in case["result"]) == long:
                for column in COLUMNS:
                    found[case["id"], column] = pool.submit(_verdict, case, column, mock)

    # A body that takes seconds to read in a build for tests would let time run out for whoever is beside it.
    with ThreadPoolExecutor(1) as alone:
        start(alone, long=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        start(pool, long=False)
        yield found


def _verdict(case: dict[str, Any], column: str, mock: str) -> list[str]:
    if column == "python-async":
        # Clients of one key share the pace of their calls, and the other column uses this one.
        case = json.loads(json.dumps(case).replace("key-of-", "async-key-of-"))
    with played(mock, case["exchanges"]) as script:
        if column == "python":
            outcome = run_sync(case, script.base_url)
        else:
            outcome = asyncio.run(run_async(case, script.base_url))
        return problems(case["result"], outcome) + script.problems()


@pytest.fixture(scope="session")
def cells() -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The cells of this language's columns; written when the last test is done."""
    columns: dict[str, list[dict[str, Any]]] = {column: [] for column in COLUMNS}
    yield columns
    for column, found in columns.items():
        path = Path(_setting("CONFORMANCE_FOLDER"), f"{column}.json")
        path.write_text(json.dumps(found, indent=1), encoding="utf-8")
