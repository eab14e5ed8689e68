"""Making a client, and changing what it does."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
from typing import Any

import instantly_sdk
import pytest
from instantly_sdk import AsyncInstantly, Instantly, InstantlyError, InvalidArgumentError
from instantly_sdk.testing import MockServer

CLIENTS = [Instantly, AsyncInstantly]


@pytest.mark.parametrize("kind", CLIENTS)
def test_without_a_key_the_message_names_both_ways(kind: type[Instantly]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"api_key.*INSTANTLY_API_KEY") as caught:
        kind()
    assert caught.value.argument == "api_key"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    ("settings", "argument"),
    [
        ({"base_url": "api.example.com"}, "base_url"),
        ({"base_url": "ftp://example.com"}, "base_url"),
        ({"base_url": "https://example.com/?a=1"}, "base_url"),
        ({"base_url": "https://example.com/#a"}, "base_url"),
        ({"base_url": "https://u:p@example.com/"}, "base_url"),
        ({"base_url": 5}, "base_url"),
        ({"api_key": b"k"}, "api_key"),
        ({"timeout": 0}, "timeout"),
        ({"connect_timeout": "1"}, "connect_timeout"),
        ({"deadline": -1}, "deadline"),
        ({"max_retries": -1}, "max_retries"),
        ({"retry_writes": "yes"}, "retry_writes"),
        ({"prefetch": 1}, "prefetch"),
        ({"rate_limit": "fast"}, "rate_limit"),
        ({"workspace": ""}, "workspace"),
        ({"max_response_bytes": 0}, "max_response_bytes"),
        ({"max_response_bytes": True}, "max_response_bytes"),
        ({"max_response_bytes": 1.5}, "max_response_bytes"),
        ({"max_response_bytes": 2**64}, "max_response_bytes"),
        ({"default_headers": {"a": "b\n"}}, "headers"),
    ],
)
def test_a_wrong_setting_is_named(kind: type[Instantly], settings: dict[str, Any], argument: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(**{"api_key": "k", **settings})
    assert caught.value.argument == argument


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, server: MockServer) -> None:
    monkeypatch.setenv("INSTANTLY_API_KEY", "from-outside")
    monkeypatch.setenv("INSTANTLY_BASE_URL", server.url + "/")
    with Instantly() as client:
        assert repr(client) == f"Instantly(base_url='{server.url}')"
        client.background_jobs.list()
    assert len(server.requests) == 1


def test_what_is_passed_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, server: MockServer) -> None:
    monkeypatch.setenv("INSTANTLY_BASE_URL", "http://127.0.0.1:1")
    with Instantly(api_key="k", base_url=server.url) as client:
        client.background_jobs.list()


def test_with_options_changes_only_what_it_names(server: MockServer) -> None:
    with Instantly(base_url=server.url, api_key="k", max_retries=0, default_headers={"x-a": "1"}) as client:
        other = client.with_options(workspace="w1", default_headers={"x-b": "2"}).with_options(timeout=5)
        assert type(other) is Instantly
        other.background_jobs.list()
        client.background_jobs.list()
        # Iterating takes the other way, through the background thread.
        assert len(list(other.background_jobs.list(limit=20))) == 25
    first, second, _, ahead = server.requests
    for sent in [first, ahead]:
        assert (sent.headers["x-as-workspace"], sent.headers["x-a"], sent.headers["x-b"]) == ("w1", "1", "2")
    assert "x-as-workspace" not in second.headers
    assert "x-b" not in second.headers


def test_the_user_agent_tells_the_versions(client: Instantly, server: MockServer) -> None:
    client.background_jobs.list()
    agent = server.requests[0].headers["user-agent"]
    assert agent.startswith(f"instantly-sdk/{instantly_sdk.__version__}")
    assert f"python/{sys.version_info.major}.{sys.version_info.minor}" in agent


def test_a_closed_client_says_so(server: MockServer) -> None:
    client = Instantly(base_url=server.url, api_key="k")
    other = client.with_options(timeout=1)
    assert not client.closed
    client.close()
    client.close()
    assert client.closed
    assert other.closed
    with pytest.raises(InstantlyError, match="this client is closed; make a new one"):
        client.background_jobs.list()
    with pytest.raises(InstantlyError, match="this client is closed; make a new one"):
        other.background_jobs.list()


def test_a_closed_async_client_says_so(server: MockServer) -> None:
    async def main() -> None:
        async with AsyncInstantly(base_url=server.url, api_key="k") as client:
            await client.with_options(timeout=1).background_jobs.list()
        assert client.closed
        with pytest.raises(InstantlyError, match="this client is closed; make a new one"):
            await client.background_jobs.list()

    asyncio.run(main())


@pytest.mark.parametrize("kind", CLIENTS)
def test_clients_do_not_pickle(kind: type[Instantly]) -> None:
    client = kind(api_key="k")
    with pytest.raises(TypeError, match="clients can't be pickled: make one in each process"):
        pickle.dumps(client)
    with pytest.raises(TypeError, match="clients can't be pickled: make one in each process"):
        copy.copy(client)
    with pytest.raises(TypeError, match="make one in each process"):
        pickle.dumps(client.background_jobs)


def test_the_command_tells_the_version() -> None:
    command = [sys.executable, "-m", "instantly_sdk", "--version"]
    assert subprocess.check_output(command, text=True) == f"instantly-sdk {instantly_sdk.__version__}\n"
