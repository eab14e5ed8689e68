"""In a notebook, where a cell runs inside of a loop that is running already."""

from __future__ import annotations

import ast
import asyncio
import inspect
import textwrap

from instantly_sdk import Instantly
from instantly_sdk.testing import MockServer


async def cell(text: str, names: dict[str, object]) -> None:
    """Runs a cell as IPython does: compiled with `await` at the top, in the running loop."""
    code = compile(textwrap.dedent(text), "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, names)
    if inspect.isawaitable(result):
        await result


def test_a_cell_awaits_and_iterates(server: MockServer) -> None:
    names: dict[str, object] = {"url": server.url}

    async def notebook() -> None:
        await cell(
            """
            from instantly_sdk import AsyncInstantly
            client = AsyncInstantly(api_key="k", base_url=url)
            page = await client.background_jobs.list(limit=10)
            """,
            names,
        )
        await cell("ids = [job.id async for job in client.background_jobs.list(limit=10)]", names)
        await cell("done = await client.background_jobs.wait(page.items[0].id, poll_interval=0.001)", names)

    asyncio.run(notebook())
    assert isinstance(ids := names["ids"], list)
    assert len(ids) == 25
    assert getattr(names["done"], "id", None) == ids[0]


def test_the_blocking_client_works_in_a_cell(server: MockServer) -> None:
    names: dict[str, object] = {"url": server.url}

    async def notebook() -> None:
        await cell(
            """
            from instantly_sdk import Instantly
            with Instantly(api_key="k", base_url=url) as client:
                ids = [job.id for job in client.background_jobs.list(limit=10)]
                done = client.background_jobs.wait(ids[0], poll_interval=0.001)
            """,
            names,
        )

    asyncio.run(notebook())
    assert isinstance(ids := names["ids"], list)
    assert len(ids) == 25


def test_a_client_of_one_cell_serves_the_next(server: MockServer) -> None:
    client = Instantly(api_key="k", base_url=server.url)
    names: dict[str, object] = {"client": client}
    for _ in range(2):
        asyncio.run(cell("count = len(client.background_jobs.list(limit=7).items)", names))
        assert names["count"] == 7
