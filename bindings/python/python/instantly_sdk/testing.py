"""An Instantly to test against: in this process, without a network and an account.

    from instantly_sdk import Instantly
    from instantly_sdk.testing import MockServer

    with MockServer(jobs=20) as server, Instantly(base_url=server.url, api_key="test") as client:
        assert len(list(client.background_jobs.list())) == 20

It holds background jobs made from a seed, which move on as they are looked at; it refuses what the API refuses, in the
API's words; and it answers every other operation with a body that is valid for it. The same seed gives the same
answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from ._headers import ResponseHeaders
from ._native import MockServer as NativeServer
from .types._job import Job

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["MockServer", "RecordedRequest"]


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the server took.

    Attributes:
        method: `GET`, `POST` and so on.
        path: As it was sent, still percent-encoded, without the query.
        query: Names and values, decoded, in the order they came.
        headers: By name in any case; the key is not among them.
        body: The body as text; empty where there was none.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: ResponseHeaders
    body: str


class MockServer:
    """A server on 127.0.0.1; it takes connections once this is made, until `stop` or the end of the `with` block.

    Args:
        jobs: How many background jobs there are.
        seed: What everything made up follows from.
        api_key: The only key accepted; `None` accepts any.
        port: The port; 0 takes a free one.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, *, jobs: int = 250, seed: int = 7, api_key: str | None = None, port: int = 0) -> None:
        self._native = NativeServer(port, jobs, seed, api_key)

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return self._native.url

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests that came, oldest first."""
        return [
            RecordedRequest(
                method=each["method"],
                path=each["path"],
                query=[(name, value) for name, value in each["query"]],
                headers=ResponseHeaders((name, value) for name, value in each["headers"]),
                body=each["body"],
            )
            for each in json.loads(self._native.requests())
        ]

    def clear_requests(self) -> None:
        """Forgets the requests that came."""
        self._native.clear_requests()

    def answer_next(
        self,
        status: int,
        *,
        headers: Mapping[str, str] | None = None,
        json_body: Any = None,
        raw: str | None = None,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
    ) -> None:
        """Orders an answer for the next requests that fit, such as a 429.

        Args:
            status: The HTTP status.
            headers: Headers to send along.
            json_body: The body; without it and `raw` it is the API's own error for the status.
            raw: The body as text of any kind, such as the HTML of a gateway.
            times: How many requests get it.
            method: Only requests with this method.
            path: Only requests for this path, query apart.
        """
        answer: dict[str, Any] = {
            "status": status,
            "headers": dict(headers or {}),
            "times": times,
            "match": {"method": method, "path": path},
        }
        if json_body is not None:
            answer["json"] = json_body
        if raw is not None:
            answer["raw"] = raw
        self._native.answer_next(json.dumps(answer))

    def add_job(
        self,
        *,
        type: str = "move-leads",
        outcome: Literal["success", "failed", "cancelled"] = "success",
        polls: int = 3,
    ) -> Job:
        """Adds a background job that takes a known course.

        Args:
            type: What it does.
            outcome: How it ends.
            polls: How many looks find it unfinished.
        """
        job = {"type": type, "outcome": outcome, "polls": polls}
        return Job.from_json(self._native.add_job(json.dumps(job)))

    def advance(self, steps: int) -> None:
        """Moves every unfinished background job on, as if it had been looked at so often."""
        self._native.advance(steps)

    def reset(self) -> None:
        """Brings everything back to how the server started: jobs, recorded requests, ordered answers."""
        self._native.reset()

    def stop(self) -> None:
        """Stops the server and closes its connections."""
        self._native.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<MockServer at {self.url}>"
