"""The examples of the package's README run as printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from instantly_sdk.testing import MockServer
from programs import run

README = Path(__file__).resolve().parents[1] / "README.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str, server: MockServer) -> None:
    assert run(example, INSTANTLY_BASE_URL=server.url, INSTANTLY_API_KEY="k").stdout
    assert server.requests


def test_the_example_of_hooks_shows_what_it_says(server: MockServer) -> None:
    [example] = [each for each in EXAMPLES if "on_response" in each]
    completed = run(example, INSTANTLY_BASE_URL=server.url, INSTANTLY_API_KEY="k")
    sent, answered, status = completed.stdout.splitlines()
    assert sent == "-> background_jobs.list GET /api/v2/background-jobs 1"
    assert answered.startswith("<- background_jobs.list 200 ")
    assert status.startswith("RateLimitStatus(windows=(RateLimitWindow(limit=100, used=1, length=1.0), ")
    assert completed.stderr.startswith(
        "INFO:instantly_sdk:GET /api/v2/background-jobs (background_jobs.list) attempt 1: 200 in "
    )
