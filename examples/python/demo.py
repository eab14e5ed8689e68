"""The demonstration in Python: a list over several pages, a wait, an error. `cargo xtask demo` runs it.

INSTANTLY_API_KEY and INSTANTLY_BASE_URL say where; it only reads. The argument names a file for a
report of what it saw.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from instantly_sdk import Instantly, InstantlyError, NotFoundError, WaitTimeoutError
from instantly_sdk.types.background_jobs import BackgroundJob

SHOWN = 8
ROW = "  {:<26}{:<30}{:<14}{:>9}"


def main() -> None:
    """Lists, waits, and runs into an error."""
    with Instantly() as client:
        jobs = list_jobs(client)
        waited = wait_for(client, jobs[0]) if jobs else None
        error = provoke(client)
    report = {"jobs": [summary(job) for job in jobs], "waited": waited, "error": error}
    Path(sys.argv[1]).write_text(json.dumps(report), encoding="utf-8")


def list_jobs(client: Instantly) -> list[BackgroundJob]:
    """Prints the jobs that are not done yet."""
    print(ROW.format("id", "type", "status", "progress"))
    jobs: list[BackgroundJob] = []
    pages = 0
    for page in client.background_jobs.list(status=["pending", "in-progress"], limit=25).iter_pages():
        pages += 1
        for job in page.items:
            jobs.append(job)
            if len(jobs) <= SHOWN:
                print(ROW.format(job.id or "", job.type or "", job.status or "", f"{job.progress:g} %"))
    hidden = max(len(jobs) - SHOWN, 0)
    print(f"  … and {hidden} more: {len(jobs)} jobs on {pages} pages\n")
    return jobs


def wait_for(client: Instantly, job: BackgroundJob) -> dict[str, str]:
    """Draws a bar until the job is done, for half a minute at most."""
    try:
        outcome = client.background_jobs.wait(job.id, timeout=30, poll_interval=0.1, on_progress=draw).status or ""
    except WaitTimeoutError as error:
        outcome = type(error).__name__
    except InstantlyError as error:
        print(f"\n  {error}", end="")
        outcome = type(error).__name__
    print()
    return {"id": job.id, "outcome": outcome}


def draw(job: BackgroundJob) -> None:
    """The bar: redrawn in place on a terminal, a line each time elsewhere."""
    done = int((job.progress or 0) / 5)
    start, end = ("\r", "") if sys.stdout.isatty() else ("", "\n")
    print(
        f"{start}  {job.id} [{'█' * done}{'·' * (20 - done)}] {job.progress:>3g} % {job.status:<12}",
        end=end,
        flush=True,
    )


def provoke(client: Instantly) -> str:
    """What a missing job looks like."""
    try:
        client.background_jobs.get("000000000000000000000000")
    except NotFoundError as error:
        print(f"  {type(error).__name__}: {error}")
        return type(error).__name__
    except InstantlyError as error:
        return type(error).__name__
    return "none"


def summary(job: BackgroundJob) -> dict[str, object]:
    """What the three languages are compared by."""
    return {name: job.to_dict()[name] for name in ("id", "type", "status", "progress")}


if __name__ == "__main__":
    main()
