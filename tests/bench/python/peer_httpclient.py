"""By hand: one connection of http.client, and msgspec structures with the fields of a job; no retries."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import msgspec
from contest import API_KEY, BASE_URL, JOBS_PATH, PAGE, Order, attributes, checksum, read_all, read_three, serve
from structures import Job, Page, data


class Peer:
    """What a person writes who wants speed and nothing else."""

    def __init__(self) -> None:
        self.connection = HTTPConnection(urlsplit(BASE_URL).netloc)
        self.headers = {"Authorization": f"Bearer {API_KEY}", "Accept": "application/json"}
        self.read_page = msgspec.json.Decoder(Page).decode
        self.read_job = msgspec.json.Decoder(Job).decode

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(body)
        return body

    def three(self, order: Order) -> None:
        for number in range(order.calls):
            read_three(self.page(order, number))

    def all(self, order: Order) -> None:
        for number in range(order.calls):
            read_all(self.page(order, number))

    def single(self, order: Order) -> None:
        for number in range(order.calls):
            read_three([self.read_job(self.get(f"{JOBS_PATH}/{order.ids[number % len(order.ids)]}"))])

    def check(self, order: Order) -> str:
        return checksum(
            attributes(job, data) for number in range(len(order.cursors)) for job in self.page(order, number)
        )

    def page(self, order: Order, number: int) -> list[Job]:
        cursor = order.cursors[number % len(order.cursors)]
        return self.read_page(self.get(f"{JOBS_PATH}?limit={PAGE}&starting_after={cursor}")).items


if __name__ == "__main__":
    serve(Peer())
