"""Where leads come from at sites that no profile tells of, and WordPress' own API."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from scraper.crawler import Surveyed
from scraper.crawler.discovery.context import MAX_REFUSALS
from scraper.demo import Status, lists
from scraper.demo.view import tag_path
from scraper.discover.lists import wordpress
from scraper.model import Discovery

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.crawler import Event
    from scraper.demo import DemoSite
    from scraper.model import Outlet
    from tests.unit.crawler.conftest import Crawl

API = "/wp-json/wp/v2/posts"


@pytest.fixture
def posts(site: DemoSite, monkeypatch: pytest.MonkeyPatch) -> dict[str, Outlet]:
    """The paper with WordPress' API as its only entry point, ten posts a page."""
    monkeypatch.setattr(wordpress, "PER_PAGE", 10)
    site.feeds = site.sitemaps = False
    site.wordpress = True
    return {"demo": replace(site.outlet, discover=Discovery())}


def leads_of(archive: Archive, source: str) -> list[dict[str, object]]:
    return list(archive.query(f"SELECT url, title, published_at FROM leads WHERE source = '{source}'"))


def test_wordpress_tells_of_all_articles_page_by_page(
    site: DemoSite, run: Crawl, archive: Archive, posts: dict[str, Outlet]
) -> None:
    report = run(outlets=posts).outlets["demo"]
    leads = leads_of(archive, "wordpress")
    assert report.stored == len(leads) == len(site.articles)
    assert {lead["title"] for lead in leads} == {article.title for article in site.articles}
    assert all("T" in str(lead["published_at"]) for lead in leads)
    assert sum(path.startswith(API) for path in site.requests) == -(-len(site.articles) // 10)
    assert not [found for found in report.sources if found.trouble]


def test_wordpress_is_asked_for_the_days_wanted_only(
    site: DemoSite, run: Crawl, archive: Archive, posts: dict[str, Outlet]
) -> None:
    since, until = date(2025, 4, 16), date(2025, 5, 8)
    run(outlets=posts, since=since, until=until)
    days = [
        datetime.fromisoformat(str(lead["published_at"])).date() for lead in leads_of(archive, "wordpress")
    ]
    assert (min(days), max(days)) == (since, until)


def test_a_keyword_is_searched_for_in_wordpress(
    site: DemoSite, run: Crawl, archive: Archive, posts: dict[str, Outlet]
) -> None:
    word = site.articles[0].title.split()[0].lower()
    run(outlets=posts, keyword=word)
    found = {lead["title"] for lead in leads_of(archive, "wordpress")}
    assert found == {article.title for article in site.articles if word in article.title.lower()}


def test_a_page_past_the_last_is_no_trouble_and_any_other_fault_is(
    site: DemoSite, run: Crawl, posts: dict[str, Outlet]
) -> None:
    (second,) = [wordpress.Query(f"{site.url}wp-json/").page(2)]
    assert second is not None
    path = second.removeprefix(site.url.rstrip("/"))
    site.faults[path] = Status(400)
    assert not [found for found in run(outlets=posts, limit=1).outlets["demo"].sources if found.trouble]
    assert not [found for found in run(outlets=posts).outlets["demo"].sources if found.trouble]
    site.faults[path] = Status(500)
    assert [found.kind for found in run(outlets=posts).outlets["demo"].sources if found.trouble] == [
        "wordpress"
    ]


def test_a_profile_may_say_that_there_is_an_api_which_no_page_names(
    site: DemoSite, run: Crawl, posts: dict[str, Outlet]
) -> None:
    site.faults["/"] = Status(404)
    quiet = replace(posts["demo"], discover=Discovery(wordpress=True))
    assert run(outlets={"demo": quiet}).outlets["demo"].stored == len(site.articles)


def test_well_known_places_are_tried_in_order_up_to_the_first_that_works(site: DemoSite, run: Crawl) -> None:
    hidden = replace(site.outlet, discover=Discovery())
    site.faults["/"] = Status(404)
    report = run(outlets={"demo": hidden}, limit=1).outlets["demo"]
    tried = [path for path in site.requests if "feed" in path or "rss" in path or "sitemap" in path]
    assert tried[:4] == ["/feed", "/rss", "/rss.xml", "/feed.xml"]
    assert "/atom.xml" not in tried
    assert [found.url for found in report.sources if found.leads] == [f"{site.url}feed.xml"]


@pytest.mark.parametrize("status", [403, 503])
def test_where_all_is_turned_away_few_places_are_tried(site: DemoSite, run: Crawl, status: int) -> None:
    hidden = replace(site.outlet, discover=Discovery())
    site.faults["*"] = Status(status)
    site.faults["/robots.txt"] = Status(404)
    run(outlets={"demo": hidden})
    assert len(site.requests) <= 1 + MAX_REFUSALS


def test_a_sitemap_at_a_well_known_place_is_read_with_all_its_parts(site: DemoSite, run: Crawl) -> None:
    site.feeds = False
    site.faults["/"] = Status(404)
    report = run(outlets={"demo": replace(site.outlet, discover=Discovery())}).outlets["demo"]
    assert report.stored == len(site.articles)
    assert "/sitemap-artikel.xml" in site.requests
    assert "/sitemap_index.xml" not in site.requests


def test_a_tag_page_brings_its_articles_from_all_its_pages(
    site: DemoSite, run: Crawl, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    tag, number = Counter(tag for article in site.articles for tag in article.tags).most_common(1)[0]
    assert number > 1
    address = f"{site.url.rstrip('/')}{tag_path(tag)}"
    for outlets in ({"demo": site.outlet}, {}):
        run(address, outlets=outlets)
        stored = {row["title"] for row in archive.query("SELECT title FROM articles")}
        assert stored == {article.title for article in site.articles if tag in article.tags}
    assert f"{tag_path(tag)}?page={number}" in site.requests


def test_where_only_a_feed_tells_the_sections_of_the_profile_are_walked_too(
    site: DemoSite, run: Crawl
) -> None:
    site.sitemaps = False
    report = run().outlets["demo"]
    assert report.stored == len(site.articles)
    assert "/indeks?page=2" in site.requests


def test_where_a_sitemap_tells_sections_are_left_alone(site: DemoSite, run: Crawl) -> None:
    run(limit=1000)
    assert "/indeks" not in site.requests


def test_an_api_without_posts_of_the_days_wanted_is_an_answer(
    site: DemoSite, run: Crawl, posts: dict[str, Outlet]
) -> None:
    report = run(outlets=posts, since=date(2030, 1, 1)).outlets["demo"]
    assert not report.discovered
    assert not [path for path in site.requests if "sitemap" in path or "kategori" in path]


def test_a_site_without_a_profile_is_surveyed(site: DemoSite, run: Crawl) -> None:
    site.wordpress = True
    site.robots = None  # the site's own names the sitemap
    told: list[Event] = []
    summary = run(site.url, outlets={}, on_event=told.append)
    number = len(site.articles)
    (survey,) = [event for event in told if isinstance(event, Surveyed)]
    assert survey.words == (
        f"no profile; found 1 feed with 20 articles, 2 sitemaps with {20 + number} articles,"
        f" WordPress with {number} articles"
    )
    assert summary.to_dict()["outlets"]["suarakliping.test"]["survey"] == survey.words


def test_a_survey_that_found_nothing_says_so(site: DemoSite, run: Crawl) -> None:
    site.feeds = site.sitemaps = False
    site.faults["/"] = Status(404)
    survey = run(site.url, outlets={}).outlets["suarakliping.test"].survey
    assert survey == "no profile; found no feed, no sitemap and no links to articles"


def test_an_outlet_with_a_profile_is_not_surveyed(run: Crawl) -> None:
    assert run(limit=1).outlets["demo"].survey is None
