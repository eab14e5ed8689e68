"""The mock's side of a case: hand it the script, ask it afterwards what arrived."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

# The mock is on this machine, whatever proxies the environment names.
_opener = build_opener(ProxyHandler({}))


class Script:
    """The exchanges of one case, played by the mock while the block lasts."""

    def __init__(self, mock: str, exchanges: list[Any]) -> None:
        self._cases = f"{mock}/__mock/cases"
        self._exchanges = exchanges
        self._id = ""
        self.base_url = ""

    def __enter__(self) -> Script:
        made = _call("POST", self._cases, {"exchanges": self._exchanges})
        self._id, self.base_url = made["id"], made["base_url"]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _call("DELETE", f"{self._cases}/{self._id}")

    def problems(self) -> list[str]:
        """What the mock did not like about the requests."""
        verdict = _call("GET", f"{self._cases}/{self._id}")
        return [] if verdict["ok"] else list(verdict["problems"])


def _call(method: str, url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, method=method, headers={"content-type": "application/json"})
    with _opener.open(request, timeout=30) as response:
        text = response.read()
    return json.loads(text) if text else None
