"""A site that asks for time is given it, by this run and by the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from scraper.demo import Status
from scraper.model import HostState

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl

IN_AN_HOUR = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize("told", ["3600", IN_AN_HOUR], ids=["seconds", "a date"])
def test_the_site_is_left_alone_and_the_next_run_knows(
    site: DemoSite, run: Crawl, archive: Archive, told: str
) -> None:
    site.faults[site.articles[3].path] = Status(429, {"Retry-After": told})
    first = run().outlets["demo"]
    assert 0 < first.visited < len(site.articles)
    assert archive.hosts.recall(site.host).open_at is not None
    site.faults.clear()
    site.requests.clear()
    assert "asked not to be visited" in str(run().outlets["demo"].fault)
    assert site.requests == []


YESTERDAY = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)


@pytest.mark.parametrize(("status", "told"), [(503, "0"), (429, YESTERDAY)], ids=["seconds", "a date"])
def test_a_site_that_is_well_again_is_crawled_to_the_end(
    site: DemoSite, run: Crawl, settings: Settings, status: int, told: str
) -> None:
    site.faults[site.articles[3].path] = Status(status, {"Retry-After": told}, times=2)
    report = run(settings=replace(settings, attempts=3)).outlets["demo"]
    assert (report.stored, report.fault) == (len(site.articles), None)


@pytest.mark.parametrize("told", ["segera", "-5"])
def test_a_wish_that_nobody_understands_costs_that_page_only(
    site: DemoSite, run: Crawl, archive: Archive, told: str
) -> None:
    site.faults[site.articles[3].path] = Status(503, {"Retry-After": told})
    report = run().outlets["demo"]
    assert (report.stored, report.failed) == (len(site.articles) - 1, {"http-503": 1})
    assert archive.hosts.recall(site.host).open_at is None


def test_a_clock_that_was_set_back_closes_no_site(site: DemoSite, run: Crawl, archive: Archive) -> None:
    archive.hosts.note(site.host, HostState(open_at=datetime.now(UTC) + timedelta(days=4000)))
    assert run().outlets["demo"].stored == len(site.articles)
