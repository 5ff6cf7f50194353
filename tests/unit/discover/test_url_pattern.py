"""What articles' addresses have in common, and other pages' do not."""

from __future__ import annotations

import re

import pytest

from scraper.discover.urls.url_pattern import learn

SITE = "https://contoh.id"
OTHERS = [f"{SITE}/{path}" for path in ("", "indeks", "berita", "berita/ekonomi", "tag/harga-beras-naik")]


def many(form: str, count: int = 20) -> list[str]:
    return [SITE + form.format(n=100_000 + n, day=n % 28 + 1) for n in range(count)]


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("/2025/05/{day:02}/judul-{n}", r"/\d{4}/\d{2}/.+-"),
        ("/2025/05/judul-x{n}", r"/\d{4}/\d{2}/.+-"),
        ("/2025/05/{day:02}/judul{n}x", r"/\d{4}/\d{2}/\d{2}/"),
        ("/ekonomi/{n}/judul-berita", r"/\d{5,}(?:/|$)"),
        ("/ekonomi/judul-berita-{n}", r"-\d{5,}(?:\.\w+)?/?$"),
        ("/ekonomi/d-{n}/judul", r"/[a-z]{1,7}-?\d{5,}/"),
        ("/?p={n}", r"[?&](?:p|\w*id)=\d{2,}"),
        ("/judul-berita-x{n}.html", r"/[^/]+-[^/]+\.html?$"),
        ("/berita/judul-panjang-x{n}", r"^/berita/(?:[^/]+/)*[^/?]+-[^/?]+-"),
    ],
)
def test_the_most_telling_sign_is_chosen(form: str, sign: str) -> None:
    assert learn(many(form), OTHERS) == sign


def test_a_site_of_several_ages_has_several_signs() -> None:
    articles = [*many("/2025/05/{day:02}/judul-x{n}/"), *many("/ekonomi/{n}/judul")]
    pattern = learn(articles, OTHERS)
    assert pattern is not None
    assert all(re.search(pattern, url.removeprefix(SITE)) for url in articles)
    assert not any(re.search(pattern, url.removeprefix(SITE)) for url in OTHERS)


def test_a_sign_that_other_pages_have_is_none() -> None:
    assert learn(many("/ekonomi/{n}/judul"), [*OTHERS, f"{SITE}/penulis/12345/"]) is None


def test_bare_slugs_and_few_articles_tell_nothing() -> None:
    assert learn(many("/judul-berita-x{n}/"), OTHERS) is None
    assert learn(many("/ekonomi/{n}/judul", 9), OTHERS) is None


def test_a_name_alone_is_no_sign_where_nothing_else_is_known() -> None:
    assert learn(many("/judul-berita-x{n}.html"), []) is None
