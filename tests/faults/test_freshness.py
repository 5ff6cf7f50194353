"""What a site says of a page's version, true or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.demo import Status
from scraper.model import Discovery

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from tests.unit.crawler.conftest import Crawl

LISTS = ["", "feed.xml", "sitemap-artikel.xml", "sitemap-news.xml", "sitemap.xml"]


def feed(site: DemoSite, count: int, headers: dict[str, str]) -> Status:
    items = "".join(
        f"<item><link>{site.url.rstrip('/')}{article.path}</link></item>" for article in site.articles[:count]
    )
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    return Status(200, {"Content-Type": "application/rss+xml", **headers}, body)


def test_lists_that_have_not_changed_are_taken_from_the_archive(
    site: DemoSite, run: Crawl, archive: Archive
) -> None:
    run()
    report = run().outlets["demo"]
    rows = archive.query("SELECT requested FROM captures WHERE status = 304 ORDER BY requested")
    assert [row["requested"] for row in rows] == [site.url + path for path in LISTS]
    assert (report.finished_before, report.fetched) == (len(site.articles), 0)


LIES = {
    "one tag for two versions": ({"ETag": '"satu"'}, {"ETag": '"satu"'}),
    "one date for two versions": ({"Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT"},) * 2,
    "a tag that cannot be sent back": ({"ETag": '"é' + "x" * 3000 + '"'}, {"ETag": ""}),
}


@pytest.mark.parametrize(("first", "second"), LIES.values(), ids=LIES)
def test_another_body_is_another_version_whatever_is_said(
    site: DemoSite, run: Crawl, first: dict[str, str], second: dict[str, str]
) -> None:
    site.sitemaps = False
    outlets = {"demo": replace(site.outlet, discover=Discovery(feeds=(f"{site.url}feed.xml",)))}
    site.faults["/feed.xml"] = feed(site, 3, first)
    assert run(outlets=outlets).outlets["demo"].stored == 3
    site.faults["/feed.xml"] = feed(site, 5, second)
    assert run(outlets=outlets).outlets["demo"].stored == 2


def test_one_body_is_kept_once_whatever_is_said(site: DemoSite, run: Crawl, archive: Archive) -> None:
    site.sitemaps = False
    for tag in ('"satu"', '"dua"'):
        site.faults["/feed.xml"] = feed(site, 3, {"ETag": tag})
        run()
    rows = list(archive.query("SELECT digest, file, offset FROM captures WHERE requested LIKE '%feed.xml'"))
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_not_modified_without_a_question_costs_that_list_only(site: DemoSite, run: Crawl) -> None:
    site.faults["/feed.xml"] = Status(304)
    assert run().outlets["demo"].stored == len(site.articles)
