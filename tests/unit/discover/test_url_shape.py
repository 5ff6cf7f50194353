from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.urls.url_filter import looks_like_article
from scraper.discover.urls.url_shape import MIN_ARTICLES, UrlShapes, url_shape
from scraper.model import Outlet, UrlRules

HOME = "https://contoh.id"
OUTLET = Outlet("contoh", "Contoh", f"{HOME}/", ("contoh.id",))
SLUGS = (
    "petani-rembang-mulai-panen",
    "harga-beras-di-pasar-turun",
    "panen-raya",
    "kapal-pinisi-pesanan-dari-jauh",
)


def learned(template: str, number: int = 20) -> UrlShapes:
    """UrlShapes of so many articles; three in four of their slugs are long."""
    shapes = UrlShapes()
    shapes.learn(
        HOME + template.format(id=3_100_000 + 977 * n, day=1 + n % 28, slug=f"{SLUGS[n % 4]}")
        for n in range(number)
    )
    return shapes


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", ""),
        ("/ekonomi/pasar-modal", "w/w"),
        ("/read/2016/02/23/16374618/samsul.arif.tak.beban", "w/Y/n/n/N/s"),
        ("/berita/d-7334455/petani-mulai-panen", "w/w-N/s"),
        ("/read/news/183217-busyet-dah-oknum.html", "w/w/N-s.html"),
        ("/foto/panen-raya-rembang-2436340", "w/s-N"),
        ("/baca.php?id=312&asal=beranda", "w.php?id=N"),
    ],
)
def test_words_and_numbers_become_their_kinds(path: str, told: str) -> None:
    assert url_shape(HOME + path) == told


@pytest.mark.parametrize(
    ("template", "articles", "others"),
    [
        (
            "/read/{id}/{slug}",
            ["/read/4100200/panen", "/read/99/harga-beras-di-pasar"],
            [
                "/pedoman-dan-syarat-pemakaian-situs",
                "/ekonomi/pasar-modal-dan-uang-kita",
                "/tag/2024/panen-raya-itu",
            ],
        ),
        (
            "/2025/04/{day:02}/{slug}",
            ["/2019/12/31/panen"],
            ["/jelajah-desa-wisata-kita", "/tim-redaksi-dan-alamat.html"],
        ),
        ("/{slug}", ["/warga-tolak-jalan"], ["/ekonomi", "/pasar-modal", "/login"]),
        ("/news/{slug}.html", ["/news/warga-tolak-jalan.html"], ["/ekonomi", "/author/panen-raya-kita.html"]),
    ],
)
def test_articles_are_told_from_the_rest_by_the_shape_of_those_known(
    template: str, articles: list[str], others: list[str]
) -> None:
    shapes = learned(template)
    assert [path for path in articles if not looks_like_article(HOME + path, OUTLET, shapes)] == []
    assert [path for path in others if looks_like_article(HOME + path, OUTLET, shapes)] == []


def test_names_of_two_words_are_articles_where_most_articles_have_such() -> None:
    shapes = UrlShapes()
    shapes.learn(f"{HOME}/kabar/panen-{'abcdefghijkl'[n]}" for n in range(12))
    assert looks_like_article(f"{HOME}/kabar/banjir-rob", OUTLET, shapes)
    assert not looks_like_article(f"{HOME}/kabar/banjir-rob", OUTLET, learned("/kabar/{slug}"))


def test_a_shape_that_few_articles_have_tells_nothing() -> None:
    shapes = learned("/{slug}", 400)
    shapes.learn([f"{HOME}/kanal/warga-tolak-jalan"])
    assert shapes.classify(f"{HOME}/kanal/petani-mulai-panen") is None


def test_too_few_articles_tell_nothing() -> None:
    assert learned("/read/{id}/{slug}", MIN_ARTICLES - 1).classify(f"{HOME}/read/4100200/panen") is None
    assert learned("/read/{id}/{slug}", MIN_ARTICLES).classify(f"{HOME}/read/4100200/panen") is True


def test_the_outlets_own_patterns_go_before_what_was_learned() -> None:
    outlet = Outlet("contoh", "", HOME, ("contoh.id",), urls=UrlRules(article=r"^/baca/"))
    assert not looks_like_article(f"{HOME}/read/4100200/panen", outlet, learned("/read/{id}/{slug}"))


def test_what_was_learned_does_not_depend_on_the_order() -> None:
    urls = [f"{HOME}/read/{3_100_000 + n}/{SLUGS[n % 4]}" for n in range(40)]
    one, other = UrlShapes(), UrlShapes()
    one.learn(urls)
    other.learn(reversed(urls))
    for path in ("/read/9/panen", "/panen", "/read/4100200/panen", "/petani-mulai-panen"):
        assert one.classify(HOME + path) == other.classify(HOME + path)


@given(st.text(max_size=40))
def test_no_path_makes_it_fail(path: str) -> None:
    url = f"{HOME}/{path.replace('[', '')}"
    shapes = UrlShapes()
    shapes.learn([url] * MIN_ARTICLES)
    shapes.classify(url)
