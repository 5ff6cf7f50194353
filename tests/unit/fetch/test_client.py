from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.demo import Bomb, DemoSite, Endless, Reset, Slow, Status, Truncated
from scraper.errors import BadResponse, TooLarge, UnknownHost, Unreachable
from scraper.fetch import Client, fetch_one, is_text
from scraper.fetch.client import is_readable
from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.demo import Fault
    from scraper.model import Page
    from scraper.settings import Settings


def get(site: DemoSite, settings: Settings, path: str = "", *, follow: bool = True) -> Page:
    async def session() -> Page:
        async with Client(settings, resolve=site.resolve) as client:
            return await client.get(site.url + path, follow=follow)

    return asyncio.run(session())


def spoil(site: DemoSite, fault: Fault, path: str = "/") -> None:
    site.faults[path] = fault


def test_a_page_comes_as_sent(site: DemoSite, settings: Settings) -> None:
    page = get(site, settings, "robots.txt")
    assert (page.status, page.ok) == (200, True)
    assert page.requested == page.url == f"{site.url}robots.txt"
    assert page.content.decode() == site.robots
    assert page.header("Content-Type") == "text/plain; charset=utf-8"
    assert page.fetched_at.utcoffset() is not None
    assert page.elapsed > 0


def test_the_site_is_reached_under_its_name_without_dns(site: DemoSite, settings: Settings) -> None:
    assert site.url.encode() in get(site, settings).content  # its links name the Host header
    assert site.requests == ["/"]


def test_any_status_is_an_answer(site: DemoSite, settings: Settings) -> None:
    assert get(site, settings, "tidak-ada").status == 404


def test_redirects_are_followed_or_not(site: DemoSite, settings: Settings) -> None:
    spoil(site, Status(302, {"Location": "/robots.txt"}))
    followed = get(site, settings)
    assert (followed.requested, followed.url, followed.status) == (site.url, f"{site.url}robots.txt", 200)
    assert get(site, settings, follow=False).status == 302


def test_a_circle_of_redirects_is_bounded(site: DemoSite, settings: Settings) -> None:
    spoil(site, Status(301, {"Location": "/"}))
    with pytest.raises(BadResponse, match="more than 10 redirects"):
        get(site, settings)
    assert len(site.requests) == 11


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "http://"])
def test_a_redirect_away_from_http_is_refused(site: DemoSite, settings: Settings, location: str) -> None:
    spoil(site, Status(301, {"Location": location}))
    with pytest.raises(BadResponse, match="no http"):
        get(site, settings)


@pytest.mark.parametrize("url", ["ftp://suarakliping.test/", "suarakliping.test", "", "http://[::1"])
def test_what_is_no_http_url_is_refused(settings: Settings, url: str) -> None:
    with pytest.raises(BadResponse, match="not an http"):
        asyncio.run(fetch_one(url, settings))


def test_a_large_answer_is_cut_off(site: DemoSite, settings: Settings) -> None:
    spoil(site, Endless())
    with pytest.raises(TooLarge, match="larger than 1,000,000 bytes"):
        get(site, replace(settings, max_bytes=1_000_000))


def test_an_answer_is_measured_unpacked(site: DemoSite, settings: Settings) -> None:
    spoil(site, Bomb(20_000_000))
    with pytest.raises(TooLarge):
        get(site, replace(settings, max_bytes=1_000_000))


@pytest.mark.parametrize("fault", [Slow(30), Endless(pause=0.05)], ids=["silent", "dripping"])
def test_a_request_as_a_whole_is_bounded_in_time(site: DemoSite, settings: Settings, fault: Fault) -> None:
    spoil(site, fault)
    with pytest.raises(Unreachable, match=r"no complete answer within 0\.3 seconds"):
        get(site, replace(settings, timeout=0.3))


def test_a_reset_is_told(site: DemoSite, settings: Settings) -> None:
    spoil(site, Reset())
    with pytest.raises(Unreachable, match="cannot be reached"):
        get(site, settings)


def test_an_answer_that_breaks_off_is_told(site: DemoSite, settings: Settings) -> None:
    spoil(site, Truncated(100))
    with pytest.raises(Unreachable, match="breaks off"):
        get(site, settings)


def test_an_answer_that_is_not_what_it_says_is_told(site: DemoSite, settings: Settings) -> None:
    spoil(site, Status(200, {"Content-Encoding": "gzip"}, b"not gzip"))
    with pytest.raises(BadResponse):
        get(site, settings)


@pytest.mark.parametrize("coding", ["br", "zstd", "rahasia", "gzip, br"])
def test_a_packing_that_was_not_asked_for_is_told(site: DemoSite, settings: Settings, coding: str) -> None:
    spoil(site, Status(200, {"Content-Type": "text/html", "Content-Encoding": coding}, b"\x8b\x03\x80ikan"))
    with pytest.raises(BadResponse, match="which was not asked for"):
        get(site, settings)


def test_nobody_there_is_told(settings: Settings) -> None:
    with pytest.raises(Unreachable, match="127"):
        asyncio.run(fetch_one("http://127.0.0.1:9/", settings))


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:9", "https://127.0.0.1:9", "http://tidak-ada.invalid:3128"]
)
@pytest.mark.parametrize("url", ["http://koran.test/", "https://koran.test/"])
def test_a_fault_of_the_proxy_is_not_blamed_on_the_site(settings: Settings, proxy: str, url: str) -> None:
    with pytest.raises(Unreachable, match=r"koran\.test/: its proxy cannot be reached"):
        asyncio.run(fetch_one(url, replace(settings, proxy=proxy)))


def test_a_name_that_is_none_is_told(settings: Settings) -> None:
    with pytest.raises((UnknownHost, Unreachable), match=r"tidak-ada\.invalid"):
        asyncio.run(fetch_one("http://tidak-ada.invalid/", settings))


def test_only_text_is_read(site: DemoSite, settings: Settings) -> None:
    page = get(site, settings, "logo.png")
    assert (page.status, page.content, page.header("content-type")) == (200, b"", "image/png")


def test_a_packed_sitemap_is_read(site: DemoSite, settings: Settings) -> None:
    packed = gzip.compress(b"<urlset/>")
    spoil(site, Status(200, {"Content-Type": "application/x-gzip"}, packed), "/sitemap.xml.gz")
    assert get(site, settings, "sitemap.xml.gz").content == packed


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        (None, True),
        ("", True),
        ("text/html; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("application/ld+json", True),
        ("image/jpeg", False),
        ("application/pdf", False),
        ("application/gzip", False),
    ],
)
def test_what_counts_as_text(content_type: str | None, text: bool) -> None:
    assert is_text(content_type) is text


def test_a_packed_file_is_known_by_its_name() -> None:
    assert is_readable("application/octet-stream", "https://contoh.id/sitemap.xml.gz?v=1")
    assert not is_readable("application/octet-stream", "https://contoh.id/aplikasi.apk")


def test_kliping_says_who_it_is_and_keeps_no_cookies(settings: Settings) -> None:
    requests: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(
            b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        await writer.drain()
        writer.close()

    async def session() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        own = replace(settings, contact="https://contoh.id/bot", allow_private=("127.0.0.1",))
        async with server, Client(own) as client:
            for _ in range(2):
                await client.get(f"http://127.0.0.1:{port}/")

    asyncio.run(session())
    assert f"User-Agent: kliping/{__version__} (+https://contoh.id/bot)\r\n".encode() in requests[0]
    assert len(requests) == 2
    assert not any(b"cookie" in request.lower() for request in requests)


def test_a_page_tells_what_was_sent_but_no_credentials(site: DemoSite, settings: Settings) -> None:
    secrets = {"Authorization": "Basic cmFoYXNpYQ==", "Cookie": "a=1", "If-None-Match": '"satu"'}

    async def session() -> Page:
        async with Client(settings, resolve=site.resolve) as client:
            return await client.get(site.url, headers=secrets)

    sent = {name.lower(): value for name, value in asyncio.run(session()).request_headers}
    assert sent["host"] == site.url.removeprefix("http://").rstrip("/")
    assert sent["if-none-match"] == '"satu"'
    assert not sent.keys() & {"authorization", "cookie"}
