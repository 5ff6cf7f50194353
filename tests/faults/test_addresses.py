"""Names that lead elsewhere: into private networks, nowhere, or to a server that cannot prove who it is."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scraper.demo import DemoSite, Status
from scraper.errors import PrivateAddress
from scraper.fetch import Client, connection, transport
from tests.faults.safety import served_safely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import trustme

    from scraper.archive import Archive
    from scraper.settings import Settings
    from tests.faults.conftest import Answers
    from tests.unit.crawler.conftest import Crawl

ELSEWHERE: dict[str, tuple[str | int, tuple[str, str]]] = {
    "a private address": ("10.0.0.1", ("refused", "private-address")),
    "a cloud's metadata": ("169.254.169.254", ("refused", "private-address")),
    "loopback": ("127.0.0.1", ("refused", "private-address")),
    "nobody": (socket.EAI_NONAME, ("failed", "unknown-host")),
    "a resolver that is out of order": (socket.EAI_AGAIN, ("failed", "unreachable")),
}


def crawl_with_a_redirect(
    site: DemoSite, run: Crawl, archive: Archive, target: str, **options: Any
) -> tuple[str, str]:
    """The outcome of an article that redirects there, when the rest of the crawl is complete."""
    bad = site.articles[3]
    site.faults[bad.path] = Status(302, {"Location": target})
    report = run(**options).outlets["demo"]
    assert (report.stored, report.fault) == (len(site.articles) - 1, None)
    (row,) = archive.query("SELECT outcome, reason FROM leads WHERE url LIKE ?", (f"%{bad.path}",))
    return row["outcome"], row["reason"]


@pytest.mark.parametrize(("answer", "expected"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_redirect_to_a_name_of_the_outlet_s_own(
    site: DemoSite, run: Crawl, archive: Archive, dns: Answers, answer: str | int, expected: tuple[str, str]
) -> None:
    dns[f"intern.{site.host}"] = [answer]
    target = f"http://intern.{site.host}:{site.address[1]}/"
    assert crawl_with_a_redirect(site, run, archive, target) == expected


def test_a_connection_goes_to_the_address_that_was_checked(
    site: DemoSite, settings: Settings, dns: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    dns["koran.test"] = ["8.8.8.8", "10.0.0.1"]
    connected: list[str] = []

    async def to_the_site(places: Sequence[tuple[str, int]]) -> connection.Connection:
        connected.extend(address for address, _ in places)
        return await connection.connect([site.address])

    monkeypatch.setattr(transport, "connect", to_the_site)

    async def session() -> None:
        async with Client(settings) as client:
            assert (await client.get("http://koran.test/")).ok
            await client.get("http://koran.test/robots.txt")
        async with Client(settings) as client:
            with pytest.raises(PrivateAddress):
                await client.get("http://koran.test/")

    asyncio.run(session())
    assert connected == ["8.8.8.8"]


AMAN = "aman.suarakliping.test"
LONG_AGO = datetime.now(UTC) - timedelta(days=9)


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("names", "options"),
    [(("lain.test",), {}), ((AMAN,), {"not_before": LONG_AGO, "not_after": LONG_AGO + timedelta(days=1)})],
    ids=["of another name", "expired"],
)
def test_a_certificate_that_is_not_good(
    site: DemoSite, run: Crawl, archive: Archive, authority: trustme.CA, names: tuple[str], options: Any
) -> None:
    with served_safely(authority.issue_cert(*names, **options)) as safe:
        resolve = {**site.resolve, AMAN: safe.address}
        outcome = crawl_with_a_redirect(site, run, archive, f"https://{AMAN}/", resolve=resolve)
        assert (outcome, safe.requests) == (("failed", "certificate"), [])


def test_a_certificate_of_an_authority_that_nobody_knows(
    site: DemoSite, run: Crawl, archive: Archive, authority: trustme.CA
) -> None:
    with served_safely(authority.issue_cert(AMAN)) as safe:
        resolve = {**site.resolve, AMAN: safe.address}
        outcome = crawl_with_a_redirect(site, run, archive, f"https://{AMAN}/", resolve=resolve)
        assert (outcome, safe.requests) == (("failed", "certificate"), [])


@pytest.mark.usefixtures("trusting")
def test_a_good_certificate(site: DemoSite, run: Crawl, archive: Archive, authority: trustme.CA) -> None:
    with served_safely(authority.issue_cert(AMAN)) as safe:
        resolve = {**site.resolve, AMAN: safe.address}
        target = f"https://{AMAN}/tentang-kami"
        outcome = crawl_with_a_redirect(site, run, archive, target, resolve=resolve)
        assert (outcome[0], safe.requests) == ("not-an-article", ["/robots.txt", "/tentang-kami"])


def test_a_site_that_speaks_no_tls_at_all(site: DemoSite, run: Crawl, archive: Archive) -> None:
    resolve = {**site.resolve, AMAN: site.address}
    outcome = crawl_with_a_redirect(site, run, archive, f"https://{AMAN}/", resolve=resolve)
    assert outcome == ("failed", "unreachable")
