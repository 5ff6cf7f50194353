"""A dry run says what a crawl would do, and leaves everything as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.crawler import Planned
from scraper.demo import Status

if TYPE_CHECKING:
    from typing import Any

    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl


def plan(run: Crawl, *targets: str, **options: Any) -> dict[str, str]:
    """What a dry run says: for each URL why it would not be fetched, or nothing."""
    events: list[Any] = []
    run(*targets, dry_run=True, on_event=events.append, **options)
    return {event.lead.url: event.why_not for event in events if isinstance(event, Planned)}


def test_what_it_says_is_what_a_crawl_then_does(site: DemoSite, run: Crawl) -> None:
    wanted = [url for url, why_not in plan(run, since=date(2025, 5, 10)).items() if not why_not]
    report = run(since=date(2025, 5, 10)).outlets["demo"]
    assert len(wanted) == report.visited == report.stored > 0


def test_nothing_is_written_and_no_article_asked_for(site: DemoSite, run: Crawl, settings: Settings) -> None:
    assert plan(run)
    assert not settings.archive.exists()
    assert not set(site.requests) & {article.path for article in site.articles}


def test_an_archive_stays_as_it_is(site: DemoSite, run: Crawl, settings: Settings) -> None:
    run(limit=3)
    before = settings.archive.read_bytes()
    told = plan(run)
    assert settings.archive.read_bytes() == before
    assert [why for why in told.values() if "finished before (stored)" in why] == [
        "finished before (stored)"
    ] * 3
    assert sum(not why for why in told.values()) == len(site.articles) - 3


def test_it_says_why_the_rest_would_not_be_fetched(site: DemoSite, run: Crawl) -> None:
    first, *_, gone = sorted(site.articles, key=lambda article: str(article.published), reverse=True)
    site.robots += f"Disallow: {first.path}\n"
    site.faults[gone.path] = Status(410)
    root = site.url.rstrip("/")
    run(root + gone.path)
    told = plan(run, limit=30)
    assert told[root + gone.path] == "finished before (gone: 410)"
    assert told[root + first.path] == "robots.txt does not allow it"
    assert "over the limit of 30" in told.values()
    assert sum(not why for why in told.values()) == 30
    assert any(why.startswith("published 2025-04-") for why in plan(run, since=date(2025, 5, 1)).values())


def test_the_hosts_that_are_closed_are_known(site: DemoSite, run: Crawl, settings: Settings) -> None:
    site.faults[site.articles[0].path] = Status(429, headers={"Retry-After": "3600"})
    run(site.url.rstrip("/") + site.articles[0].path)
    report = run(dry_run=True).outlets["demo"]
    assert report.would_fetch == 0
    assert "asked not to be visited before" in (report.fault or "")
    with Archive(settings.archive, read_only=True) as archive:
        assert [row["n"] for row in archive.query("SELECT count(*) AS n FROM runs")] == [1]
