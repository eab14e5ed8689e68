"""Shared by the Python clients: reads tasks, one a line, and writes a line of figures for each.

Only the calls are timed. The figures are CPU time of the whole process and time on the clock.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from functools import partial
from typing import Any, Protocol

BASE_URL = os.environ["INSTANTLY_BASE_URL"]
API_KEY = os.environ["INSTANTLY_API_KEY"]
JOBS_PATH = "/api/v2/background-jobs"
PAGE = 100


@dataclass
class Task:
    """One run of a workload, which is the name of a client's method."""

    workload: str
    calls: int
    concurrency: int
    ids: list[str]
    """Jobs to get, one after the other."""
    cursors: list[str]
    """Pages to list, by the cursor that they start after."""

    def id(self, number: int) -> str:
        """The job of this call."""
        return self.ids[number % len(self.ids)]

    def cursor(self, number: int) -> str:
        """The page of this call."""
        return self.cursors[number % len(self.cursors)]


class Job(Protocol):
    """A job, whichever package made it."""

    id: Any
    workspace_id: Any
    user_id: Any
    type: Any
    entity_id: Any
    entity_type: Any
    data: Any
    progress: Any
    status: Any
    created_at: Any
    updated_at: Any


def read_three(jobs: Iterable[Job]) -> None:
    """Reads what a program looks at to see how its jobs are doing."""
    for job in jobs:
        job.id, job.status, job.progress  # noqa: B018


def read_all(jobs: Iterable[Job]) -> None:
    """Reads every field."""
    for job in jobs:
        job.id, job.workspace_id, job.user_id, job.type, job.entity_id, job.entity_type  # noqa: B018
        job.data, job.progress, job.status, job.created_at, job.updated_at  # noqa: B018


def read_three_items(jobs: Iterable[Mapping[str, Any]]) -> None:
    """The same of dictionaries."""
    for job in jobs:
        job["id"], job["status"], job["progress"]


def read_all_items(jobs: Iterable[Mapping[str, Any]]) -> None:
    """The same of dictionaries."""
    for job in jobs:
        job["id"], job["workspace_id"], job.get("user_id"), job["type"], job.get("entity_id"), job.get("entity_type")
        job.get("data"), job["progress"], job["status"], job["created_at"], job["updated_at"]


FIELDS = (
    "id",
    "workspace_id",
    "user_id",
    "type",
    "entity_id",
    "entity_type",
    "data",
    "progress",
    "status",
    "created_at",
    "updated_at",
)


def checksum(jobs: Iterable[Mapping[str, Any]]) -> str:
    """Of the fields that everybody knows, as JSON in one form."""
    digest = hashlib.sha256()
    for job in jobs:
        row = [plain(job.get(field)) for field in FIELDS]
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()[:16]


def plain(value: Any) -> Any:
    """A value as it stood in the answer, whatever a package made of it."""
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def attributes(job: Job, data: Callable[[Any], Mapping[str, Any] | None]) -> dict[str, Any]:
    """A job's fields by name; `data` makes a mapping of its data."""
    return {**{field: getattr(job, field) for field in FIELDS}, "data": data(job.data)}


def serve(client: object) -> None:
    """Runs tasks until there are no more; a client's methods take a `Task`."""
    for line in sys.stdin:
        task = Task(**json.loads(line))
        report(*timed(partial(getattr(client, task.workload), task)))


async def serve_async(client: object) -> None:
    """The same for methods that are coroutines, all in one event loop."""
    for line in sys.stdin:
        task = Task(**json.loads(line))
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        result = await getattr(client, task.workload)(task)
        report(time.process_time() - cpu, time.perf_counter() - wall, result)


async def at_once(task: Task, call: Callable[[int], Awaitable[None]]) -> None:
    """Makes the calls, so many at a time."""
    numbers = iter(range(task.calls))

    async def worker() -> None:
        for number in numbers:
            await call(number)

    await asyncio.gather(*(worker() for _ in range(task.concurrency)))


def timed(workload: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU seconds, seconds on the clock, and the result."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    result = workload()
    return time.process_time() - cpu, time.perf_counter() - wall, result


def report(cpu: float, wall: float, result: Any) -> None:
    """Writes the figures of a task."""
    line = {"cpu": cpu, "wall": wall, "memory": memory(), "result": result}
    print(json.dumps(line), flush=True)


def memory() -> int:
    """Bytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
