"""Comparing what a crawl met with what the archive has of the time before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from scraper.crawler.health.anomalies import MIN_NEW, WEEKS, OutletHistory, RequestStats, find_anomalies
from scraper.crawler.health.lost_fields import FieldCounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scraper.archive import Archive
    from scraper.crawler.reporting.anomaly import Anomaly
    from scraper.crawler.reporting.summary import OutletReport

SPAN = timedelta(weeks=2 * WEEKS)
"""A stretch of silent days may be as long as the past that it is compared with."""

NEWEST, EARLIER = 10, 200
"""Where a run stored too few articles to judge by, so many of the newest are; and so many before them."""


class Baseline:
    """The archive as it was when a run began, with which the run is compared when it ends."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._began_at = datetime.now(UTC)
        self._last_capture = archive.statistics.newest_capture()

    def measure(self, reports: Mapping[str, OutletReport]) -> None:
        """Note in each report how many answers came, and how long they took."""
        for slug, report in reports.items():
            seconds = self._archive.statistics.seconds(slug, self._last_capture)
            report.answers = len(seconds)
            report.latency = round(median(seconds), 3) if seconds else None

    def compare(self, reports: Mapping[str, OutletReport], outlets: Collection[str]) -> None:
        """Note anomalies in the reports of these outlets, which must have been crawled as on any day."""
        if not outlets:
            return
        today = self._began_at.date()
        summaries = self._archive.statistics.summaries(today - timedelta(weeks=WEEKS), today)
        for slug in outlets:
            earlier = [summary.get("outlets", {}).get(slug, {}) for summary in summaries]
            requests = [_request_stats(numbers) for numbers in earlier if "asked" in numbers]
            reports[slug].anomalies = self._anomalies(slug, reports[slug], requests)

    def _anomalies(self, slug: str, report: OutletReport, requests: list[RequestStats]) -> list[Anomaly]:
        history, zone = self._archive.statistics, self._archive.outlets.zone(slug)
        today = self._began_at.astimezone(zone).date()
        days, first = history.days(slug, zone, today - SPAN)
        newest = report.stored if report.stored >= MIN_NEW else NEWEST
        earlier = FieldCounts(*history.filled(slug, today - SPAN, most=EARLIER, skip=newest))
        new = FieldCounts(*history.filled(slug, today - SPAN, most=newest))
        now = RequestStats(report.asked, report.blocked, report.answers, report.latency)
        return find_anomalies(slug, today, OutletHistory(days, first, earlier, requests), now, new)


def _request_stats(numbers: Mapping[str, Any]) -> RequestStats:
    """The requests at an outlet, from the summary of an earlier run."""
    return RequestStats(numbers["asked"], numbers["blocked"], numbers["answers"], numbers["latency"])
