"""Connections to checked addresses, or through the user's proxy, kept for the next request."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from abc import abstractmethod
from base64 import b64encode
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.request import getproxies

import httpx2

from scraper.errors import PrivateAddress
from scraper.fetch.addresses import addresses_of, is_public
from scraper.fetch.connection import Connection, CutShort, connect

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Callable, Collection, Mapping

    Headers = list[tuple[bytes, bytes]]

MAX_IDLE_HOSTS = 100
"""Hosts whose connections may wait for another request."""

MAX_PORT = 65_535

_PORTS = {"http": 80, "https": 443}

_REPEATABLE = frozenset(("GET", "HEAD"))
"""Methods of requests that may be sent twice."""


class _Transport(httpx2.AsyncBaseTransport):
    """Keeps connections by origin. Time-outs are the caller's: a request that is cancelled closes its own."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._idle: OrderedDict[tuple[str, bytes, int], list[Connection]] = OrderedDict()

    @abstractmethod
    async def _connect(self, scheme: str, host: str, port: int) -> Connection:
        """A connection for requests to that origin. Raises httpx2.TransportError or PrivateAddress."""

    def _request_line(self, url: httpx2.URL) -> tuple[bytes, Headers]:
        """What to ask for, and headers for whoever is connected to."""
        return url.raw_path, []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        origin = (url.scheme, url.raw_host, url.port or _PORTS[url.scheme])
        connection = await self._reusable(origin)
        if connection is not None:
            try:
                return await self._send(request, origin, connection)
            except (httpx2.ReadError, CutShort):
                # The server closed it as the request was on its way (RFC 9112, 9.3.1).
                if connection.is_answered or request.method not in _REPEATABLE:
                    raise
        connection = await self._connect(url.scheme, url.raw_host.decode("ascii"), origin[2])
        return await self._send(request, origin, connection)

    async def _send(
        self, request: httpx2.Request, origin: tuple[str, bytes, int], connection: Connection
    ) -> httpx2.Response:
        target, headers = self._request_line(request.url)
        with connection.closed_on_error():
            head = await connection.request(
                request.method.encode("ascii"),
                target,
                [*request.headers.raw, *headers],
                await request.aread(),
            )
        return httpx2.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=_Body(connection, lambda: self._keep(origin, connection)),
            extensions={"http_version": b"HTTP/" + head.http_version, "reason_phrase": head.reason},
        )

    async def aclose(self) -> None:
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # they are closed in the loop's next round

    async def _reusable(self, origin: tuple[str, bytes, int]) -> Connection | None:
        if origin in self._idle:
            # In two rounds the loop reads what came meanwhile, which is no answer to this request.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        while connections := self._idle.get(origin):
            connection = connections.pop()
            if connection.is_reusable:
                return connection
            connection.close()
        return None

    def _keep(self, origin: tuple[str, bytes, int], connection: Connection) -> None:
        connection.finish()
        if not connection.is_reusable:
            return
        self._idle.setdefault(origin, []).append(connection)
        self._idle.move_to_end(origin)
        if len(self._idle) > MAX_IDLE_HOSTS:
            for oldest in self._idle.popitem(last=False)[1]:
                oldest.close()


class _Body(httpx2.AsyncByteStream):
    """The body of a response; `on_close` is called once."""

    def __init__(self, connection: Connection, on_close: Callable[[], None]) -> None:
        self._connection = connection
        self._on_close: Callable[[], None] | None = on_close

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        async for piece in self._connection.body():
            yield piece

    async def aclose(self) -> None:
        if self._on_close is not None:
            on_close, self._on_close = self._on_close, None
            on_close()


class GuardedTransport(_Transport):
    """Connects to checked addresses.

    A name is looked up once for a connection, and the connection goes to an address that was checked: a DNS
    answer that changes in between changes nothing. The Host header and the name in TLS stay the URL's own.
    `allowed` hosts may have private addresses; `resolve` maps names to (IP, port) to connect to instead,
    like curl's --resolve, and allows them.
    """

    def __init__(
        self, tls: ssl.SSLContext, allowed: Collection[str], resolve: Mapping[str, tuple[str, int]]
    ) -> None:
        super().__init__(tls)
        self._allowed = frozenset(allowed)
        self._resolve = resolve

    async def _connect(self, scheme: str, host: str, port: int) -> Connection:
        places = [self._resolve[host]] if host in self._resolve else await self._checked(host, port)
        connection = await connect(places)
        with connection.closed_on_error():
            if scheme == "https":
                await connection.start_tls(self._tls, host)
        return connection

    async def _checked(self, host: str, port: int) -> list[tuple[str, int]]:
        try:
            addresses = await addresses_of(host, port)
        except socket.gaierror as fault:
            raise httpx2.ConnectError(str(fault)) from fault
        if host not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddress(private(host, address))
        return [(address, port) for address in addresses]


class _ProxyTransport(_Transport):
    """Connects to an HTTP proxy, which looks names up itself: whole URLs for http, tunnels for https."""

    def __init__(self, tls: ssl.SSLContext, proxy: httpx2.Proxy) -> None:
        super().__init__(tls)
        self._proxy = proxy.url
        self._headers: Headers = []
        if proxy.auth is not None:
            credentials = b64encode(":".join(proxy.auth).encode())
            self._headers = [(b"Proxy-Authorization", b"Basic " + credentials)]

    def _request_line(self, url: httpx2.URL) -> tuple[bytes, Headers]:
        if url.scheme == "https":
            return super()._request_line(url)
        return b"http://" + url.netloc + url.raw_path, self._headers

    async def _connect(self, scheme: str, host: str, port: int) -> Connection:
        connection = await self._connect_proxy()
        with connection.closed_on_error():
            if scheme == "https":
                authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
                await connection.open_tunnel(authority.encode("ascii"), self._headers)
                await connection.start_tls(self._tls, host)
        return connection

    async def _connect_proxy(self) -> Connection:
        """A connection to the proxy itself. Raises httpx2.ProxyError."""
        name = self._proxy.raw_host.decode("ascii")
        try:
            connection = await connect([(name, self._proxy.port or _PORTS[self._proxy.scheme])])
            if self._proxy.scheme == "https":
                with connection.closed_on_error():
                    await connection.start_tls(self._tls, name)
        except httpx2.ConnectError as fault:
            raise httpx2.ProxyError(str(fault)) from fault
        return connection


def _through(proxy: str, tls: ssl.SSLContext) -> httpx2.AsyncBaseTransport:
    checked = httpx2.Proxy(proxy)
    if (checked.url.port or 0) > MAX_PORT:
        raise ValueError(f"there is no port {checked.url.port}")
    if checked.url.scheme in _PORTS:
        return _ProxyTransport(tls, checked)
    # SOCKS is the library's own. It sees less of what arrives, so no connection is used twice.
    return httpx2.AsyncHTTPTransport(
        verify=tls, proxy=checked, limits=httpx2.Limits(max_keepalive_connections=0)
    )


def private(host: str, address: str) -> str:
    """What to tell the user of a host whose address is not public."""
    subject = "it" if host == address else f"its address {address}"
    return f"{host}: {subject} is not a public one; if you mean it, allow it: --allow-private {host}"


def mounts(
    tls: ssl.SSLContext, direct: httpx2.AsyncBaseTransport, proxy: str | None
) -> dict[str, httpx2.AsyncBaseTransport]:
    """Transports by URL pattern: `proxy` for all, or those of the environment (HTTPS_PROXY, NO_PROXY, …).

    Raises ImportError, ValueError or httpx2.InvalidURL for a proxy that cannot be used.
    """
    proxies = {"all": proxy} if proxy else getproxies()
    excepted = [name.strip() for name in getproxies().get("no", "").split(",") if name.strip()]
    if "*" in excepted:
        return {}
    found: dict[str, httpx2.AsyncBaseTransport] = {}
    for scheme in ("http", "https", "all"):
        if address := proxies.get(scheme):
            address = address if "://" in address else f"http://{address}"
            found[f"{scheme}://"] = _through(address, tls)
    return found | ({_pattern(name): direct for name in excepted} if found else {})


def _pattern(name: str) -> str:
    """A host of NO_PROXY as a pattern: "example.com" means its subdomains too, an address only itself."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return f"all://{name}" if name.startswith("*.") or name == "localhost" else f"all://*{name}"
    return f"all://[{name}]" if ":" in name and not name.startswith("[") else f"all://{name}"
