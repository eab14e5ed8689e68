"""Keeping to the account's limits, seen from outside."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import pickle

import pytest
from instantly_sdk import AsyncInstantly, Instantly, RateLimitStatus, RateLimitWindow
from instantly_sdk.testing import MockServer


def used(status: RateLimitStatus | None) -> list[int]:
    assert status is not None
    return [window.used for window in status.windows]


def test_clients_of_one_key_share_what_is_used(server: MockServer) -> None:
    async def call(client: AsyncInstantly) -> RateLimitStatus | None:
        async with client:
            await client.background_jobs.list()
        return client.rate_limit_status()

    with (
        Instantly(base_url=server.url, api_key="shared-key") as one,
        Instantly(base_url=server.url, api_key="shared-key") as other,
        Instantly(base_url=server.url, api_key="another-key") as stranger,
    ):
        assert used(one.rate_limit_status()) == [0, 0]
        one.background_jobs.list()
        other.with_options(timeout=5).background_jobs.list()
        seen = asyncio.run(call(AsyncInstantly(base_url=server.url, api_key="shared-key")))
        for status in [seen, one.rate_limit_status(), other.rate_limit_status()]:
            assert used(status)[1] == 3
        assert used(stranger.rate_limit_status()) == [0, 0]


def test_the_status_is_a_value(server: MockServer) -> None:
    with Instantly(base_url=server.url, api_key="key-of-the-status") as client:
        client.emails.list()
        status = client.rate_limit_status()
    assert status is not None
    assert status.windows == (RateLimitWindow(limit=100, used=1, length=1.0), RateLimitWindow(6_000, 1, 60.0))
    assert status.groups == {"emails_list": RateLimitWindow(limit=20, used=1, length=60.0)}
    assert status.next_in == 0.0
    assert repr(status.windows[1]) == "RateLimitWindow(limit=6000, used=1, length=60.0)"
    assert pickle.loads(pickle.dumps(status)) == copy.deepcopy(status) == status
    assert hash(status) == hash(copy.deepcopy(status))
    with pytest.raises(dataclasses.FrozenInstanceError):
        status.next_in = 1.0  # type: ignore[misc]


@pytest.mark.parametrize("kind", [Instantly, AsyncInstantly])
def test_a_client_that_does_not_keep_to_the_limits_has_no_status(kind: type[Instantly]) -> None:
    assert kind(api_key="k", rate_limit=None).rate_limit_status() is None
    assert kind(api_key="k").with_options(timeout=1).rate_limit_status() is not None
