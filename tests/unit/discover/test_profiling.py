"""The first profile of a site: what its pages and its ways in tell, and no more."""

from __future__ import annotations

import pytest

from scraper.discover.profiles.draft import Draft, Seen, draft, slug
from scraper.discover.profiles.lint import complaints
from scraper.model import Article, Discovery, Lead
from scraper.outlets import unknown

HOME = "https://www.contoh.co.id/"
PROMEDIA = '<p class="read__info__author"><article class="read__content">'
"""What tells pages of that family."""

NUMBERED = "ekonomi/1112{}/judul-berita-panjang-sekali"
NAMED = "judul-berita-panjang-sekali-{}/"


def drafted(
    form: str, html: str = "", *, home: str = HOME, at: str = HOME, ways: Discovery | None = None
) -> Draft:
    leads = [Lead(at + form.format(1000 + n), "x", "feed") for n in range(12)]
    return draft(unknown(home), Seen(html, home, ways or Discovery(), leads, [f"{home}tag/beras"]))


def test_a_family_that_fits_tells_the_pattern() -> None:
    ways = Discovery(sitemaps=(f"{HOME}sitemap.xml", f"{HOME}sitemap-news.xml"), feeds=(f"{HOME}feed",))
    told = drafted(NUMBERED, PROMEDIA, ways=ways)
    assert told.outlet.network == "promedia"
    assert told.outlet.urls.article is None
    assert told.outlet.discover == Discovery(feeds=(f"{HOME}feed",))
    assert told.counted().discover == ways
    assert complaints(told.counted()) == []


def test_a_family_that_does_not_fit_is_overruled() -> None:
    told = drafted(NAMED, PROMEDIA)
    assert not told.counted().urls.article
    assert len(told.outlet.samples.articles) == 5
    assert "no sign is sure" in told.unsure[0] + told.unsure[1]


def test_the_name_is_what_the_site_calls_itself() -> None:
    told = drafted(NUMBERED, '<meta property="og:site_name" content=" Koran &quot;Contoh&quot; ">')
    assert told.counted().name == 'Koran "Contoh"'
    assert drafted(NUMBERED).counted().name == "contoh.co.id"


def test_a_section_of_its_own_is_not_all_of_the_domain() -> None:
    jogja = "https://jogja.contoh.co.id/"
    assert drafted(NUMBERED, home=jogja, at=jogja).outlet.hosts == ("jogja.contoh.co.id",)
    assert drafted(NUMBERED, home=jogja, at=HOME).outlet.hosts == ("contoh.co.id",)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["en", "id", "en"], "en"), (["und", "und", "id"], "id"), (["und"], "und"), ([], "und")],
)
def test_the_language_is_that_of_most_articles_or_not_sure(languages: list[str], expected: str) -> None:
    articles = [
        Article(url=HOME, outlet="contoh", title="Judul", language=language) for language in languages
    ]
    found = drafted(NUMBERED).in_language_of(articles)
    assert found.counted().language == expected
    assert any(doubt.startswith("its language") for doubt in found.unsure) == (expected == "und")


@pytest.mark.parametrize(
    ("home", "short"),
    [
        (HOME, "contoh"),
        ("https://jogja.contoh.com/", "jogja-contoh"),
        ("https://koran_kita.com/", "koran-kita"),
        ("https://warga.netlify.app/", "warga"),
        ("https://jogja.koran.co.ke/", "jogja-koran"),
        ("http://127.0.0.1:8000/", "127-0-0-1"),
    ],
)
def test_the_file_is_named_after_the_site(home: str, short: str) -> None:
    assert slug(home) == short
