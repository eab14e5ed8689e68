"""By hand: one connection of http.client, and msgspec structures with the fields of a job; no retries."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import msgspec
from harness import API_KEY, BASE_URL, JOBS_PATH, PAGE, attributes, serve
from structures import Job, Page, data
from workloads import Workloads


class Peer(Workloads):
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

    def page(self, cursor: str) -> list[Job]:
        return self.read_page(self.get(f"{JOBS_PATH}?limit={PAGE}&starting_after={cursor}")).items

    def job(self, job_id: str) -> Job:
        return self.read_job(self.get(f"{JOBS_PATH}/{job_id}"))

    def fields(self, job: Job) -> Mapping[str, Any]:
        return attributes(job, data)


if __name__ == "__main__":
    serve(Peer())
