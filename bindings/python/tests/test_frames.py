"""Lists of objects as tables of pandas and polars, in the lines that the README has."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from instantly_sdk.testing import MockServer

README = Path(__file__).resolve().parents[1] / "README.md"


@pytest.fixture
def names(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the README's example leaves behind."""
    [example] = [block for block in README.read_text().split("```python\n") if "DataFrame" in block]
    monkeypatch.setenv("INSTANTLY_API_KEY", "k")
    monkeypatch.setenv("INSTANTLY_BASE_URL", server.url)
    names: dict[str, Any] = {}
    exec(example.split("```")[0], names)
    return names


def test_pandas(names: dict[str, Any]) -> None:
    pandas = importlib.import_module("pandas")
    jobs, frame = names["jobs"], names["frame"]
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(jobs) == 25
    assert list(frame["id"]) == [job.id for job in jobs]
    assert frame["progress"].sum() == sum(job.progress for job in jobs)
    times = pandas.to_datetime(frame["created_at"])
    assert list(times.dt.to_pydatetime()) == [job.created_at for job in jobs]


def test_polars(names: dict[str, Any]) -> None:
    polars = importlib.import_module("polars")
    jobs, table = names["jobs"], names["table"]
    assert isinstance(table, polars.DataFrame)
    assert table.height == 25
    assert table["id"].to_list() == [job.id for job in jobs]
    assert {"id", "type", "status", "progress", "created_at", "data"} <= set(table.columns)
    times = table["created_at"].str.to_datetime(time_zone="UTC")
    assert times.to_list() == [job.created_at for job in jobs]
