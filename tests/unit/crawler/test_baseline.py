"""A crawl of a whole outlet is held against what the archive tells of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from scraper.demo import Status
from tests.unit.archive import examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.archive import Archive
    from scraper.crawler import OutletReport
    from scraper.demo import DemoSite
    from tests.unit.crawler.conftest import Crawl

ZONE = ZoneInfo("Asia/Jakarta")
A_DAY = 12
NUMBERS = count(1)


def today() -> date:
    return datetime.now(UTC).astimezone(ZONE).date()


def publish(archive: Archive, back: Iterable[int], a_day: int = A_DAY, **fields: Any) -> None:
    """Articles of the toy newspaper in the archive, so many on each day, as days are counted back."""
    days = [today() - timedelta(days=one) for one in back for _ in range(a_day)]
    with archive.atomic():
        for day in days:
            number = next(NUMBERS)
            moment = datetime.combine(day, time(8, number % 60), ZONE)
            url = f"https://suarakliping.test/{number}"
            given = {"url": url, "outlet": "demo", "published_at": moment, "pages": (url,), **fields}
            archive.articles.store(examples.article(1, **given), captures=[])


def kinds(report: OutletReport) -> list[str]:
    return [anomaly.kind for anomaly in report.anomalies]


@pytest.fixture
def weeks(run: Crawl, archive: Archive) -> None:
    """The toy newspaper crawled, after seven weeks of as many articles a day, but for the last two days."""
    run()
    publish(archive, range(51, 2, -1))


def test_an_outlet_that_fell_silent_is_told_and_kept_with_the_run(
    run: Crawl, archive: Archive, weeks: None
) -> None:
    (anomaly,) = run().outlets["demo"].anomalies
    assert anomaly.kind == "silent"
    assert anomaly.detail.startswith("0 articles since ")
    (kept,) = archive.runs.newest(limit=1)
    (told,) = kept.summary["outlets"]["demo"]["anomalies"]
    assert told["detail"] == anomaly.detail
    assert told["figures"]["usual"] == 2 * A_DAY


def test_articles_of_yesterday_clear_it(run: Crawl, archive: Archive, weeks: None) -> None:
    publish(archive, [1])
    assert run().outlets["demo"].anomalies == []


def test_a_crawl_that_was_narrowed_is_not_judged(run: Crawl, site: DemoSite, weeks: None) -> None:
    for narrowing in ({"since": today()}, {"limit": 1}, {"fill": True}, {"dry_run": True}):
        assert run(**narrowing).outlets["demo"].anomalies == []
    assert run(site.url + site.articles[0].path[1:]).outlets["demo"].anomalies == []


def test_a_field_that_went_missing_is_told(run: Crawl, archive: Archive, weeks: None) -> None:
    publish(archive, [1], authors=())
    (anomaly,) = run().outlets["demo"].anomalies
    assert (anomaly.kind, "authors" in anomaly.detail) == ("field", True)


def test_a_first_crawl_has_no_past_and_no_anomaly_and_knows_its_pace(run: Crawl) -> None:
    report = run().outlets["demo"]
    assert report.anomalies == []
    assert report.answers >= report.fetched > 0
    assert report.latency is not None


def test_a_door_that_was_open_before_is_told(run: Crawl, site: DemoSite, archive: Archive) -> None:
    run()
    with closing(sqlite3.connect(archive.path)) as connection, connection:
        for back in range(1, 7):
            connection.execute(
                "INSERT INTO runs (command, targets, started_at, finished_at, status, summary)"
                " SELECT command, targets, datetime(started_at, ?) || 'Z', finished_at, status, summary"
                " FROM runs WHERE id = 1",
                (f"-{back} days",),
            )
    site.faults["*"] = Status(403)
    assert "blocked" in kinds(run().outlets["demo"])
