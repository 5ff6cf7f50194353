"""The HTTP side of the toy paper: conditional requests, gzip, HEAD, keep-alive, and the faults."""

from __future__ import annotations

import gzip
import io
import re
import socket
import struct
import sys
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from scraper.demo import lists
from scraper.demo.faults import (
    Bomb,
    Calendar,
    Endless,
    EndlessHeaders,
    Fault,
    Faults,
    Reset,
    Slow,
    Status,
    Truncated,
    WrongCharset,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.demo.answers import Answer

_CHUNK = 64 * 1024
_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-fA-F:]+\](?::\d{1,5})?", re.ASCII)


class Server(ThreadingHTTPServer):
    """A server on loopback that asks `answer(target, host)` what to say.

    `host` is the Host header, or "" where that is missing or no host name.
    It serves from `start` to `stop`, in threads of its own.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, answer: Callable[[str, str], Answer], faults: Faults) -> None:
        self.answer = answer
        self.faults = faults
        self.closing = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, and hang up on every client that is still connected."""
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._lock:
            for connection in self._connections:
                _hang_up(connection)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, and remember it while it lasts."""
        with self._lock:
            self._connections.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._connections.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news; anything else is a fault of ours and is printed."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "SuaraKliping"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _serve(self) -> None:
        host = self.headers.get("Host", "").lower()
        answer = self.server.answer(self.path, host if _HOST.fullmatch(host) else "")
        fault = self.server.faults.take(self.path)
        if fault is None or not self._misbehave(fault, answer):
            self._send(answer)

    def _misbehave(self, fault: Fault, answer: Answer) -> bool:
        """Do what the fault says; False when the right answer must still be sent."""
        match fault:
            case Slow(seconds=seconds):
                self.server.closing.wait(seconds)
                return False
            case Status():
                self._write(fault.code, {"Content-Type": answer.content_type, **fault.headers}, fault.body)
            case Truncated(bytes=length):
                length = min(length, max(len(answer.body) - 1, 0))
                headers = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
                self._write(200, headers, answer.body[:length], close=True)
            case Endless():
                self._drip(fault, answer)
            case EndlessHeaders():
                self._drip_headers(fault)
            case Calendar():
                self._write(200, {"Content-Type": "text/html"}, lists.calendar(self.path).encode())
            case Bomb(bytes=size):
                headers = {"Content-Type": answer.content_type, "Content-Encoding": "gzip"}
                self._write(200, headers, _bomb(size))
            case Reset():
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            case WrongCharset():
                body = answer.body.decode(answer.charset).encode(fault.actual, "xmlcharrefreplace")
                claim = f"; charset={fault.declared}" if fault.declared else ""
                self._write(200, {"Content-Type": answer.content_type.partition(";")[0] + claim}, body)
        return True

    def _send(self, answer: Answer) -> None:
        headers = {"Content-Type": answer.content_type, "ETag": answer.etag, "Vary": "Accept-Encoding"}
        headers |= dict(answer.headers)
        if answer.modified:
            headers["Last-Modified"] = format_datetime(answer.modified.astimezone(UTC), usegmt=True)
        if answer.location:
            headers["Location"] = answer.location
        if answer.status == HTTPStatus.OK and self._fresh(answer):
            self._write(304, headers, b"")
        elif "gzip" in self.headers.get("Accept-Encoding", "") and answer.body:
            self._write(answer.status, {**headers, "Content-Encoding": "gzip"}, answer.gzipped)
        else:
            self._write(answer.status, headers, answer.body)

    def _fresh(self, answer: Answer) -> bool:
        """Whether the client's copy is still good (RFC 9110, 13.2.2: the tag goes before the date)."""
        tags = self.headers.get("If-None-Match")
        if tags:
            return tags.strip() == "*" or answer.etag in (
                tag.strip().removeprefix("W/") for tag in tags.split(",")
            )
        since = self.headers.get("If-Modified-Since")
        if not since or not answer.modified:
            return False
        try:
            return answer.modified.timestamp() < parsedate_to_datetime(since).timestamp() + 1
        except ValueError:
            return False

    def _write(self, status: int, headers: dict[str, str], body: bytes, *, close: bool = False) -> None:
        """Headers and body in one piece, so that no client waits for a second packet."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED and not {"Content-Length", "Transfer-Encoding"} & set(headers):
            self.send_header("Content-Length", str(len(body)))
        if close:
            self.send_header("Connection", "close")
        head = io.BytesIO()
        stream, self.wfile = self.wfile, head
        self.end_headers()
        self.wfile = stream
        self.wfile.write(head.getvalue() + (body if self.command != "HEAD" else b""))

    def _drip(self, fault: Endless, answer: Answer) -> None:
        self._write(
            200, {"Content-Type": answer.content_type, "Transfer-Encoding": "chunked"}, b"", close=True
        )
        text = answer.body or b" "
        piece = f"{_CHUNK:x}\r\n".encode() + (text * (1 + _CHUNK // len(text)))[:_CHUNK] + b"\r\n"
        while self.command != "HEAD" and not self.server.closing.wait(fault.pause):
            self.wfile.write(piece)

    def _drip_headers(self, fault: EndlessHeaders) -> None:
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.closing.wait(fault.pause):
            self.wfile.write(b"X-Kabar: belum habis\r\n")


def _bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for start in range(0, size, 1 << 20):
            file.write(b" " * min(1 << 20, size - start))
    return packed.getvalue()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # the client was faster
        return
