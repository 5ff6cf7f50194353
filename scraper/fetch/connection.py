"""One HTTP/1.1 connection: h11 reads and writes the messages, asyncio carries the bytes.

A connection is used again only if nothing but the response has arrived. After a Content-Length that is too
short, the rest would be taken for the beginning of the next response, and one page could say what another
URL holds. Such a rest can lie in the buffer of any layer, TLS among them; so everything is read at once,
also while no response is expected.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

import h11
import httpx2

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Iterator, Sequence

    Headers = Sequence[tuple[bytes, bytes]]

MAX_HEAD = 100 * 1024
"""Bytes of a response's status line and headers, or of a chunk's head; more is an error."""

KEEP_ALIVE = 15.0
"""Seconds that a connection may wait for its next request."""

PATIENCE = 5.0
"""Seconds for one of several addresses to accept a connection, before the next is tried."""

_MAX_WAITING = 256 * 1024
"""Bytes that may wait to be read before the server is slowed down."""


class CutShort(httpx2.RemoteProtocolError):
    """The server closed the connection before its response was complete."""


async def connect(places: Sequence[tuple[str, int]]) -> Connection:
    """A connection to the first of the (address, port) pairs that accepts one. Raises httpx2.ConnectError."""
    *others, last = places
    for place in others:
        with suppress(OSError):  # a time-out is one too
            async with asyncio.timeout(PATIENCE):
                return await _connect(place)
    with _connect_errors():
        return await _connect(last)


async def _connect(place: tuple[str, int]) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, *place)
    return connection


class Connection(asyncio.Protocol):
    """An HTTP/1.1 connection for one request at a time, made by `connect`.

    Every response must be ended by `finish`; after an error, the connection must be closed.
    """

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._http = _messages()
        self._arrived: deque[bytes] = deque()
        self._waiting = 0
        self._waiter: asyncio.Future[None] | None = None
        self._is_ended = False
        self._fault: Exception | None = None
        self._idle_until: float | None = None
        self._is_answered = False

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Encrypt what follows; the certificate must be good for `host`. Raises httpx2.ConnectError."""
        loop = asyncio.get_running_loop()
        closed = ConnectionResetError("the server closed the connection before it was safe")
        with _connect_errors():
            if self._is_ended:  # asyncio would wait for a handshake that cannot come
                raise self._fault or closed
            try:
                transport = await loop.start_tls(self._transport, self, context, server_hostname=host)
            except ConnectionError as fault:
                raise (fault if fault.errno else closed) from None  # asyncio's own says nothing
            if transport is None:
                raise closed
            self._transport = transport

    async def open_tunnel(self, authority: bytes, headers: Headers) -> None:
        """Ask a proxy for a tunnel to `authority` (host:port). Raises httpx2.ProxyError if it refuses."""
        head = await self.request(b"CONNECT", authority, [(b"Host", authority), *headers], b"")
        if not 200 <= head.status_code < 300:
            raise httpx2.ProxyError(f"{head.status_code} {head.reason.decode('ascii', 'replace')}")
        if self._http.trailing_data[0] or self._arrived:
            raise httpx2.ProxyError("the proxy sent data before the tunnel was in use")
        self._http = _messages()

    async def request(self, method: bytes, target: bytes, headers: Headers, body: bytes) -> h11.Response:
        """Send a request; the head of its response. Raises httpx2.TransportError."""
        self._idle_until = None
        self._is_answered = False
        with _protocol_errors():
            message = self._http.send(h11.Request(method=method, target=target, headers=list(headers))) or b""
            if body:
                message += self._http.send(h11.Data(data=body)) or b""
            self._transport.write(message + (self._http.send(h11.EndOfMessage()) or b""))
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Response):
                return event

    async def body(self) -> AsyncGenerator[bytes]:
        """The pieces of the response's body. Raises httpx2.TransportError."""
        while isinstance(event := await self._next_event(), h11.Data):
            yield bytes(event.data)

    def finish(self) -> None:
        """The response is no longer needed: be ready for another request, or close."""
        is_complete = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if (
            is_complete
            and not self._is_ended
            and not self._arrived
            and self._http.trailing_data == (b"", False)
        ):
            self._http.start_next_cycle()
            self._idle_until = asyncio.get_running_loop().time() + KEEP_ALIVE
        else:
            self.close()

    @property
    def is_answered(self) -> bool:
        """Whether anything has arrived since the request was sent."""
        return self._is_answered

    @property
    def is_reusable(self) -> bool:
        """Whether another request may be sent."""
        return self._idle_until is not None and asyncio.get_running_loop().time() < self._idle_until

    @contextmanager
    def closed_on_error(self) -> Iterator[None]:
        """Close when the block raises, or is cancelled."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close at once, whatever is under way."""
        self._idle_until = None
        self._transport.abort()

    async def _next_event(self) -> h11.Event | type[h11.PAUSED]:
        is_cut = False
        while True:
            with _protocol_errors(is_cut=is_cut):
                event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return cast("h11.Event", event)
            data = await self._receive()
            if not data and self._http.their_state is h11.SEND_RESPONSE:
                raise CutShort("the server closed the connection without a response")
            self._http.receive_data(data)
            is_cut = not data

    async def _receive(self) -> bytes:
        """What arrived next; b"" at the end."""
        while not self._arrived:
            if self._fault is not None:
                raise httpx2.ReadError(str(self._fault)) from self._fault
            if self._is_ended:
                return b""
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        data = self._arrived.popleft()
        self._waiting -= len(data)
        if not self._arrived:
            self._transport.resume_reading()
        return data

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # What asyncio calls:

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Bytes have arrived; a connection that expects none is closed."""
        self._is_answered = True
        self._arrived.append(data)
        self._waiting += len(data)
        if self._idle_until is not None:
            self.close()
        elif self._waiting > _MAX_WAITING:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """The server sends no more; asyncio closes the connection."""
        self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed, or broken if there is an exception."""
        self._end(exc)

    def _end(self, fault: Exception | None) -> None:
        self._is_ended = True
        self._fault = self._fault or fault
        self._idle_until = None
        self._wake()


def _messages() -> h11.Connection:
    return h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)


@contextmanager
def _connect_errors() -> Iterator[None]:
    try:
        yield
    except OSError as fault:  # also of the look-up and of TLS
        raise httpx2.ConnectError(str(fault)) from fault


@contextmanager
def _protocol_errors(*, is_cut: bool = False) -> Iterator[None]:
    try:
        yield
    except h11.LocalProtocolError as fault:
        raise httpx2.LocalProtocolError(str(fault)) from fault
    except h11.RemoteProtocolError as fault:
        raise (CutShort if is_cut else httpx2.RemoteProtocolError)(str(fault)) from fault
