from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.lists import links
from scraper.model import Outlet

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))
HERE = "https://contoh.id/indeks"


def test_the_head_names_feeds_and_sitemaps() -> None:
    html = """<link rel="alternate" type="application/rss+xml" href="/feed">
        <link rel="alternate" type="application/atom+xml; charset=utf-8" href="https://contoh.id/atom">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed">
        <link rel="alternate" hreflang="en" href="/en"> <link rel="stylesheet" href="/a.css">
        <link rel="SITEMAP" type="application/xml" href="/sitemap.xml">"""
    found = links.head_links(html, HERE)
    assert found.feeds == ("https://contoh.id/feed", "https://contoh.id/atom")
    assert found.sitemaps == ("https://contoh.id/sitemap.xml",)


def test_leads_are_own_articles_once_each_with_the_longest_text() -> None:
    html = """<a href="/petani-rembang-mulai-panen"><img></a>
        <a href="/petani-rembang-mulai-panen#komentar"> Petani Rembang
            Mulai Panen </a>
        <a href="https://lain.test/petani-rembang-mulai-panen">Lain</a>
        <a href="/ekonomi">Ekonomi</a> <a href="javascript:void(0)">x</a> <a>y</a>"""
    (lead,) = links.leads(html, HERE, OUTLET)
    assert (lead.url, lead.title) == (
        "https://contoh.id/petani-rembang-mulai-panen",
        "Petani Rembang Mulai Panen",
    )
    assert lead.source == "link"


def test_the_page_itself_is_no_lead() -> None:
    url = "https://contoh.id/petani-rembang-mulai-panen"
    assert links.leads(f'<a href="{url}">Panen</a>', url, OUTLET) == []


def test_a_base_element_counts() -> None:
    html = '<base href="https://contoh.id/arsip-lama/"><a href="petani-rembang-mulai-panen">x</a>'
    assert links.leads(html, HERE, OUTLET)[0].url == "https://contoh.id/arsip-lama/petani-rembang-mulai-panen"


def test_sections_are_short_own_paths_index_pages_first() -> None:
    html = """<nav><a href="/">Beranda</a><a href="/ekonomi">Ekonomi</a><a href="/olahraga/bola/">Bola</a>
        <a href="/petani-rembang-mulai-panen">Panen</a><a href="/tag/panen">#panen</a>
        <a href="/login">Masuk</a>
        <a href="/tentang-kami">Tentang</a><a href="/a/b/c">Dalam</a><a href="/indeks/">Indeks</a>
        <a href="https://lain.test/ekonomi">Lain</a></nav>"""
    found = links.sections(html, "https://contoh.id/", OUTLET)
    assert found == [
        "https://contoh.id/indeks/",
        "https://contoh.id/ekonomi",
        "https://contoh.id/olahraga/bola/",
    ]


@pytest.mark.parametrize(
    ("here", "html", "following"),
    [
        ("/indeks", '<link rel="next" href="/indeks?page=2">', "/indeks?page=2"),
        ("/tag/x", '<a href="/tag/x/page/2/">Berita Lama →</a>', "/tag/x/page/2/"),
        ("/tag/x/page/2/", '<a href="/tag/x/">Berita Lama</a>', None),
        ("/indeks", '<a rel="nofollow next" href="/arsip/2">Lama</a>', "/arsip/2"),
        ("/indeks?page=2", '<a href="?page=1">1</a> 2 <a href="?page=3">3</a>', "/indeks?page=3"),
        ("/indeks", '<a href="/indeks?page=2">Selanjutnya</a>', "/indeks?page=2"),
        ("/indeks", '<a href="/indeks?page=2">Berikutnya »</a>', "/indeks?page=2"),
        (
            "/bola/page/2/",
            '<a href="/bola/">1</a><a href="/bola/page/3/">3</a><a href="/bola/page/9/">»</a>',
            "/bola/page/3/",
        ),
        ("/bola", '<a href="/bola/2">2</a>', "/bola/2"),
        (
            "/indeks?tanggal=1&page=1",
            '<a href="/indeks?tanggal=1&amp;page=2">›</a>',
            "/indeks?tanggal=1&page=2",
        ),
        ("/indeks", '<a href="/bola?page=2">2</a>', None),
        ("/indeks?page=3", '<a href="/indeks?page=2">»</a>', None),
        ("/indeks", '<a href="/indeks">Next</a>', None),
        ("/indeks", '<a rel="next" href="https://lain.test/indeks?page=2">Next</a>', None),
        ("/indeks", '<a href="/petani-rembang-mulai-panen">Selanjutnya</a>', None),
        ("/indeks", "", None),
    ],
)
def test_the_next_page(here: str, html: str, following: str | None) -> None:
    expected = f"https://contoh.id{following}" if following else None
    assert links.next_page(html, f"https://contoh.id{here}") == expected


@given(st.text(alphabet=st.sampled_from("<a href='/?page=2\">&;[]\\ˮ#\x00next"), max_size=200))
def test_no_markup_makes_it_fail(html: str) -> None:
    links.head_links(html, HERE)
    links.leads(html, HERE, OUTLET)
    links.sections(html, HERE, OUTLET)
    links.next_page(html, HERE)
