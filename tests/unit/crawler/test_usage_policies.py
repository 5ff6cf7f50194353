"""What a site says of being archived is kept with the outlet, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.demo import Status

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from tests.unit.crawler.conftest import Crawl


def test_of_robots_of_the_home_page_and_of_articles(site: DemoSite, run: Crawl, archive: Archive) -> None:
    site.robots += "\nUser-agent: GPTBot\nDisallow: /\n"
    site.faults["/"] = Status(200, {"Content-Type": "text/html", "TDM-Reservation": "1"}, b"<p>Depan</p>")
    site.faults[site.articles[0].path] = Status(
        200, {"Content-Type": "text/html", "X-Robots-Tag": "noarchive"}, b"<p>Tidak ada</p>"
    )
    report = run().outlets["demo"]
    kinds = ["ai-crawlers", "noarchive", "tdm-reservation"]
    assert [notice.kind for notice in report.notices] == kinds
    assert [row["kind"] for row in archive.query("SELECT kind FROM usage_policies ORDER BY kind")] == kinds


def test_a_site_that_says_nothing_has_no_notices(run: Crawl) -> None:
    assert run(limit=2).outlets["demo"].notices == []
