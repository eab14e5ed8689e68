"""Fixtures: an embedded Instantly and clients of it, and a server that a test plays itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from instantly_sdk import Instantly
from instantly_sdk.testing import MockServer
from listener import Listener


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ["INSTANTLY_API_KEY", "INSTANTLY_BASE_URL", "INSTANTLY_LOG"]:
        monkeypatch.delenv(name, raising=False)
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(jobs=25) as server:
        yield server


@pytest.fixture
def client(server: MockServer) -> Iterator[Instantly]:
    with Instantly(base_url=server.url, api_key="test-key", max_retries=0, rate_limit=None) as client:
        yield client


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as listener:
        yield listener
