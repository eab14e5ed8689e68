"""A server that a test plays itself, to see exactly when a request comes and when a connection goes."""

from __future__ import annotations

import json
import queue
import socket
import threading
from types import TracebackType

LIMIT = 20.0
"""Seconds after which a test gives up; never waited for when things work."""


class Connection:
    """One connection of a client."""

    def __init__(self, stream: socket.socket) -> None:
        self._stream = stream
        self._requests: queue.Queue[str] = queue.Queue()
        self._closed = threading.Event()
        self._arrived = threading.Condition()
        self._rest = b""
        self._expected = 0
        threading.Thread(target=self._read, daemon=True).start()

    def request(self) -> str:
        """Waits for a request; gives its first line."""
        return self._requests.get(timeout=LIMIT)

    def body(self) -> str:
        """Waits for the last request's body."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self._rest) >= self._expected, LIMIT)
            return self._rest.decode()

    def closed(self) -> bool:
        """Waits until the client closed the connection."""
        return self._closed.wait(LIMIT)

    def answer(self, body: object, status: str = "200 OK", headers: str = "") -> None:
        """Answers with JSON."""
        content = json.dumps(body)
        length = f"content-type: application/json\r\ncontent-length: {len(content)}\r\n"
        self.send(f"HTTP/1.1 {status}\r\n{length}{headers}\r\n{content}")

    def send(self, text: str) -> None:
        """Sends what the test wants."""
        self._stream.sendall(text.encode())

    def close(self) -> None:
        """Closes the server's side."""
        self._stream.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        received = b""
        try:
            while chunk := self._stream.recv(65536):
                received += chunk
                with self._arrived:
                    while b"\r\n\r\n" in received:
                        head, received = received.split(b"\r\n\r\n", 1)
                        lines = head.lower().split(b"\r\n")
                        lengths = [line.split(b":")[1] for line in lines if line.startswith(b"content-length:")]
                        self._expected = int(lengths[0]) if lengths else 0
                        self._requests.put(head.split(b"\r\n")[0].decode())
                    self._rest = received
                    self._arrived.notify_all()
        except OSError:
            pass
        self._closed.set()


class Listener:
    """Takes connections on 127.0.0.1."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._connections: queue.Queue[Connection] = queue.Queue()
        self._streams: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def connection(self) -> Connection:
        """Waits for a connection."""
        return self._connections.get(timeout=LIMIT)

    def _accept(self) -> None:
        try:
            while True:
                stream, _ = self._socket.accept()
                self._streams.append(stream)
                self._connections.put(Connection(stream))
        except OSError:
            pass

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A blocked accept keeps a closed socket alive; a shut down one wakes it.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for stream in self._streams:
            stream.close()


JOB: dict[str, object] = {
    "id": "675266e304a8e55b17f0228b",
    "workspace_id": "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c",
    "type": "move-leads",
    "progress": 100,
    "status": "success",
    "created_at": "2026-08-13T11:11:58.077Z",
    "updated_at": "2026-08-13T11:11:59.077Z",
}
"""A background job as the API would send it."""
