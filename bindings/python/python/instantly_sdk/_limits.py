"""How much of the account's limits is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["RateLimitStatus", "RateLimitWindow"]


@dataclass(frozen=True, slots=True)
class RateLimitWindow:
    """One limit.

    Attributes:
        limit: So many calls in any `length` seconds.
        used: Calls made, or already given a time, in the window that ends now.
        length: The window's length in seconds.
    """

    limit: int
    used: int
    length: float


@dataclass(frozen=True, slots=True)
class RateLimitStatus:
    """What all clients of one key in this process have used.

    Attributes:
        windows: The account's two limits, the shorter first.
        groups: The lower limits that some operations have besides, by name: of those that were called.
        next_in: Seconds until the next call may go; 0.0 when it may go at once.
    """

    windows: tuple[RateLimitWindow, ...]
    groups: Mapping[str, RateLimitWindow] = field(hash=False)
    next_in: float
