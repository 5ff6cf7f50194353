"""One article answers badly: its lead has the right outcome, and the rest of the crawl is complete."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from scraper.demo import Bomb, Endless, EndlessHeaders, Reset, Slow, Status, Truncated, WrongCharset

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite, Fault
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 999 + b'">]><a>&b;</a>'
)
LOGIN = b"<html><body><h1>Masuk</h1><form><input name=sandi type=password></form></body></html>"

FAULTS: dict[str, tuple[Fault, tuple[str, str]]] = {
    "slow headers": (Slow(9), ("failed", "unreachable")),
    "headers that drip": (EndlessHeaders(0.1), ("failed", "unreachable")),
    "headers without an end": (EndlessHeaders(), ("failed", "bad-response")),
    "a slow endless body": (Endless(0.3), ("failed", "unreachable")),
    "an endless body": (Endless(), ("refused", "too-large")),
    "a body cut short": (Truncated(300), ("failed", "unreachable")),
    "a gzip body cut short": (
        Status(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(LOGIN)[:-9]),
        ("failed", "unreachable"),
    ),
    "a length too long": (
        Status(200, {"Content-Type": "text/html", "Content-Length": "99", "Connection": "close"}, b"<p>a"),
        ("failed", "unreachable"),
    ),
    "a length too short": (
        Status(200, {"Content-Type": "text/html", "Content-Length": "9"}, LOGIN),
        ("not-an-article", ""),
    ),
    "a length that is none": (Status(200, {"Content-Length": "sembilan"}, LOGIN), ("failed", "bad-response")),
    "two lengths": (
        Status(200, {"Content-Length": "9", "content-length": "8"}, LOGIN),
        ("failed", "bad-response"),
    ),
    "a gzip bomb": (Bomb(5_000_000), ("refused", "too-large")),
    "a reset": (Reset(), ("failed", "unreachable")),
    "a loop": (Status(302, {"Location": "/putar"}), ("failed", "redirect-loop")),
    "no redirect at all": (Status(302, {"Location": "ftp://x/"}), ("failed", "bad-response")),
    "elsewhere": (Status(302, {"Location": "http://169.254.169.254/"}), ("refused", "other-host")),
    "a wall": (Status(403), ("refused", "blocked")),
    "an XML bomb": (Status(200, {"Content-Type": "application/xml"}, ENTITIES), ("not-an-article", "")),
    "a login wall": (Status(200, {"Content-Type": "text/html"}, LOGIN), ("not-an-article", "")),
}


@pytest.mark.parametrize(("fault", "expected"), FAULTS.values(), ids=FAULTS)
def test_one_bad_answer_is_one_lead_s_outcome(
    site: DemoSite, run: Crawl, archive: Archive, settings: Settings, fault: Fault, expected: tuple[str, str]
) -> None:
    bad = site.articles[3]
    site.faults[bad.path] = fault
    site.faults["/putar"] = Status(302, {"Location": "/putar"})
    report = run(settings=replace(settings, timeout=1.5, max_bytes=1_000_000)).outlets["demo"]
    (row,) = archive.query("SELECT outcome, reason FROM leads WHERE url LIKE ?", (f"%{bad.path}",))
    assert (row["outcome"], row["reason"] if expected[1] else "") == expected
    assert report.stored == len(site.articles) - 1
    assert report.fault is None


def test_an_article_that_is_called_xml_is_an_article(site: DemoSite, run: Crawl) -> None:
    path = site.articles[3].path
    with urlopen(f"http://127.0.0.1:{site.address[1]}{path}") as answer:
        html = answer.read()
    site.faults[path] = Status(200, {"Content-Type": "application/xhtml+xml"}, html)
    assert run().outlets["demo"].stored == len(site.articles)


@pytest.mark.parametrize("fault", [Truncated(300, times=1), Reset(times=1)], ids=["cut short", "reset"])
def test_an_answer_that_did_not_come_whole_is_asked_for_again(
    site: DemoSite, run: Crawl, settings: Settings, fault: Fault
) -> None:
    site.faults[site.articles[3].path] = fault
    assert run(settings=replace(settings, attempts=2)).outlets["demo"].stored == len(site.articles)


def test_a_wrong_charset_costs_no_article(site: DemoSite, run: Crawl) -> None:
    site.faults[site.articles[3].path] = WrongCharset()
    assert run().outlets["demo"].stored == len(site.articles)


def test_a_feed_that_is_html_leaves_the_sitemaps(site: DemoSite, run: Crawl) -> None:
    site.faults["/feed.xml"] = Status(200, {"Content-Type": "application/xml"}, LOGIN)
    assert run().outlets["demo"].stored == len(site.articles)


def test_a_block_of_every_visit_is_told_as_one(site: DemoSite, run: Crawl) -> None:
    from scraper.cli.commands.crawl import exit_code
    from scraper.cli.shared.exits import Exit

    for article in site.articles:
        site.faults[article.path] = Status(403)
    assert exit_code(run()) == Exit.REFUSED
