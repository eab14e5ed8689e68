"""A job as msgspec structures: the types that instantly-sdk has, dates included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Job(msgspec.Struct):
    """A background job."""

    id: str
    workspace_id: str
    type: str
    progress: float
    status: str
    created_at: datetime
    updated_at: datetime
    user_id: str | None = None
    entity_id: str | None = None
    entity_type: str | None = None
    data: dict[str, Any] | None = None


class Page(msgspec.Struct):
    """Jobs, and where the next ones begin."""

    items: list[Job]
    next_starting_after: str | None = None


def data(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """A job's data, which is a dictionary already."""
    return value
