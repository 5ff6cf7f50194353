"""Connections to checked addresses, or through the user's proxy."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Self
from urllib.request import getproxies

import httpcore2
import httpx2

from scraper.errors import PrivateAddress
from scraper.fetch.addresses import addresses_of, is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection, Iterable, Mapping

    Options = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


MAX_POOLS = 100
"""Hosts whose connections may wait for another request."""


PATIENCE = 5.0
"""Seconds for one of several addresses to accept a connection, before the next is tried."""


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """The library's transport over connections to checked addresses.

    A name is looked up once for a connection, and the connection goes to an address that was checked: a DNS
    answer that changes in between changes nothing. The Host header and the name in TLS stay the URL's own.
    `allowed` hosts may have private addresses; `resolve` maps names to (IP, port) to connect to instead,
    like curl's --resolve, and allows them.
    """

    def __init__(
        self, tls: ssl.SSLContext, allowed: Collection[str], resolve: Mapping[str, tuple[str, int]]
    ) -> None:
        # Not the parent's: it takes no network backend, and would make a pool of its own.
        self._pool = _Pools(tls, _Guarded(allowed, resolve))  # type: ignore[assignment]


class _Pools:
    """A pool an origin.

    The library would keep one for all, and look at every connection, even at its socket, twice a request.
    When there are many, those are closed that wait for nothing.
    """

    def __init__(self, tls: ssl.SSLContext, backend: httpcore2.AsyncNetworkBackend) -> None:
        self._tls = tls
        self._backend = backend
        self._pools: dict[tuple[bytes, bytes, int | None], httpcore2.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpcore2.Request) -> httpcore2.Response:
        url = request.url
        origin = (url.scheme, url.host, url.port)
        if origin not in self._pools:
            if len(self._pools) >= MAX_POOLS:
                await self._tidy()
            self._pools[origin] = self._pools.get(origin) or httpcore2.AsyncConnectionPool(
                ssl_context=self._tls,
                max_connections=None,
                keepalive_expiry=15.0,
                network_backend=self._backend,
            )
        pool = self._pools[origin]
        await _close_spoilt(pool)
        return await pool.handle_async_request(request)

    async def _tidy(self) -> None:
        idle = [
            origin
            for origin, pool in self._pools.items()
            if all(connection.is_idle() for connection in pool.connections)
        ]
        for pool in [self._pools.pop(origin) for origin in idle]:
            await pool.aclose()

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class _ProxyTransport(httpx2.AsyncHTTPTransport):
    """The library's transport through a proxy, which looks names up itself."""

    _pool: httpcore2.AsyncConnectionPool

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await _close_spoilt(self._pool)
        return await super().handle_async_request(request)


async def _close_spoilt(pool: httpcore2.AsyncConnectionPool) -> None:
    """Close the connections on which more came than the answer that was asked for.

    After a Content-Length that is too short the library would take the rest of one page for the beginning of
    the next, and a page could say what another URL holds.
    """
    for connection in pool.connections:
        if connection.is_idle() and _left_over(connection):
            await connection.aclose()


def _left_over(connection: object) -> bytes:
    while inner := getattr(connection, "_connection", None):
        connection = inner
    state = getattr(connection, "_h11_state", None)
    return state.trailing_data[0] if state else b""


class _Guarded(httpcore2.AsyncNetworkBackend):
    def __init__(self, allowed: Collection[str], resolve: Mapping[str, tuple[str, int]]) -> None:
        self._plain = httpcore2.AnyIOBackend()
        self._allowed = frozenset(allowed)
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        if host in self._resolve:
            address, port = self._resolve[host]
            return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await self._plain.connect_tcp(address, port, PATIENCE, local_address, socket_options)
        return await self._plain.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = await addresses_of(host, port)
        except socket.gaierror as fault:
            raise httpcore2.ConnectError(str(fault)) from fault
        if host not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddress(private(host, address))
        return addresses


def private(host: str, address: str) -> str:
    """What to tell the user of a host whose address is not public."""
    told = "it" if host == address else f"its address {address}"
    return f"{host}: {told} is not a public one; if you mean it, allow it: --allow-private {host}"


def mounts(
    tls: ssl.SSLContext, direct: httpx2.AsyncBaseTransport, proxy: str | None
) -> dict[str, httpx2.AsyncBaseTransport]:
    """Transports by URL pattern: `proxy` for all, or those of the environment (HTTPS_PROXY, NO_PROXY, …).

    Raises ImportError, ValueError or httpx2.InvalidURL for a proxy that cannot be used.
    """
    told = {"all": proxy} if proxy else getproxies()
    excepted = [name.strip() for name in getproxies().get("no", "").split(",") if name.strip()]
    if "*" in excepted:
        return {}
    found: dict[str, httpx2.AsyncBaseTransport] = {}
    for scheme in ("http", "https", "all"):
        if address := told.get(scheme):
            address = address if "://" in address else f"http://{address}"
            found[f"{scheme}://"] = _ProxyTransport(verify=tls, proxy=address)
    return found | ({_pattern(name): direct for name in excepted} if found else {})


def _pattern(name: str) -> str:
    """A host of NO_PROXY as a pattern: "example.com" means its subdomains too, an address only itself."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return f"all://{name}" if name.startswith("*.") or name == "localhost" else f"all://*{name}"
    return f"all://[{name}]" if ":" in name and not name.startswith("[") else f"all://{name}"
