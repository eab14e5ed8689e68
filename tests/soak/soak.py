"""What both Python programs of the soak share: which calls are made, what may become of them, and what is measured.

SOAK_URL is a mock with faults, SOAK_SEED its seed, SOAK_SECONDS how long to go on; the argument names a file for the
report. A call that ends otherwise than it may raises `Wrong`, which ends the program with exit code 1.
"""

from __future__ import annotations

import faulthandler
import itertools
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from instantly_sdk import Instantly, InstantlyError, StartedJob
from instantly_sdk.testing import MockServer

RETRIES = 2
"""Few enough that some reads run out of them."""
SETTINGS: dict[str, Any] = {
    "api_key": "soak-key",
    "base_url": os.environ["SOAK_URL"],
    "timeout": 2.0,
    "deadline": 30.0,
    "max_retries": RETRIES,
    "rate_limit": None,
}
SECONDS = float(os.environ["SOAK_SECONDS"])
KIND = "export-leads"
"""A type of job that none of the calls adds to."""
SHARES = (0.2, 0.5, 1.0)
"""When it is measured: after the warm-up, in the middle, at the end."""

OWN_ERRORS: dict[str, set[int | None]] = {
    "RateLimitError": {429},
    "InternalServerError": {500, 502, 503},
    "APIConnectionError": {None},
    "APITimeoutError": {None},
    "APIResponseValidationError": {200},
}
"""What the faults may become, with the statuses."""


class Wrong(Exception):
    """A call ended as it must not."""


class Call(NamedTuple):
    """One of the calls that are made again and again; `n` is a number of its own for each time."""

    name: str
    write: bool
    send: Callable[[Any, Any], Any]
    right: Callable[[Any, Any], bool]
    walk: bool = False
    """Whether the value is made of every item of every page."""


class Expected:
    """What the answers are without faults."""

    def __init__(self) -> None:
        seed = int(os.environ["SOAK_SEED"])
        with MockServer(seed=seed) as server, Instantly(api_key="soak-key", base_url=server.url) as client:
            self.jobs = [job.id for job in client.background_jobs.list(type=KIND, limit=100).items]
            self.leads = [lead.to_dict() for lead in client.leads.list(limit=5).items]
        if len(self.jobs) < 20 or not self.leads:
            raise Wrong("the mock without faults has too little to ask for")

    def job(self, n: int) -> str:
        """The id that the call number `n` asks for."""
        return self.jobs[n % len(self.jobs)]


def marked(n: int) -> dict[str, str]:
    """By this the mock knows a write again."""
    return {"x-soak-id": f"write-{n}"}


def identifier(n: int) -> str:
    """An id that no other call uses."""
    return f"019ffad2-5c7d-7000-8000-{n:012x}"


def mix(expected: Expected) -> list[Call]:
    """A round of calls."""
    get = Call(
        "background_jobs.get",
        False,
        lambda client, n: client.background_jobs.get(expected.job(n)),
        lambda job, n: job.id == expected.job(n) and job.type == KIND,
    )
    page = Call(
        "background_jobs.list, one page",
        False,
        lambda client, _: client.background_jobs.list(type=KIND, limit=10),
        lambda page, _: [job.id for job in page.items] == expected.jobs[:10],
    )
    walk = Call(
        "background_jobs.list, every page",
        False,
        lambda client, _: client.background_jobs.list(type=KIND, limit=7),
        lambda jobs, _: [job.id for job in jobs] == expected.jobs,
        walk=True,
    )
    post = Call(
        "leads.list, a POST that reads",
        False,
        lambda client, _: client.leads.list(limit=5),
        lambda page, _: [lead.to_dict() for lead in page.items] == expected.leads,
    )
    create = Call(
        "custom_tags.create",
        True,
        lambda client, n: client.custom_tags.create(label=f"Tag {n}", extra_headers=marked(n)),
        lambda tag, n: tag.label == f"Tag {n}",
    )
    update = Call(
        "lead_lists.update",
        True,
        lambda client, n: client.lead_lists.update(identifier(n), name=f"List {n}", extra_headers=marked(n)),
        lambda found, n: (found.id, found.name) == (identifier(n), f"List {n}"),
    )
    delete = Call(
        "leads.delete",
        True,
        lambda client, n: client.leads.delete(identifier(n), extra_headers=marked(n)),
        lambda lead, n: lead.id == identifier(n),
    )
    reply = Call(
        "emails.reply",
        True,
        lambda client, n: client.emails.reply(
            eaccount="sender@example.com",
            reply_to_uuid=identifier(n),
            subject=f"Reply {n}",
            body={"text": "Yes"},
            extra_headers=marked(n),
        ),
        lambda email, n: email.subject == f"Reply {n}",
    )
    move = Call(
        "leads.move",
        True,
        lambda client, n: client.leads.move(campaign=identifier(n), to_list_id=identifier(n), extra_headers=marked(n)),
        lambda started, n: started.answer.entity_id == identifier(n) and started.answer.status == "pending",
    )
    return [get, page, create, get, post, update, page, get, reply, walk, get, delete, page, post, get, create, move]


WAIT = Call(
    "StartedJob.wait",
    False,
    lambda _, started: started.wait(timeout=30, poll_interval=0.05),
    lambda job, started: job.id == started.job_id and job.status == "success",
)
"""What follows a call that started a job."""


class Tally:
    """Counts how calls end, and refuses what must not be."""

    def __init__(self) -> None:
        self.calls = 0
        self.errors: dict[str, Counter[str]] = {"reads": Counter(), "writes": Counter()}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def turns(self, calls: list[Call], gauge: Gauge) -> Iterator[tuple[Call, int]]:
        """The next call for a worker, and its number, until the time is up."""
        while time.monotonic() < gauge.end:
            n = next(self._numbers)
            yield calls[n % len(calls)], n

    def value(self, call: Call, value: Any, n: Any) -> StartedJob[Any, Any] | None:
        """A call gave a value; gives back what is to be waited for."""
        with self._lock:
            self.calls += 1
        if not call.right(value, n):
            raise Wrong(f"{call.name} of {n!r} gave {value!r}")
        return value if hasattr(value, "job_id") else None

    def error(self, call: Call, error: InstantlyError, n: Any) -> None:
        """A call ended with an error."""
        name = type(error).__name__
        attempts = getattr(error, "attempts", 0)
        # Only a 429 lets a write be repeated; a success that is none is repeated for nobody.
        repeated = name == "RateLimitError" or (not call.write and name != "APIResponseValidationError")
        if getattr(error, "status_code", None) not in OWN_ERRORS.get(name, ()):
            raise Wrong(f"{call.name} of {n!r} ended with {name}: {error}")
        if attempts > RETRIES + 1 or (repeated and attempts != RETRIES + 1):
            raise Wrong(f"{call.name} of {n!r} ended after {attempts} attempts with {name}: {error}")
        with self._lock:
            self.calls += 1
            self.errors["writes" if call.write else "reads"][name] += 1


class Gauge:
    """Measures this process."""

    def __init__(self) -> None:
        # Whoever still hangs a minute after the end is shown, and ended.
        faulthandler.dump_traceback_later(SECONDS + 60, exit=True)
        self.memory: list[int] = []
        self.descriptors: list[int] = []
        self.started = time.monotonic()
        self.end = self.started + SECONDS

    def until(self, share: float) -> float:
        """How long it is until this share of the time has passed."""
        return max(self.started + SECONDS * share - time.monotonic(), 0)

    def read(self) -> None:
        """Takes the figures of this moment; where there is no /proc, they are 0."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            self.memory.append(pages * os.sysconf("SC_PAGE_SIZE"))
            self.descriptors.append(len(os.listdir("/proc/self/fd")))
        except FileNotFoundError:
            self.memory.append(0)
            self.descriptors.append(0)

    def report(self, tally: Tally) -> None:
        """Writes what there is to say."""
        report = {
            "calls": tally.calls,
            "seconds": time.monotonic() - self.started,
            "errors": tally.errors,
            "memory": self.memory,
            "descriptors": self.descriptors,
        }
        Path(sys.argv[1]).write_text(json.dumps(report), encoding="utf-8")
