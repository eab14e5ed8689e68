"""What importing the package and making a client cost: nothing is loaded and no thread started before it is used."""

from __future__ import annotations

import sys

import pytest
from instantly_sdk.testing import MockServer
from programs import quietly


def test_a_resource_is_loaded_when_it_is_first_used() -> None:
    program = """
        import sys
        import instantly_sdk

        def loaded():
            ours = [name for name in sys.modules if name.startswith("instantly_sdk.")]
            return sorted(name for name in ours if name.count(".") == 2), "asyncio" in sys.modules

        client = instantly_sdk.Instantly(api_key="k")
        print(loaded())
        client.webhooks
        print(loaded())
        instantly_sdk.types.AuditLog
        print(loaded())
    """
    unused, used, of_types = quietly(program).splitlines()
    assert unused == "([], False)"
    resource = ["instantly_sdk.resources.webhooks", "instantly_sdk.types.webhooks"]
    assert used == f"({resource}, False)"
    assert of_types == f"({sorted([*resource, 'instantly_sdk.types.audit_logs'])}, False)"


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_no_thread_is_started_before_it_is_needed(server: MockServer) -> None:
    program = """
        import asyncio, os, sys
        from instantly_sdk import AsyncInstantly, Instantly

        def threads():
            return len(os.listdir("/proc/self/task"))

        async def call(client):
            await client.background_jobs.list(limit=1)

        clients = [kind(api_key="k", base_url=sys.argv[1]) for kind in (Instantly, AsyncInstantly)]
        for client in [*clients, *(client.with_options(timeout=5) for client in clients)]:
            client.background_jobs.with_raw_response
        print(threads())
        clients[0].background_jobs.list(limit=1)
        print(threads())
        asyncio.run(call(clients[1]))
        print(threads())
    """
    assert quietly(program, server.url).split() == ["1", "1", "2"]
