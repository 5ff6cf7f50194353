"""One HTTP GET, bounded in time, size and redirects. The only file that knows the HTTP library."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self

import httpx2

from scraper import __version__
from scraper.errors import BadResponse, FetchError, UnknownHost, Unreachable, UsageError
from scraper.model import Page
from scraper.text.urls import canonical, host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scraper.settings import Settings

MAX_REDIRECTS = 10
AGENT = "kliping"
"""The name that robots.txt files know the crawler by."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_READABLE = ("html", "xml", "json", "text/", "gzip")


class TooLarge(BadResponse):
    """The answer is larger than `settings.max_bytes`."""


class Client:
    """GET requests as kliping: an honest User-Agent, no cookies, proxies from the environment.

    `resolve` maps a host name to the (IP, port) to connect to instead of asking DNS, like curl's
    --resolve: the Host header and the TLS name stay. Use as an async context manager. Raises UsageError
    for a proxy that it cannot talk to.
    """

    def __init__(self, settings: Settings, *, resolve: Mapping[str, tuple[str, int]] | None = None) -> None:
        self._settings = settings
        tls = ssl.create_default_context()
        mounts = {f"all://{name}": _Resolved(tls, *address) for name, address in (resolve or {}).items()}
        headers = {
            "User-Agent": f"{AGENT}/{__version__} (+{settings.contact})",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "id,en;q=0.5",
        }
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        try:
            # The limits below are on whole requests, so the library's own per-operation time-outs are off.
            self._http = httpx2.AsyncClient(
                verify=tls, mounts=mounts, timeout=None, cookies=cookies, headers=headers
            )
        except (ImportError, ValueError, httpx2.InvalidURL) as fault:
            raise UsageError(
                f"the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) cannot be used; "
                f"name an http proxy, or none: {str(fault).partition('. ')[0]}"
            ) from fault

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.__aexit__()

    async def get(self, url: str, *, follow: bool = True) -> Page:
        """The answer to a GET, of whatever status; redirects are followed unless `follow` is False.

        Only text is read: what a Content-Type calls anything else comes as a Page with empty content.
        Raises UnknownHost, Unreachable (no connection, a reset, or past `settings.timeout` in all) or
        BadResponse (broken HTTP, too many redirects, not http(s), too large: then TooLarge).
        """
        start = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.timeout):
                page = await self._answer(url, follow=follow)
        except TimeoutError as fault:
            seconds = f"{self._settings.timeout:g} seconds"
            raise Unreachable(f"{url}: no complete answer within {seconds}; try again later") from fault
        elapsed = time.monotonic() - start
        return Page(url, page.url, page.status, page.headers, page.content, page.fetched_at, elapsed)

    async def _answer(self, url: str, *, follow: bool) -> Page:
        hop = url
        for _ in range(MAX_REDIRECTS + 1):
            page = await self._hop(hop)
            target = redirect_target(page) if follow else None
            if target is None:
                return page
            hop = target
        raise BadResponse(f"{url}: more than {MAX_REDIRECTS} redirects, the last to {hop}")

    async def _hop(self, url: str) -> Page:
        if canonical(url) is None:
            raise BadResponse(f"not an http(s) URL: {url!r}")
        try:
            async with self._http.stream("GET", url) as response:
                headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
                content = b""
                if is_readable(response.headers.get("content-type"), url):
                    content = await self._content(response, url)
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as fault:
            raise _translated(fault, url) from fault
        return Page(url, url, response.status_code, headers, content, datetime.now(UTC))

    async def _content(self, response: httpx2.Response, url: str) -> bytes:
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > self._settings.max_bytes:
                raise TooLarge(f"{url}: larger than {self._settings.max_bytes:,} bytes (setting max_bytes)")
        return bytes(content)


async def fetch_one(url: str, settings: Settings) -> Page:
    """The answer to a single GET, for one page that the user asks for by hand. Raises as `Client.get`."""
    async with Client(settings) as client:
        return await client.get(url)


class _Resolved(httpx2.AsyncHTTPTransport):
    """Connects to a given address whatever the URL's host, which stays in the Host header and in TLS."""

    def __init__(self, tls: ssl.SSLContext, address: str, port: int) -> None:
        super().__init__(verify=tls)
        self._address = address
        self._port = port

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions = {**request.extensions, "sni_hostname": request.url.host}
        request.url = request.url.copy_with(host=self._address, port=self._port)
        return await super().handle_async_request(request)


def redirect_target(page: Page) -> str | None:
    """Where a redirect leads, in canonical form; None when the page is no redirect.

    Raises BadResponse when it leads nowhere that can be visited.
    """
    location = page.header("location")
    if page.status not in REDIRECTS or location is None:
        return None
    target = canonical(location, page.url)
    if target is None:
        raise BadResponse(f"{page.url}: redirects to {location!r}, which is no http(s) URL")
    return target


def is_text(content_type: str | None) -> bool:
    """Whether a Content-Type (or its absence) lets a document of text be expected."""
    kind = (content_type or "text/").lower()
    return any(word in kind for word in _READABLE) and "gzip" not in kind


def is_readable(content_type: str | None, url: str) -> bool:
    """Whether the body is worth reading: text, or packed text as sitemaps are."""
    kind = (content_type or "text/").lower()
    packed = "octet-stream" in kind and url.partition("?")[0].endswith(".gz")
    return packed or any(word in kind for word in _READABLE)


def _translated(fault: Exception, url: str) -> FetchError:
    name = host(url)
    causes = list(_causes(fault))
    lookup = next((cause for cause in causes if isinstance(cause, socket.gaierror)), None)
    if lookup is not None and lookup.errno == socket.EAI_AGAIN:
        return Unreachable(f"{name}: its name could not be looked up just now; is this machine online?")
    if lookup is not None:
        return UnknownHost(f"{name}: no such host; check the spelling")
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if certificate is not None:
        return Unreachable(f"{url}: no safe connection: {certificate.reason or certificate}")
    closed_early = isinstance(fault, httpx2.RemoteProtocolError) and "disconnected" in str(fault)
    if isinstance(fault, httpx2.NetworkError | httpx2.TimeoutException | httpx2.ProxyError) or closed_early:
        codes = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
        why = os.strerror(codes[0]) if codes else str(fault) or type(fault).__name__
        return Unreachable(f"{url}: cannot be reached ({why}); check the address, or try again later")
    return BadResponse(f"{url}: cannot be read: {str(fault) or type(fault).__name__}")


def _causes(fault: BaseException) -> list[BaseException]:
    """The exception and what led to it, nested groups included (a connection tries several addresses)."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [fault]
    while todo:
        cause = todo.pop()
        if cause is None or cause in found:
            continue
        found.append(cause)
        todo += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            todo += cause.exceptions
    return found
