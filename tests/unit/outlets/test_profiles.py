"""The profiles that kliping comes with: each keeps its word, and the families tell their own pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scraper.discover.profiles.lint import complaints
from scraper.outlets import find, load_outlets, recognise_family
from scraper.outlets.families import families

if TYPE_CHECKING:
    from scraper.model import Outlet

NOWHERE = Path(__file__).parent / "no-profiles-of-a-user"
PROFILES = load_outlets(NOWHERE)
PAGES = Path(__file__).parents[2] / "fixtures" / "articles"


@pytest.mark.parametrize("outlet", PROFILES.values(), ids=PROFILES.keys())
def test_a_profile_keeps_its_word(outlet: Outlet) -> None:
    assert complaints(outlet) == []
    assert outlet.samples.articles
    assert outlet.network in {None, *(family.slug for family in families())}


def test_very_many_outlets_are_known_and_no_host_is_owned_twice() -> None:
    assert len(PROFILES) >= 150
    owners = Counter(host for outlet in PROFILES.values() for host in outlet.hosts)
    assert [host for host, count in owners.items() if count > 1] == []


def test_names_are_unique_as_outlets_are_found_by_them() -> None:
    names = Counter(outlet.name.casefold() for outlet in PROFILES.values())
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://makassar.tribunnews.com/2016/02/08/jalan-lengang", "tribuntimur"),
        ("https://www.tribunnews.com/nasional/2025/04/30/harga-beras-turun", "tribunnews"),
        ("https://kalteng.antaranews.com/berita/262316/air-bersih", "antara-kalteng"),
        ("https://otomotif.antaranews.com/berita/546646/motor-listrik", "antaranews"),
        ("https://zonajakarta.pikiran-rakyat.com/nasional/pr-18829173/kabar", "zonajakarta"),
    ],
)
def test_a_paper_under_the_roof_of_another_is_an_outlet_of_its_own(url: str, slug: str) -> None:
    outlet = find(url, PROFILES)
    assert outlet is not None
    assert outlet.slug == slug


def test_papers_of_a_province_have_its_clock() -> None:
    assert PROFILES["tribuntimur"].zone == "Asia/Makassar"
    assert PROFILES["cenderawasihpos"].zone == "Asia/Jayapura"
    assert PROFILES["pontianakpost"].zone == "Asia/Jakarta"


FAMILY_PAGES = {
    "antara": "antara",
    "detik": "detik",
    "jawapos": "jawapos",
    "kly": "kly",
    "kompas-credits": "kompas",
    "kompas-modal": "kompas",
    "okezone": "mnc",
    "promedia": "promedia",
    "tribun": "tribun",
    "viva": "viva",
    "wordpress-newspaper": "wordpress-newspaper",
    "wordpress-jnews": None,
    "republika": None,
    "malay": None,
}

MADE_WITH = {"jawapos": {"promedia"}}
"""Whose template a family has: its pages bear the signs of both, and it is asked first."""


@pytest.mark.parametrize(("page", "slug"), FAMILY_PAGES.items())
def test_a_family_tells_its_own_pages_and_no_others(page: str, slug: str | None) -> None:
    html = (PAGES / f"{page}.html").read_bytes()
    family = recognise_family(html)
    assert (family.slug if family else None) == slug
    signed = [f.slug for f in families() if any(all(s.encode() in html for s in g) for g in f.signs)]
    assert set(signed) - {slug} == MADE_WITH.get(slug or "", set())


def test_every_family_has_a_page_that_shows_it() -> None:
    assert {family.slug for family in families()} <= set(FAMILY_PAGES.values())
