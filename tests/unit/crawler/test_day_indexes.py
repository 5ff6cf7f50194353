"""Back in time by the indexes of days: every day once, and only what is missing with `fill`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from scraper.archive.frontier.leads import MAX_TRIES
from scraper.demo import Status
from scraper.model import Discovery

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.demo.articles import DemoArticle
    from scraper.model import Outlet
    from tests.unit.crawler.conftest import Crawl

DAY = timedelta(days=1)


def day_of(article: DemoArticle) -> date:
    return date.fromisoformat(str(article.published)[:10])


def indexes_asked(site: DemoSite) -> list[str]:
    return [path for path in site.requests if path.startswith("/indeks?date=")]


def stored_paths(archive: Archive, site: DemoSite) -> set[str]:
    return {
        row["url"].removeprefix(site.url.rstrip("/")) for row in archive.query("SELECT url FROM articles")
    }


@pytest.fixture
def paper(site: DemoSite) -> dict[str, Outlet]:
    """The toy newspaper with nothing but its index by days."""
    site.feeds = site.sitemaps = False
    site.days = True
    return {"demo": replace(site.outlet, discover=Discovery(index=site.outlet.discover.index))}


@pytest.fixture
def days(site: DemoSite) -> list[date]:
    """The days of the paper's articles, the latest first."""
    return sorted({day_of(article) for article in site.articles}, reverse=True)


def test_a_walk_goes_back_to_since_and_tells_days_that_gave_nothing(
    site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
) -> None:
    since, until = days[2], days[0]
    report = run(outlets=paper, since=since, until=until).outlets["demo"]
    assert stored_paths(archive, site) == {a.path for a in site.articles if since <= day_of(a) <= until}
    walked = {date.fromordinal(n) for n in range(since.toordinal(), until.toordinal() + 1)}
    assert set(report.empty_days) == walked - set(days)


def test_a_day_read_to_its_end_is_not_asked_for_again(
    site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
) -> None:
    run(outlets=paper, since=days[1], until=days[0])
    walked = set(indexes_asked(site))
    site.requests.clear()
    run(outlets=paper, since=days[3], until=days[0])
    assert walked
    assert not walked & set(indexes_asked(site))
    assert stored_paths(archive, site) == {a.path for a in site.articles if days[3] <= day_of(a) <= days[0]}


def test_a_day_whose_index_fails_is_asked_for_again(
    site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
) -> None:
    index = f"/indeks?date={days[0]}&page=1"
    site.faults[index] = Status(500)
    run(outlets=paper, since=days[0], until=days[0])
    assert archive.indexed_days.days("demo", days[0], days[0]) == set()
    del site.faults[index]
    run(outlets=paper, since=days[0], until=days[0])
    assert archive.indexed_days.days("demo", days[0], days[0]) == {days[0]}
    assert stored_paths(archive, site) == {a.path for a in site.articles if day_of(a) == days[0]}


def test_an_index_that_shows_the_same_on_every_day_tells_nothing_of_it(
    site: DemoSite, days: list[date], run: Crawl, archive: Archive
) -> None:
    site.feeds = site.sitemaps = False
    same = Discovery(index=f"{site.url}terbaru?tanggal={{date:%Y-%m-%d}}")
    since, until = days[0] - 3 * DAY, days[0]
    run(outlets={"demo": replace(site.outlet, discover=same)}, since=since, until=until)
    assert len(archive.indexed_days.days("demo", since, until)) <= 1


def test_the_day_of_an_article_is_what_its_page_tells(
    site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
) -> None:
    """Not that of an index that also links to articles of other days."""
    misled = {"demo": replace(site.outlet, discover=Discovery(index=f"{site.url}?tanggal={{date}}"))}
    run(outlets=misled, since=days[0] - 30 * DAY, until=days[0] + DAY)
    rows = archive.query("SELECT url, substr(published_at, 1, 10) AS day FROM leads WHERE outcome = 'stored'")
    told = {row["url"].removeprefix(site.url.rstrip("/")): row["day"] for row in rows}
    assert told
    assert told == {a.path: day_of(a).isoformat() for a in site.articles if a.path in told}


class TestFill:
    def test_only_what_is_missing_is_visited(
        self, site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
    ) -> None:
        missing = next(article.path for article in site.articles if day_of(article) == days[1])
        site.faults[missing] = Status(500)
        run(outlets=paper, since=days[1], until=days[0])
        del site.faults[missing]
        site.requests.clear()
        run(outlets=paper, since=days[1], until=days[0], fill=True)
        assert set(site.requests) == {missing}
        assert missing in stored_paths(archive, site)

    def test_days_never_walked_are_walked(
        self, site: DemoSite, paper: dict[str, Outlet], days: list[date], run: Crawl, archive: Archive
    ) -> None:
        run(outlets=paper, since=days[0], until=days[0])
        run(outlets=paper, since=days[2], until=days[0], fill=True)
        wanted = {a.path for a in site.articles if days[2] <= day_of(a) <= days[0]}
        assert stored_paths(archive, site) == wanted

    @pytest.mark.parametrize("status", [500, 403])
    def test_what_was_given_up_gets_another_chance(
        self, site: DemoSite, run: Crawl, archive: Archive, status: int
    ) -> None:
        lost = site.articles[0].path
        site.faults[lost] = Status(status)
        for _ in range(MAX_TRIES):
            run()
        del site.faults[lost]
        run()
        assert lost not in stored_paths(archive, site)
        run(fill=True)
        assert lost in stored_paths(archive, site)

    def test_without_indexes_of_days_the_sources_are_read_if_a_day_has_nothing(
        self, site: DemoSite, days: list[date], run: Crawl
    ) -> None:
        run()
        site.requests.clear()
        run(since=days[1], until=days[0], fill=True)
        assert site.requests == []
        assert days[1] - DAY not in days
        run(since=days[1] - DAY, until=days[0], fill=True)
        assert any("sitemap" in path for path in site.requests)

    def test_without_a_first_day_only_known_leads_are_visited(self, site: DemoSite, run: Crawl) -> None:
        run(fill=True)
        assert site.requests == []
