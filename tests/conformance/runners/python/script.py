"""The mock's side of a case: hand it the script, ask it afterwards what arrived."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

# The mock is on this machine, whatever proxies the environment names.
_opener = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Script:
    """The exchanges of one case, as the mock knows them."""

    url: str
    base_url: str

    def problems(self) -> list[str]:
        """What the mock did not like about the requests."""
        verdict = _call("GET", self.url)
        return [] if verdict["ok"] else list(verdict["problems"])


@contextmanager
def played(mock: str, exchanges: list[Any]) -> Iterator[Script]:
    """The mock plays the exchanges while the block lasts."""
    cases = f"{mock}/__mock/cases"
    made = _call("POST", cases, {"exchanges": exchanges})
    script = Script(f"{cases}/{made['id']}", made["base_url"])
    try:
        yield script
    finally:
        _call("DELETE", script.url)


def _call(method: str, url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, method=method, headers={"content-type": "application/json"})
    with _opener.open(request, timeout=30) as response:
        text = response.read()
    return json.loads(text) if text else None
