"""The soak in Python with asyncio: many tasks at once on one client. `cargo xtask soak` runs it."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from instantly_sdk import AsyncInstantly, InstantlyError
from soak import SETTINGS, SHARES, WAIT, Call, Expected, Gauge, Tally, Wrong, mix

WORKERS = 64


async def main(calls: list[Call]) -> None:
    """Calls from many tasks, and measures meanwhile."""
    async with AsyncInstantly(**SETTINGS) as client:
        tally, gauge = Tally(), Gauge()
        gauge.read()
        workers = [asyncio.create_task(work(client, calls, tally, gauge)) for _ in range(WORKERS)]
        for share in SHARES:
            done, _ = await asyncio.wait(workers, timeout=gauge.until(share), return_when=asyncio.FIRST_EXCEPTION)
            for worker in done:
                worker.result()
            gauge.read()
        await asyncio.gather(*workers)
        gauge.read()
    gauge.report(tally)


async def work(client: AsyncInstantly, calls: list[Call], tally: Tally, gauge: Gauge) -> None:
    """One task."""
    for call, n in tally.turns(calls, gauge):
        started = await attempt(client, call, tally, n)
        if started is not None:
            await attempt(client, WAIT, tally, started)


async def attempt(client: AsyncInstantly, call: Call, tally: Tally, n: Any) -> Any:
    """One call, to its right end."""
    try:
        value = call.send(client, n)
        value = [item async for item in value] if call.walk else await value
    except InstantlyError as error:
        tally.error(call, error, n)
        return None
    return tally.value(call, value, n)


if __name__ == "__main__":
    try:
        asyncio.run(main(mix(Expected())))
    except Wrong as wrong:
        sys.exit(str(wrong))
