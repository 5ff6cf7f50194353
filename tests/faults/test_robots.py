"""robots.txt fails in every way it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scraper.demo import Endless, Reset, Status

if TYPE_CHECKING:
    from scraper.demo import DemoSite, Fault
    from tests.unit.crawler.conftest import Crawl

TEXT = {"Content-Type": "text/plain"}
LONG = b"User-agent: *\nDisallow: /arsip-internal/\n" + b"# panjang\n" * 60_000


@pytest.mark.parametrize(
    "fault",
    [Status(404), Status(200, TEXT, LONG), Endless(), Status(301, {"Location": "/aturan.txt"})],
    ids=["none", "600 KiB", "endless", "moved to nowhere"],
)
def test_the_site_may_be_crawled(site: DemoSite, run: Crawl, fault: Fault) -> None:
    site.faults["/robots.txt"] = fault
    assert run().outlets["demo"].stored == len(site.articles)


@pytest.mark.parametrize("fault", [Status(500), Status(429), Reset()], ids=["500", "429", "reset"])
def test_the_site_may_not_be_crawled_for_now(site: DemoSite, run: Crawl, fault: Fault) -> None:
    site.faults["/robots.txt"] = fault
    assert run().outlets["demo"].stored == 0
    assert set(site.requests) == {"/robots.txt"}
    del site.faults["/robots.txt"]
    assert run().outlets["demo"].stored == len(site.articles)
