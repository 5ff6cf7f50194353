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


NUMBERED = [f"topik ke-{number} pasar" for number in range(1, 31)]


def test_a_list_is_read_to_its_end_however_far_below_the_text() -> None:
    items = "".join(f'<li><a href="/tag/{n}">{tag}</a></li>' for n, tag in enumerate(NUMBERED))
    assert read(page(below=f'<ul class="tagging">{items}</ul>')).tags == tuple(NUMBERED)


def test_a_tag_may_be_a_whole_search_query() -> None:
    query = "cara membersihkan lumpur dari lantai pasar ikan setelah banjir"
    shown = f'<ul class="tags"><li><a href="/tag/1">{query}</a></li><li><a href="/tag/2">banjir</a></li></ul>'
    assert read(page(below=shown)).tags == (query, "banjir")


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="tags"><button>pasar ikan</button><button>#banjir</button></div>',
        (
            '<div class="post-tags"><a href="/tag/1"><button>pasar ikan</button></a>'
            '<a href="/tag/2"><button type="button">banjir</button></a></div>'
        ),
    ],
)
def test_tags_may_be_buttons(shown: str) -> None:
    assert read(page(below=shown)).tags == ("pasar ikan", "banjir")
    outside = page().replace("</main>", f"</main><div>{shown}<p>Hubungi kami</p></div>")
    assert read(outside).tags == ("pasar ikan", "banjir")


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="tags"><a rel="tag" href="/t/1">pasar ikan</a> <a rel="tag" href="/t/2">banjir</a></p>',
        '<div>Tags: <a href="/tag/1">pasar ikan</a>, <a href="/tag/2">banjir</a></div>',
    ],
)
def test_tags_may_stand_outside_the_column_of_the_text(shown: str) -> None:
    html = page().replace("</main>", f"</main><div>{shown}</div>")
    assert read(html).tags == ("pasar ikan", "banjir")


def test_no_tag_is_a_bare_number_or_the_name_of_the_site() -> None:
    links = "".join(
        f'<a href="/tag/{n}">{tag}</a> '
        for n, tag in enumerate(("7", "Suara Kota", "banjir", "2024", "video"))
    )
    assert read(page(below=f'<div class="tags">{links}</div>')).tags == ("banjir", "2024", "video")


def test_a_menu_that_stands_above_the_headline_too_is_no_list_of_tags() -> None:
    links = '<a href="/topik/1">Pasar</a> <a href="/topik/2">Banjir</a> <a href="/topik/3">Sungai</a>'
    html = page(below=f"<div>{links}</div>").replace("<main>", f"<div>{links}</div><main>")
    assert read(html).tags == ()


def test_a_cloud_of_the_sites_tags_is_not_the_articles() -> None:
    cloud = " ".join(f'<a rel="tag" href="/tag/{n}">kota jauh {n}</a>' for n in range(20))
    assert read(page().replace("</main>", f"</main><div>{cloud}</div>")).tags == ()
