"""One HTTP GET, bounded in time, size and redirects."""

from __future__ import annotations

import asyncio
import ssl
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self

import httpx2

from scraper.errors import (
    BadResponse,
    PrivateAddress,
    RedirectLoop,
    TooLarge,
    Unreachable,
    UsageError,
)
from scraper.fetch.addresses import is_public, literal
from scraper.fetch.http_errors import translated
from scraper.fetch.transport import GuardedTransport, mounts, private
from scraper.model import Page
from scraper.text.urls import canonical, host
from scraper.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scraper.settings import Settings

MAX_REDIRECTS = 10
AGENT = "kliping"
"""The name that robots.txt files know the crawler by."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_GZIP = b"\x1f\x8b"
_PIECE = 65_536
_MAX_MEMBERS = 10_000
"""Of one gzip body, unpacked in pieces: half a million empty ones would keep the crawl busy for minutes."""

_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))
_READABLE = ("html", "xml", "json", "text/", "gzip")


class Client:
    """GET requests as kliping: an honest User-Agent, no cookies, the proxies of settings or environment.

    Connects to public addresses only, and to the hosts of `settings.allow_private`; a proxy looks names up
    itself, and is trusted with that. `resolve` maps a host name to the (IP, port) to connect to instead of
    asking DNS. Use as an async context manager. Raises UsageError for a proxy that it cannot talk to.
    """

    def __init__(self, settings: Settings, *, resolve: Mapping[str, tuple[str, int]] | None = None) -> None:
        self._settings = settings
        self._allowed = frozenset((*settings.allow_private, *(resolve or {})))
        tls = tls_context()
        direct = GuardedTransport(tls, self._allowed, resolve or {})
        headers = {
            "User-Agent": f"{AGENT}/{__version__} (+{settings.contact})",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "id,en;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        try:
            proxies = mounts(tls, direct, settings.proxy or None)
            # The limits below are on whole requests, so the library's own per-operation time-outs are off.
            self._http = httpx2.AsyncClient(
                transport=direct,
                # Every pattern is tried on every request: none without a need.
                mounts=proxies and proxies | dict.fromkeys(_all(resolve), direct),
                timeout=None,
                cookies=cookies,
                headers=headers,
            )
        except (ImportError, ValueError, httpx2.InvalidURL) as fault:
            # What the library says of a broken URL may quote a part of the password in it.
            broken = isinstance(fault, httpx2.InvalidURL)
            why = "its address is no URL" if broken else str(fault).partition(". ")[0]
            raise UsageError(
                f"the proxy (--proxy, or HTTP_PROXY, HTTPS_PROXY, ALL_PROXY in the environment) cannot be "
                f"used; name an http proxy, or none: {why}"
            ) from fault

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.__aexit__()

    async def get(
        self,
        url: str,
        *,
        follow: bool = True,
        headers: Mapping[str, str] | None = None,
        most: int | None = None,
    ) -> Page:
        """The answer to a GET, of whatever status; redirects are followed unless `follow` is False.

        Only text is read: what a Content-Type calls anything else comes as a Page with empty content.
        `headers` are sent besides the usual ones (validators). With `most`, the body is read up to so many
        bytes and the rest is left.
        Raises UnknownHost, Unreachable (no connection, a reset, an answer cut short, or past
        `settings.timeout` in all), BadCertificate, PrivateAddress or BadResponse (broken HTTP, not http(s);
        RedirectLoop, TooLarge).
        """
        start = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.timeout):
                page = await self._answer(url, follow=follow, headers=headers or {}, most=most)
        except TimeoutError as fault:
            seconds = f"{self._settings.timeout:g} seconds"
            raise Unreachable(f"{url}: no complete answer within {seconds}; try again later") from fault
        return replace(page, requested=url, elapsed=time.monotonic() - start)

    async def _answer(self, url: str, *, follow: bool, headers: Mapping[str, str], most: int | None) -> Page:
        hop = url
        for _ in range(MAX_REDIRECTS + 1):
            page = await self._hop(hop, headers, most)
            target = redirect_target(page) if follow else None
            if target is None:
                return page
            hop = target
        raise RedirectLoop(f"{url}: more than {MAX_REDIRECTS} redirects, the last to {hop}")

    async def _hop(self, url: str, headers: Mapping[str, str], most: int | None) -> Page:
        if canonical(url) is None:
            raise BadResponse(f"not an http(s) URL: {url!r}")
        name = host(url)
        # A proxy is given names and addresses as they are, so an address is checked here too.
        if (address := literal(name)) and name not in self._allowed and not is_public(address):
            raise PrivateAddress(private(name, address))
        try:
            async with self._http.stream("GET", url, headers=headers) as response:
                received = tuple((name.lower(), value) for name, value in response.headers.multi_items())
                content, packed = b"", None
                if is_readable(response.headers.get("content-type"), url):
                    content, packed = await self._content(response, url, most)
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as fault:
            raise translated(fault, url) from fault
        moment, sent = datetime.now(UTC), _sent(response.request)
        return Page(
            url, url, response.status_code, received, content, moment, packed=packed, request_headers=sent
        )

    async def _content(
        self, response: httpx2.Response, url: str, most: int | None
    ) -> tuple[bytes, bytes | None]:
        """The body, and the same as one gzip member if it came so."""
        limits = self._settings
        coding = response.headers.get("content-encoding", "").strip().lower()
        body = bytearray()
        if coding in {"gzip", "x-gzip"}:
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > limits.max_packed:
                    raise _too_large(url, limits.max_packed, "max_packed")
            return _unpacked(bytes(body), url, limits.max_bytes)
        if coding not in {"", "identity", "deflate"}:
            raise BadResponse(f"{url}: it is packed as {coding[:40]!r}, which was not asked for")
        # The library unpacks deflate in pieces of a megabyte at most.
        async for piece in response.aiter_bytes():
            body += piece
            if most is not None and len(body) >= most:
                return bytes(body[:most]), None
            if len(body) > limits.max_bytes:
                raise _too_large(url, limits.max_bytes, "max_bytes")
            if coding and response.num_bytes_downloaded > limits.max_packed:
                raise _too_large(url, limits.max_packed, "max_packed")
        return bytes(body), None


def _sent(request: httpx2.Request) -> tuple[tuple[str, str], ...]:
    """The headers that were sent, but for credentials, which are nobody else's business."""
    return tuple(pair for pair in request.headers.multi_items() if pair[0].lower() not in _CREDENTIALS)


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """One for all clients: reading the certificates takes longer than many a page."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _all(hosts: Iterable[str] | None) -> list[str]:
    return [f"all://{name}" for name in hosts or ()]


def _unpacked(packed: bytes, url: str, most: int) -> tuple[bytes, bytes | None]:
    """A gzip body unpacked, no further than the bound; and as it came, if it is one member and no more."""
    if not packed:
        return b"", None
    content = bytearray()
    members = at = 0
    try:
        while not members or packed.startswith(_GZIP, at):  # RFC 1952 lets members follow each other
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                piece = packed[at : at + _PIECE]
                if not piece:
                    raise Unreachable(f"{url}: the answer breaks off in the middle; try again later")
                content += member.decompress(piece, most + 1 - len(content))
                if len(content) > most:
                    raise _too_large(url, most, "max_bytes")
                at += len(piece) - len(member.unused_data)
            members += 1
            if members > _MAX_MEMBERS:
                raise BadResponse(f"{url}: the answer is gzip in more than {_MAX_MEMBERS:,} members")
    except zlib.error as fault:
        raise BadResponse(f"{url}: the answer is not the gzip that it says it is ({fault})") from fault
    return bytes(content), packed if members == 1 and at == len(packed) else None


def _too_large(url: str, most: int, setting: str) -> TooLarge:
    return TooLarge(f"{url}: larger than {most:,} bytes (setting {setting})")


async def fetch_one(url: str, settings: Settings) -> Page:
    """The answer to a single GET, for one page that the user asks for by hand. Raises as `Client.get`.

    A host that the user names may be private; one that it redirects to may not.
    """
    allowed = (*settings.allow_private, host(url))
    async with Client(replace(settings, allow_private=allowed)) as client:
        return await client.get(url)


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
