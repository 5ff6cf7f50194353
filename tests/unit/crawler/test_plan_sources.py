"""Which entry points an outlet has, from its profile, its home page and robots.txt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.crawler.discovery.entry_points import EntryPoint, plan_sources
from scraper.discover.lists import feeds, sitemaps
from scraper.fetch import Robots
from scraper.model import Discovery, Page
from scraper.outlets import unknown

if TYPE_CHECKING:
    from scraper.model import Outlet

HOME = "https://contoh.id/"
HEAD = (
    '<link rel="alternate" type="application/rss+xml" href="/kanal/rss">'
    '<link rel="sitemap" href="/peta.xml"><link rel="https://api.w.org/" href="/blog/?rest_route=/">'
)


def page(html: str, url: str = HOME) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url, url, 200, headers, html.encode(), datetime(2025, 6, 1, tzinfo=UTC))


def robots(text: str) -> Robots:
    return Robots.of_page(page(text, f"{HOME}robots.txt"))


def named(outlet: Outlet, home: str = "", rules: str = "") -> list[tuple[str, str]]:
    points = plan_sources(outlet, page(home) if home else None, robots(rules) if rules else None)
    return [(point.kind, point.url) for point in points if not point.guessed]


def test_of_a_site_of_which_nothing_is_known_only_well_known_places_are_guessed() -> None:
    points = plan_sources(unknown(HOME), None, None)
    assert [point for point in points if not point.guessed] == [EntryPoint("home", HOME)]
    guessed = [point.url.removeprefix(HOME.rstrip("/")) for point in points if point.guessed]
    assert guessed == [*feeds.WELL_KNOWN, *sitemaps.WELL_KNOWN]


def test_the_profile_comes_first_then_robots_txt_then_the_home_page() -> None:
    profile = Discovery(
        feeds=(f"{HOME}rss",),
        sitemaps=(f"{HOME}sitemap.xml",),
        sections=(f"{HOME}daerah",),
        wordpress=True,
        index=f"{HOME}indeks?d={{date}}",
        search=f"{HOME}cari?q={{keyword}}",
    )
    outlet = replace(unknown(HOME), discover=profile)
    assert named(outlet, HEAD, "Sitemap: https://contoh.id/berita.xml\n") == [
        ("feed", f"{HOME}rss"),
        ("feed", f"{HOME}kanal/rss"),
        ("wordpress", f"{HOME}blog/?rest_route=/"),
        ("sitemap", f"{HOME}sitemap.xml"),
        ("sitemap", f"{HOME}berita.xml"),
        ("sitemap", f"{HOME}peta.xml"),
        ("index", f"{HOME}indeks?d={{date}}"),
        ("section", f"{HOME}daerah"),
        ("search", f"{HOME}cari?q={{keyword}}"),
        ("home", HOME),
    ]


def test_what_is_named_twice_or_guessed_too_is_there_once_and_not_guessed() -> None:
    outlet = replace(unknown(HOME), discover=Discovery(feeds=("/feed", f"{HOME}feed")))
    points = plan_sources(outlet, None, robots(f"Sitemap: {HOME}sitemap.xml\nSitemap: {HOME}sitemap.xml\n"))
    assert [point for point in points if point.url in {f"{HOME}feed", f"{HOME}sitemap.xml"}] == [
        EntryPoint("feed", f"{HOME}feed"),
        EntryPoint("sitemap", f"{HOME}sitemap.xml"),
    ]


def test_wordpress_is_guessed_by_its_files_and_named_by_the_profile_or_the_head() -> None:
    files = '<img src="/wp-content/uploads/1.jpg">'
    root = f"{HOME}wp-json/"
    assert EntryPoint("wordpress", root, guessed=True) in plan_sources(unknown(HOME), page(files), None)
    known = replace(unknown(HOME), discover=Discovery(wordpress=True))
    (api,) = [point for point in plan_sources(known, page(files), None) if point.kind == "wordpress"]
    assert api == EntryPoint("wordpress", root)


def test_addresses_that_are_none_are_left_out() -> None:
    outlet = replace(unknown(HOME), discover=Discovery(feeds=("mailto:redaksi@contoh.id", "http://[")))
    assert named(outlet, rules="Sitemap: javascript:alert(1)\n") == [("home", HOME)]
