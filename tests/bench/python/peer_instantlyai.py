"""instantlyai: httpx and pydantic."""

from __future__ import annotations

from typing import Any

from contest import API_KEY, BASE_URL, PAGE, Order, attributes, checksum, read_all, read_three, serve
from instantlyai import Instantly
from instantlyai.models import BackgroundJob


class Peer:
    """As everybody gets it; only its pacing is off."""

    def __init__(self) -> None:
        self.client = Instantly(api_key=API_KEY, base_url=BASE_URL, requests_per_minute=None)

    def three(self, order: Order) -> None:
        for number in range(order.calls):
            read_three(self.page(order, number))

    def all(self, order: Order) -> None:
        for number in range(order.calls):
            read_all(self.page(order, number))

    def single(self, order: Order) -> None:
        for number in range(order.calls):
            read_three([self.client.background_jobs.retrieve(order.ids[number % len(order.ids)])])

    def check(self, order: Order) -> str:
        return checksum(
            attributes(job, data) for number in range(len(order.cursors)) for job in self.page(order, number)
        )

    def page(self, order: Order, number: int) -> list[BackgroundJob]:
        cursor = order.cursors[number % len(order.cursors)]
        return self.client.background_jobs.list(limit=PAGE, starting_after=cursor).items


def data(value: Any) -> dict[str, Any] | None:
    """A job's data as a dictionary."""
    return None if value is None else value.model_dump(mode="json")


if __name__ == "__main__":
    serve(Peer())
