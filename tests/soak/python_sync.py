"""The soak in Python with threads: all of them on one client. `cargo xtask soak` runs it."""

from __future__ import annotations

import sys
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any

from instantly_sdk import Instantly, InstantlyError
from soak import SETTINGS, SHARES, WAIT, Call, Expected, Gauge, Tally, Wrong, mix

WORKERS = 16


def main() -> None:
    """Calls from many threads, and measures meanwhile."""
    calls = mix(Expected())
    with Instantly(**SETTINGS) as client, ThreadPoolExecutor(WORKERS) as pool:
        tally, gauge = Tally(), Gauge()
        gauge.read()
        workers = [pool.submit(work, client, calls, tally, gauge) for _ in range(WORKERS)]
        for share in SHARES:
            done, _ = wait(workers, timeout=gauge.until(share), return_when=FIRST_EXCEPTION)
            for worker in done:
                worker.result()
            gauge.read()
        for worker in workers:
            worker.result()
        gauge.read()
    gauge.report(tally)


def work(client: Instantly, calls: list[Call], tally: Tally, gauge: Gauge) -> None:
    """One thread."""
    try:
        for call, n in tally.turns(calls, gauge):
            started = attempt(client, call, tally, n)
            if started is not None:
                attempt(client, WAIT, tally, started)
    except BaseException:
        # The other threads need not go on.
        gauge.end = 0
        raise


def attempt(client: Instantly, call: Call, tally: Tally, n: Any) -> Any:
    """One call, to its right end."""
    try:
        value = call.send(client, n)
        if call.walk:
            value = list(value)
    except InstantlyError as error:
        tally.error(call, error, n)
        return None
    return tally.value(call, value, n)


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        sys.exit(str(wrong))
