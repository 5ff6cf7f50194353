"""One month of scheduled updates, and all that was asked for and told in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from scraper.archive import Archive
from scraper.crawler import crawl
from scraper.crawler.runs.update import update
from tests.months import paper
from tests.months.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.crawler.reporting.summary import Summary
    from scraper.demo import DemoSite
    from scraper.settings import Settings

STEP = timedelta(hours=1)
"""Between two updates, as a timer would start them."""


@dataclass
class Month:
    """What happened: each request and each anomaly with its time, and the archive in the end."""

    site: DemoSite
    archive: Archive
    requests: list[tuple[datetime, str]] = field(default_factory=list)
    anomalies: list[tuple[datetime, str]] = field(default_factory=list)

    def note(self, moment: datetime, summary: Summary) -> None:
        """Take in what an update asked for and told."""
        self.requests += [(moment, path) for path in self.site.requests]
        self.anomalies += [
            (moment, anomaly.kind) for report in summary.outlets.values() for anomaly in report.anomalies
        ]

    @cached_property
    def stored(self) -> dict[str, dict[str, Any]]:
        """The articles of the archive by their paths."""
        rows = self.archive.query("SELECT id, url, title, first_seen, last_seen, gone_at FROM articles")
        return {"/" + row["url"].removeprefix(self.site.url): row for row in rows}

    def asked(self, path: str) -> list[datetime]:
        """When that was asked for."""
        return [moment for moment, one in self.requests if one == path]


@pytest.fixture
def month(site: DemoSite, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Month]:
    """A crawl of a paper with some weeks behind it, then an update every STEP through the month."""
    clock = Clock(paper.at(0))
    clock.rule(monkeypatch)
    options: dict[str, Any] = {"outlets": {"demo": site.outlet}, "resolve": site.resolve}
    _print(site, clock.moment)
    summary = crawl(["demo"], settings, **options)
    with Archive(settings.archive) as archive:
        month = Month(site, archive)
        month.note(clock.moment, summary)
        for hours in range(1, paper.DAYS * 24):
            moment = clock.moment = paper.at(0) + hours * STEP
            _print(site, moment)
            month.note(moment, update(settings=settings, **options))
        yield month


def _print(site: DemoSite, moment: datetime) -> None:
    """The paper as it is at that time."""
    site.requests.clear()
    site.today = moment.astimezone(paper.WIB).date()
    site.publish(paper.shown(moment))
    site.faults.clear()
    site.faults.update(paper.faults(moment))
