"""By hand: one pycurl handle and orjson, dictionaries for models, no retries."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import orjson
import pycurl
from harness import API_KEY, BASE_URL, JOBS_PATH, PAGE, read_all_items, read_three_items, serve
from workloads import Workloads


class Peer(Workloads):
    """What a person writes who wants speed and nothing else."""

    read_three = staticmethod(read_three_items)
    read_all = staticmethod(read_all_items)

    def __init__(self) -> None:
        self.curl = pycurl.Curl()
        headers = [f"Authorization: Bearer {API_KEY}", "Accept: application/json"]
        self.curl.setopt(pycurl.HTTPHEADER, headers)
        self.curl.setopt(pycurl.ACCEPT_ENCODING, "gzip")

    def get(self, path: str) -> Any:
        body = BytesIO()
        self.curl.setopt(pycurl.URL, BASE_URL + path)
        self.curl.setopt(pycurl.WRITEDATA, body)
        self.curl.perform()
        if self.curl.getinfo(pycurl.RESPONSE_CODE) != 200:
            raise RuntimeError(body.getvalue())
        return orjson.loads(body.getvalue())

    def page(self, cursor: str) -> list[dict[str, Any]]:
        return self.get(f"{JOBS_PATH}?limit={PAGE}&starting_after={cursor}")["items"]

    def job(self, job_id: str) -> dict[str, Any]:
        return self.get(f"{JOBS_PATH}/{job_id}")

    def fields(self, job: dict[str, Any]) -> Mapping[str, Any]:
        return job


if __name__ == "__main__":
    serve(Peer())
