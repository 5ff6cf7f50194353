"""Holding what a crawl met against what the archive tells of the time before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from scraper.crawler.health.anomalies import MIN_NEW, WEEKS, Alarm, Fill, Past, Visit, alarms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scraper.archive import Archive
    from scraper.crawler.report import OutletReport

SPAN = timedelta(weeks=2 * WEEKS)
"""A stretch of silent days may be as long as the past that it is held against."""

NEWEST, BEFORE = 10, 200
"""Where a run stored too few articles to judge by, so many of the newest are; and so many before them."""


class Watch:
    """Watches one run; made when it begins, asked when it ends."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._begun = datetime.now(UTC)
        self._mark = archive.statistics.newest_capture()

    def measure(self, reports: Mapping[str, OutletReport]) -> None:
        """Note in each report how many answers came, and how long they took."""
        for slug, report in reports.items():
            seconds = self._archive.statistics.seconds(slug, self._mark)
            report.answers = len(seconds)
            report.latency = round(median(seconds), 3) if seconds else None

    def judge(self, reports: Mapping[str, OutletReport], whole: Collection[str]) -> None:
        """Note alarms in the reports of those outlets that were crawled as a whole."""
        if not whole:
            return
        today = self._begun.date()
        summaries = self._archive.statistics.summaries(today - timedelta(weeks=WEEKS), today)
        for slug in whole:
            told = [summary.get("outlets", {}).get(slug, {}) for summary in summaries]
            visits = [_visit(numbers) for numbers in told if "asked" in numbers]
            reports[slug].alarms = self._alarms(slug, reports[slug], visits)

    def _alarms(self, slug: str, report: OutletReport, visits: list[Visit]) -> list[Alarm]:
        history, zone = self._archive.statistics, self._archive.outlets.zone(slug)
        today = self._begun.astimezone(zone).date()
        days, first = history.days(slug, zone, today - SPAN)
        new = report.stored if report.stored >= MIN_NEW else NEWEST
        past = Past(
            days,
            first,
            Fill(*history.filled(slug, today - SPAN, most=BEFORE, skip=new)),
            visits,
        )
        visit = Visit(report.asked, report.blocked, report.answers, report.latency)
        return alarms(slug, today, past, visit, Fill(*history.filled(slug, today - SPAN, most=new)))


def _visit(numbers: Mapping[str, Any]) -> Visit:
    """What an earlier run's summary tells of its visit to an outlet."""
    return Visit(numbers["asked"], numbers["blocked"], numbers["answers"], numbers["latency"])
