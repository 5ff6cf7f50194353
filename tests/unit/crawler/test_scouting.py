"""A site never seen gets a profile, and a crawl with it finds what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scraper.crawler.discovery.site_survey import Scouted, scout
from scraper.demo import Status
from scraper.discover.profiles.lint import complaints
from scraper.errors import UnknownHost
from scraper.model import Article, Refused

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import DemoSite
    from scraper.settings import Settings
    from tests.unit.crawler.conftest import Crawl


def look(site: DemoSite, settings: Settings, **options: Any) -> Scouted:
    return scout(site.url, settings, resolve=site.resolve, **options)


@pytest.mark.parametrize(
    "switches", [{}, {"feeds": False}, {"sitemaps": False}, {"wordpress": True}], ids=str
)
def test_a_crawl_with_the_profile_finds_all(
    site: DemoSite, settings: Settings, run: Crawl, archive: Archive, switches: dict[str, bool]
) -> None:
    for name, value in switches.items():
        setattr(site, name, value)
    found = look(site, settings, name="Suara Kliping")
    assert found.draft is not None
    outlet = found.draft.counted()
    assert outlet.name == "Suara Kliping"
    assert outlet.language == "id"
    assert complaints(outlet) == []
    assert outlet.urls.article is not None
    assert outlet.samples.articles
    assert outlet.samples.others
    assert run(outlet.slug, outlets={outlet.slug: outlet}).total.articles == len(site.articles)


def test_looking_is_polite_and_keeps_nothing(site: DemoSite, settings: Settings) -> None:
    found = look(site, settings)
    assert site.requests[0] == "/robots.txt"
    assert not any(path.startswith("/arsip-internal/") for path in site.requests)
    assert len(site.requests) <= 20
    assert not settings.archive.exists()
    assert [type(trial.result) for trial in found.trials] == [Article] * 3


def test_what_is_found_and_what_is_not_sure_is_told(site: DemoSite, settings: Settings) -> None:
    lines: list[str] = []
    found = look(site, settings, say=lines.append)
    assert f"feed {site.url}feed.xml: 20 articles" in lines
    assert any(
        line.startswith("article ") and "2025-05-30T11:45:00+07:00 · 8 paragraphs" in line for line in lines
    )
    assert found.draft is not None
    assert "its name" in found.draft.unsure[0]


def test_a_sample_that_turns_out_to_be_none_is_left_out(site: DemoSite, settings: Settings) -> None:
    site.faults[site.articles[0].path] = Status(404)
    found = look(site, settings)
    (lost,) = [trial.url for trial in found.trials if not isinstance(trial.result, Article)]
    assert found.draft is not None
    assert lost not in found.draft.outlet.samples.articles


def test_a_site_that_forbids_it_is_left_alone(site: DemoSite, settings: Settings) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    found = look(site, settings)
    assert found.draft is None
    assert isinstance(found.trouble, Refused)
    assert site.requests == ["/robots.txt"]


def test_a_site_that_is_not_there_is_a_fault(settings: Settings) -> None:
    with pytest.raises(UnknownHost):
        scout("http://tidak-ada.test/", settings)
