from __future__ import annotations

import pytest

from tests.unit.extraction.pages import page, read

ONE_TAG = '<meta property="article:tag" content="{}">'


@pytest.mark.parametrize(
    "shown",
    [
        '<div>Tags: <a href="/tag/pasar-ikan">pasar ikan</a>, <a href="/tag/banjir">banjir</a></div>',
        '<div>Tag : <a href="/x/1">pasar ikan</a> <a href="/x/2">banjir</a></div>',
        '<ul class="tagging"><li><a href="/t/1">pasar ikan</a></li><li><a href="/t/2">banjir</a></li></ul>',
        '<div><a href="/topik/pasar">#pasar ikan</a> <a href="/topik/banjir">#banjir</a></div>',
        '<h4>Topik</h4><ul><li><a href="/x/1">pasar ikan</a></li><li><a href="/x/2">banjir</a></li></ul>',
        '<p><a rel="tag" href="/t/1">pasar ikan</a><a rel="tag" href="/t/2">banjir</a></p>',
        '<p class="tags"><a href="/t/1">pasar ikan</a><a href="/t/2">banjir</a><a href="/t/2">Banjir</a></p>',
    ],
)
def test_tags_as_displayed_below_the_text(shown: str) -> None:
    article = read(page(below=shown))
    assert article.tags == ("pasar ikan", "banjir")
    assert article.provenance["tags"] == "visible"


def test_displayed_tags_win_over_declared_ones() -> None:
    article = read(
        page(
            head='<meta name="keywords" content="pasar, ikan, sungai">',
            below='<div class="tags"><a href="/tag/banjir">banjir</a></div>',
        )
    )
    assert article.tags == ("banjir",)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="keywords" content="pasar ikan, lumpur">', ("pasar ikan", "lumpur")),
        ('<meta name="news_keywords" content="pasar ikan;lumpur">', ("pasar ikan", "lumpur")),
        ('<meta property="article:tag" content="pasar ikan, lumpur">', ("pasar ikan", "lumpur")),
        (f"{ONE_TAG.format('pasar ikan')}{ONE_TAG.format('lumpur')}", ("pasar ikan", "lumpur")),
        # The site's own keywords, on every page the same.
        ('<meta name="keywords" content="berita terkini, berita hari ini, portal berita">', ()),
        ('<meta name="keywords" content="gosip artis, sepak bola, harga emas">', ()),
        # The title, cut in pieces.
        ('<meta name="keywords" content="Pasar, Ikan, Dibuka, Kembali, Setelah, Banjir">', ()),
        ("", ()),
    ],
)
def test_declared_tags_count_where_they_are_the_articles(head: str, expected: tuple[str, ...]) -> None:
    assert read(page(head=head)).tags == expected


@pytest.mark.parametrize(
    "other",
    [
        '<div class="sidebar"><h3>Tag Populer</h3>{}</div>',
        '<div class="terpopuler"><h3>Terpopuler</h3>{}</div>',
        "<footer>{}</footer>",
        "<nav>{}</nav>",
    ],
)
def test_tags_of_the_site_are_not_the_articles(other: str) -> None:
    links = '<a href="/tag/emas">emas</a> <a href="/tag/bola">bola</a>'
    assert read(page().replace("</main>", f"</main>{other.format(links)}")).tags == ()


def test_a_link_in_the_text_is_no_tag() -> None:
    html = page().replace("lantai pasar", '<a href="/tag/pasar">lantai pasar</a>')
    assert read(html).tags == ()
