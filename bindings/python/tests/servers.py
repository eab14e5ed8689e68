"""What may stand between a client and the API: a server that speaks TLS, and a proxy."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

import trustme
from listener import JOB, LIMIT


class _Answering(BaseHTTPRequestHandler):
    """Answers everything with a job."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, JobServer)
        self.server.authorizations.append(self.headers["authorization"])
        content = json.dumps(JOB).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


class JobServer(ThreadingHTTPServer):
    """Answers every request with a job; over TLS, with a certificate that no machine knows, if it is `secure`."""

    daemon_threads = True

    def __init__(self, *, secure: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.authorizations: list[str] = []
        """The key's header of each request."""
        authority = trustme.CA()
        self.certificate: bytes = authority.cert_pem.bytes()
        """What the client has to trust, in PEM."""
        self.url = f"{'https' if secure else 'http'}://127.0.0.1:{self.server_port}"
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("127.0.0.1").configure_cert(context)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


class Proxy:
    """A proxy that leads everywhere, or with `refusal` nowhere."""

    def __init__(self, refusal: str = "") -> None:
        self.heads: list[str] = []
        """What it was asked, each with its headers, in lower case."""
        self._refusal = refusal
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                stream, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=[stream], daemon=True).start()

    def _serve(self, stream: socket.socket) -> None:
        with contextlib.suppress(OSError), stream:
            stream.settimeout(LIMIT)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                byte = stream.recv(1)
                if not byte:
                    return
                head += byte
            self.heads.append(head.decode().lower())
            if self._refusal:
                stream.sendall(f"HTTP/1.1 {self._refusal}\r\ncontent-length: 0\r\n\r\n".encode())
                return
            method, target, _ = head.decode().split(" ", 2)
            host, port = (target if method == "CONNECT" else urlsplit(target).netloc).split(":")
            with socket.create_connection((host, int(port))) as server:
                if method == "CONNECT":
                    stream.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                else:
                    server.sendall(head)
                back = threading.Thread(target=_pump, args=[server.recv, stream], daemon=True)
                back.start()
                _pump(stream.recv, server)
                back.join(LIMIT)

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A blocked accept keeps a closed socket alive; a shut down one wakes it.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _pump(receive: Callable[[int], bytes], into: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := receive(65536):
            into.sendall(chunk)
        into.shutdown(socket.SHUT_WR)
