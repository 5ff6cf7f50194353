from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.urls.url_filter import looks_like_article
from scraper.model import Outlet, UrlRules

OUTLET = Outlet("contoh", "Contoh", "https://contoh.id/", ("contoh.id",))


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/12/petani-panen/",
        "/read/2024/05/12/07300011/petani-panen",
        "/berita/527615/petani-panen-raya",
        "/nasional/pr-018123456/panen",
        "/nasional/20240512073000-20-1098/panen",
        "/d-7334455/petani-mulai-panen",
        "/petani-rembang-mulai-panen-raya",
        "/ekonomi/harga-beras-turun-lagi-pekan-ini",
        "/berita/panen-raya.html",
        "/trending/2947034/panen",
        "/?p=12345",
        "/news.php?id=312",
    ],
)
def test_shapes_of_articles(path: str) -> None:
    assert looks_like_article(f"https://contoh.id{path}", OUTLET)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ekonomi",
        "/ekonomi/pasar-modal",
        "/indeks",
        "/2024/05/",
        "/2024/05/12/",
        "/tag/panen-raya-di-jawa-tengah",
        "/kategori/ekonomi/20240512",
        "/author/ani-budi-cici-dodi",
        "/search/harga-beras-turun-lagi",
        "/indeks/page/12345",
        "/media/foto-panen-raya-rembang.jpg",
        "/pedoman-media-siber-dan-kode-etik",
        "/wp-json/wp/v2/posts/12345",
        "/login",
        "/?page=2",
    ],
)
def test_shapes_of_other_pages(path: str) -> None:
    assert not looks_like_article(f"https://contoh.id{path}", OUTLET)


def test_the_outlets_own_patterns_decide() -> None:
    outlet = Outlet(
        "contoh",
        "",
        "https://contoh.id/",
        ("contoh.id",),
        urls=UrlRules(article=r"/baca/\d+", ignore=r"[?&]amp="),
    )
    assert looks_like_article("https://contoh.id/baca/7", outlet)
    assert not looks_like_article("https://contoh.id/baca/7?amp=1", outlet)
    assert not looks_like_article("https://contoh.id/petani-rembang-mulai-panen-raya", outlet)


@given(st.text())
def test_no_path_makes_it_fail(path: str) -> None:
    looks_like_article(f"https://contoh.id/{path.replace('[', '')}", OUTLET)
