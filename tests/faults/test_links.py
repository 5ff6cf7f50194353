"""Sites that never end, or name one thing many times."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from scraper.demo import Calendar, Status

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

XML = {"Content-Type": "application/xml"}
MANY = int(os.environ.get("KLIPING_ENTRIES", "50_000"))
"""Entries of a sitemap: as many as the protocol allows, or (`make soak`) a million all the same."""

MEMORY = 60_000
"""KiB; a crawl with all that it loads takes less, the text of a bomb far more."""

LAUGHS = b"".join(b'<!ENTITY h%d "%s">' % (n, b"&h%d;" % (n - 1) * 10) for n in range(1, 12))
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY h0 "ha">' + LAUGHS + b"]>"
LONG = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY h11 "' + b"ha" * 500_000 + b'">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY h11 SYSTEM "http://suarakliping.test/luar">]>'


def sitemap(entries: bytes) -> bytes:
    return b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + entries + b"</urlset>"


def feed(text: bytes) -> bytes:
    return b'<rss version="2.0"><channel><item><title>' + text + b"</title></item></channel></rss>"


def as_served(site: DemoSite, path: str) -> bytes:
    """The page as its own host shows it."""
    request = Request(f"http://127.0.0.1:{site.address[1]}{path}", headers={"Host": site.host})
    with urlopen(request) as answer:
        return bytes(answer.read())


def test_a_calendar_without_an_end(site: DemoSite, run: Crawl, settings: Settings) -> None:
    site.feeds = site.sitemaps = False
    site.faults["/kategori/daerah"] = Calendar()
    report = run(settings=replace(settings, max_index_pages=40)).outlets["demo"]
    assert report.stored == len(site.articles)
    assert report.fault is None
    assert 0 < report.gone == sum(path.startswith("/kategori/daerah") for path in site.requests) < 40


def test_an_article_under_ten_addresses_is_stored_once(site: DemoSite, run: Crawl, archive: Archive) -> None:
    article = next(article for article in site.articles if not article.path.endswith("/"))
    site.faults[article.path] = Status(200, body=as_served(site, article.path))  # whatever the host
    own = site.url.rstrip("/") + article.path
    mobile = own.replace("://", "://m.")
    forms = [
        *(f"{own}?utm_source=wa&utm_medium=social", f"{own}?fbclid=IwAR0", f"{own}#komentar", f"{own}?"),
        *(f"{own}?PHPSESSID=0f3a", f"{own};jsessionid=77AB.node1", f"{own}?sid=9f", f"{own}?amp=1"),
        *(own.replace("http://suarakliping.test", "HTTP://SuaraKliping.TEST:80"), f"{own}/", mobile),
        own.replace("http:", "https:"),
    ]
    entries = "".join(f"<url><loc>{form.replace('&', '&amp;')}</loc></url>" for form in forms)
    site.faults["/sitemap-artikel.xml"] = Status(200, XML, sitemap(entries.encode()))
    site.faults["/sitemap-news.xml"] = site.faults["/feed.xml"] = Status(404)
    site.faults[f"{article.path}/"] = Status(301, {"Location": article.path})
    report = run(resolve={**site.resolve, f"m.{site.host}": site.address}).outlets["demo"]
    assert [urlsplit(row["url"]).path for row in archive.query("SELECT url FROM articles")] == [article.path]
    assert report.fault is None
    asked = [path for path in site.requests if path.startswith(article.path)]
    assert len(asked) <= 4  # its own, with a slash and where that leads, and the mobile one


def test_new_session_ids_on_every_visit_lead_to_nothing_new(site: DemoSite, run: Crawl) -> None:
    paths = [article.path for article in site.articles]
    for session in ("1111", "2222"):
        links = [f"{site.url[:-1]}{path};jsessionid={session}?PHPSESSID={session}" for path in paths]
        entries = "".join(f"<url><loc>{link}</loc></url>" for link in links)
        site.faults["/sitemap-artikel.xml"] = Status(200, XML, sitemap(entries.encode()))
        report = run().outlets["demo"]
        assert report.stored + report.finished_before == len(paths)
    assert all(site.requests.count(path) == 1 for path in paths)


def test_a_sitemap_of_very_many_entries(site: DemoSite, run: Crawl) -> None:
    entries = "".join(map("<url><loc>/{}/tidak-ada</loc></url>".format, range(10**9, 10**9 + MANY)))
    headers = {**XML, "Content-Encoding": "gzip"}
    site.faults["/sitemap-artikel.xml"] = Status(200, headers, gzip.compress(sitemap(entries.encode()), 1))
    del entries
    before = getrusage(RUSAGE_SELF).ru_maxrss
    report = run(limit=40).outlets["demo"]
    assert (report.discovered, report.stored, report.gone) == (MANY + 20, 20, 20)
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < MEMORY


DECLARED = {"laughs": DOCTYPE, "a long entity": LONG, "an entity from outside": OUTSIDE}
USED = {
    "/sitemap-news.xml": sitemap(b"<url><loc>" + b"&h11;" * 90 + b"</loc></url>"),
    "/feed.xml": feed(b"&h11;" * 90),
}


@pytest.mark.parametrize("path", USED)
@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
def test_entities_are_neither_expanded_nor_fetched(
    site: DemoSite, run: Crawl, path: str, declared: bytes
) -> None:
    site.faults[path] = Status(200, XML, declared + USED[path])
    before = getrusage(RUSAGE_SELF).ru_maxrss
    report = run().outlets["demo"]
    assert report.stored == len(site.articles)
    (found,) = (found for found in report.sources if found.url.endswith(path))
    assert (found.leads, getattr(found.trouble, "reason", "")) == (0, "dangerous")
    assert "/luar" not in site.requests
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < MEMORY


@pytest.mark.parametrize("path", ["/feed.xml", "/sitemap.xml", "/sitemap-artikel.xml"])
def test_a_list_that_is_html_leaves_the_others(site: DemoSite, run: Crawl, path: str) -> None:
    site.faults[path] = Status(200, XML, b"<!doctype html><html><body><h1>Pemeliharaan</h1><p>Maaf")
    report = run().outlets["demo"]
    assert report.stored == (len(site.articles) if path == "/feed.xml" else 20)
    (found,) = (found for found in report.sources if found.url.endswith(path))
    assert (found.leads, getattr(found.trouble, "reason", "")) == (0, "damaged")
