"""When a connection is used again and when not, over TCP and TLS, whatever buffer the rest is in."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from scraper.errors import BadResponse, Unreachable
from scraper.fetch import Client, client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    Script = Sequence[bytes | float]

    from scraper.settings import Settings

HOST = "koran.test"
RIGHT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nbenar"
SMUGGLED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\npalsu"
HALF = SMUGGLED[:20]
UNENDING = SMUGGLED.replace(b"Length: 5", b"Length: 99999")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nasli\r\n0\r\n\r\n"
MIB = 1 << 20


def answer(size: int) -> bytes:
    """A response of so many bytes in all."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %06d\r\n\r\n"
    body = size - len(head % 0)
    return head % body + b"a" * body


class Server:
    """Sends the script as the first response, then the right one; a number in the script is a pause."""

    def __init__(self, script: Script) -> None:
        self.script: Script | None = script
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                script, self.script = self.script or [RIGHT], None
                for step in script:
                    if isinstance(step, bytes):
                        writer.write(step)
                        await writer.drain()
                    else:
                        await asyncio.sleep(step)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    @asynccontextmanager
    async def running(self, tls: ssl.SSLContext | None) -> AsyncIterator[tuple[str, int]]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=tls)
        async with server:
            yield server.sockets[0].getsockname()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=["http", "https"])
def tls(
    request: pytest.FixtureRequest, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext | None:
    """The server's side of TLS, whose certificate the client trusts; None for plain HTTP."""
    if request.param == "http":
        return None
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    monkeypatch.setattr(client, "tls_context", lambda: trusting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


async def two_requests(
    server: Server, tls: ssl.SSLContext | None, settings: Settings, pause: float
) -> list[bytes | Exception]:
    """What two requests in turn get."""
    url = f"{'https' if tls else 'http'}://{HOST}/"
    async with (
        server.running(tls) as address,
        Client(settings, resolve={HOST: address}) as session,
    ):
        found: list[bytes | Exception] = []
        for _ in range(2):
            try:
                found.append((await session.get(url)).content)
            except (Unreachable, BadResponse) as fault:
                found.append(fault)
            await asyncio.sleep(pause)
        return found


@pytest.mark.parametrize(
    "script",
    [
        [RIGHT],
        [RIGHT[:30], 0.02, RIGHT[30:]],
        [CHUNKED],
        [CHUNKED[:-2] + b"Expires: 0\r\n\r\n"],
        [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", RIGHT],
        [b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'],
        [answer(65_536)],
        [answer(900_000)],
    ],
    ids=["one piece", "two pieces", "chunked", "trailers", "early hints", "no body", "a full read", "large"],
)
def test_a_whole_response_leaves_its_connection_to_the_next(
    script: Script, tls: ssl.SSLContext | None, settings: Settings
) -> None:
    server = Server(script)
    first, second = asyncio.run(two_requests(server, tls, settings, 0))
    assert isinstance(first, bytes)
    assert (second, server.connections) == (b"benar", 1)


@pytest.mark.parametrize("rest", [SMUGGLED, HALF, UNENDING, b"\r\n", b"x" * MIB], ids=len)
@pytest.mark.parametrize(
    "between", [None, 0.0, 0.01], ids=["in one piece", "in a piece of its own", "after a while"]
)
@pytest.mark.parametrize(
    "response",
    [RIGHT.replace(b"benar", b"duluu"), CHUNKED, answer(16_384), answer(65_536), answer(262_144)],
    ids=["short", "chunked", "a TLS record", "a read", "a large read"],
)
def test_what_follows_a_response_is_part_of_no_other(
    response: bytes, between: float | None, rest: bytes, tls: ssl.SSLContext | None, settings: Settings
) -> None:
    server = Server([response + rest] if between is None else [response, between, rest])
    first, second = asyncio.run(two_requests(server, tls, settings, 0.04 if between else 0))
    assert isinstance(first, bytes)
    assert (second, server.connections) == (b"benar", 2)


@pytest.mark.parametrize(
    "script",
    [
        [RIGHT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")],
        [RIGHT.replace(b"text/plain", b"image/png")],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", 9.0],
    ],
    ids=["closed by the server's word", "not read", "given up"],
)
def test_a_response_that_was_not_read_to_its_end_ends_its_connection(
    script: Script, tls: ssl.SSLContext | None, settings: Settings
) -> None:
    server = Server(script)
    _, second = asyncio.run(two_requests(server, tls, replace(settings, timeout=0.5), 0))
    assert (second, server.connections) == (b"benar", 2)


@pytest.mark.parametrize(
    ("script", "fault", "text"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Le"], Unreachable, "breaks off"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc"], Unreachable, "breaks off"),
        ([CHUNKED[:-6]], Unreachable, "breaks off"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: tiga\r\n\r\nabc"], BadResponse, "cannot be read"),
        ([CHUNKED.replace(b"4\r\n", b"empat\r\n")], BadResponse, "cannot be read"),
        ([b"SSH-2.0-OpenSSH_9.9\r\n\r\n"], BadResponse, "cannot be read"),
    ],
    ids=["in its head", "in its body", "in a chunk", "no length", "no chunk", "no HTTP"],
)
def test_a_response_that_is_cut_short_or_broken(
    script: list[bytes], fault: type[Exception], text: str, tls: ssl.SSLContext | None, settings: Settings
) -> None:
    class Leaving(Server):
        async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(script[0])
            writer.close()

    first, _ = asyncio.run(two_requests(Leaving([]), tls, settings, 0))
    assert isinstance(first, fault)
    assert text in str(first)


def test_a_connection_that_the_server_closed_is_not_used(
    tls: ssl.SSLContext | None, settings: Settings
) -> None:
    class Leaving(Server):
        async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            await reader.readuntil(b"\r\n\r\n")
            writer.write(RIGHT)
            await writer.drain()
            writer.close()

    server = Leaving([])
    assert asyncio.run(two_requests(server, tls, settings, 0.05)) == [b"benar", b"benar"]
    assert server.connections == 2


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
def test_a_request_on_a_connection_that_closes_at_that_moment_is_sent_again(
    is_reset: bool, tls: ssl.SSLContext | None, settings: Settings
) -> None:
    server = Closing(is_reset=is_reset)
    assert asyncio.run(two_requests(server, tls, settings, 0.02)) == [b"benar", b"benar"]
    assert server.connections == 2


def test_a_request_is_not_sent_again_when_an_answer_began(
    tls: ssl.SSLContext | None, settings: Settings
) -> None:
    server = Closing(RIGHT[:20])
    _, second = asyncio.run(two_requests(server, tls, settings, 0.02))
    assert isinstance(second, Unreachable)
    assert server.connections == 1


class Closing(Server):
    """Closes its first connection at the second request, after the `last` bytes."""

    def __init__(self, last: bytes = b"", *, is_reset: bool = False) -> None:
        super().__init__([])
        self._last = last
        self._is_reset = is_reset

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(RIGHT)
        if self.connections == 1:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._last)
            if self._is_reset:
                linger = struct.pack("ii", 1, 0)  # makes closing a reset
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
        writer.close()


def test_a_server_that_leaves_instead_of_a_handshake(settings: Settings) -> None:
    async def session() -> None:
        leaving = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        async with leaving, Client(settings, resolve={HOST: leaving.sockets[0].getsockname()}) as session:
            await session.get(f"https://{HOST}/")

    with pytest.raises(Unreachable, match="the server closed the connection"):
        asyncio.run(session())
