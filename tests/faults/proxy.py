"""A proxy on loopback, as institutions have them: absolute URLs for http, CONNECT for https."""

from __future__ import annotations

import socket
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


class Proxy(ThreadingHTTPServer):
    """Knows the hosts of `names`; `asked` and `credentials` tell what came. Runs inside a `with` block."""

    daemon_threads = True

    def __init__(self, names: Mapping[str, tuple[str, int]], *, status: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names = names
        self.status = status
        self.asked: list[str] = []
        self.credentials: set[str | None] = set()
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def _address(self, host: str) -> tuple[str, int] | None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.credentials.add(self.headers["Proxy-Authorization"])
        address = self.server.names.get(host)
        if self.server.status or address is None:
            self.send_response(self.server.status or 502)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return address

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if (address := self._address(url.hostname or "")) is None:
            return
        upstream = HTTPConnection(*address)
        upstream.request("GET", url.path + (f"?{url.query}" if url.query else ""), headers=dict(self.headers))
        answer = upstream.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        upstream.close()

    def do_CONNECT(self) -> None:
        if (address := self._address(self.path.rpartition(":")[0])) is None:
            return
        self.close_connection = True
        with socket.create_connection(address) as upstream:
            self.send_response(200)
            self.end_headers()
            back = Thread(target=_pump, args=(upstream, self.connection), daemon=True)
            back.start()
            _pump(self.connection, upstream)
            back.join(1)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
