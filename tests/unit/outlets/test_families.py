"""A site's family is told by its pages, and what it knows serves a site without a profile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import scraper
from scraper.demo import DemoSite
from scraper.errors import ProfileError
from scraper.outlets import families, load_outlets, recognise_family, unknown, with_family

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.settings import Settings

SEED = "suararembang.com"
PROMEDIA = (
    b'<h1 class="read__title">A</h1><div class="read__info__author">B</div><article class="read__content">'
)


def test_a_page_has_all_signs_of_its_family() -> None:
    family = recognise_family(PROMEDIA)
    assert family is not None
    assert family.slug == "promedia"
    assert recognise_family(PROMEDIA.replace(b"read__content", b"content")) is None
    assert recognise_family(b"") is None


def test_a_site_never_seen_gets_what_its_family_knows() -> None:
    outlet = with_family(unknown("https://www.kabarkota.id/"), PROMEDIA)
    assert (outlet.network, outlet.urls.whole, outlet.extract.title) == (
        "promedia",
        "page=all",
        "h1.read__title",
    )
    assert outlet.discover.sitemaps[0] == "https://www.kabarkota.id/sitemap.xml"


def test_a_profile_counts_for_more_than_what_a_page_looks_like() -> None:
    outlet = replace(unknown("https://kabarkota.id/"), name="Kabar Kota")
    assert with_family(outlet, PROMEDIA) is outlet


def test_signs_that_are_no_strings_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "aneh.toml").write_text('signs = "read__title"\n')
    monkeypatch.setattr("scraper.outlets.registry.USER_FOLDER", tmp_path)
    families.families.cache_clear()
    with pytest.raises(ProfileError, match=r"families/aneh\.toml: .*\$\.signs"):
        recognise_family(PROMEDIA)
    families.families.cache_clear()


@pytest.mark.parametrize("known", [True, False], ids=["with its profile", "without a profile"])
def test_a_paper_of_a_family_is_crawled_with_and_without_its_profile(known: bool, settings: Settings) -> None:
    profiles = load_outlets() if known else {}
    with DemoSite(SEED) as site:
        outlets = {
            slug: replace(outlet, home=site.url, delay=0.0)
            for slug, outlet in profiles.items()
            if slug == "suararembang"
        }
        scraper.crawl([site.url], settings, outlets=outlets, resolve=site.resolve)
        its_own = [article for article in site.articles if article.template == "promedia"]
    with scraper.Archive(settings.archive, read_only=True) as archive:
        for article in its_own:
            stored = archive.articles.get(site.url.rstrip("/") + article.path)
            assert stored is not None
            assert stored.title == article.title
