from __future__ import annotations

import pytest

from scraper.model import Related
from tests.unit.extraction.pages import PARAGRAPHS, TEXT, TITLE, URL, page, read

LINK = '<a href="/berita/2/jembatan-kayu-diganti">Jembatan Kayu Diganti Beton</a>'
TARGET = "https://suarakota.test/berita/2/jembatan-kayu-diganti"
INLINE = (Related("Jembatan Kayu Diganti Beton", TARGET, "inline"),)
LISTED = (Related("Jembatan Kayu Diganti Beton", TARGET, "list"),)


def with_line(line: str) -> str:
    first, *others = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return page(f"{first}{line}{''.join(others)}")


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Baca juga: {LINK}</p>",
        f"<p><strong>BACA JUGA: {LINK}</strong></p>",
        f"<p>Baca: {LINK}</p>",
        f"<p>Simak juga: {LINK}</p>",
        f"<p>Read also: {LINK}</p>",
        f"<p>{LINK}</p>",
        '<p><a href="/berita/2/jembatan-kayu-diganti">Baca Juga: Jembatan Kayu Diganti Beton</a></p>',
        f'<div class="baca-juga"><p>Baca Juga</p><ul><li>{LINK}</li></ul></div>',
    ],
)
def test_a_pointer_between_paragraphs_is_kept_as_related_and_cut_from_the_text(line: str) -> None:
    article = read(with_line(line))
    assert article.related == INLINE
    assert tuple(block.text for block in article.body) == PARAGRAPHS


def test_an_aside_in_brackets_is_taken_out_of_its_paragraph() -> None:
    article = read(page(f"{TEXT}<p>Warga gembira menyambut pasar baru itu. (Baca juga: {LINK})</p>"))
    assert article.related == INLINE
    assert article.body[-1].text == "Warga gembira menyambut pasar baru itu."


@pytest.mark.parametrize("heading", ["Berita Terkait", "Artikel Terkait:", "Baca Juga", "Related Posts"])
def test_the_articles_own_list(heading: str) -> None:
    assert read(page(below=f"<div><h3>{heading}</h3><ul><li>{LINK}</li></ul></div>")).related == LISTED


@pytest.mark.parametrize(
    "heading",
    ["Terkini", "Berita Terbaru", "Terpopuler", "Rekomendasi", "Most Popular", "Berita Lainnya", "Trending"],
)
def test_lists_of_other_articles_are_left_out(heading: str) -> None:
    assert read(page(below=f"<div><h3>{heading}</h3><ul><li>{LINK}</li></ul></div>")).related == ()


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{URL}">{TITLE}</a>',
        '<a href="https://lain.test/berita/2/jembatan-kayu">Jembatan Kayu Diganti Beton</a>',
        '<a href="/tag/jembatan-kayu">Semua tentang jembatan kayu</a>',
        '<a href="javascript:void(0)">Jembatan Kayu Diganti Beton</a>',
        '<a href="#komentar">Jembatan Kayu Diganti Beton</a>',
    ],
)
def test_what_leads_to_no_other_article_of_the_site_is_not_related(link: str) -> None:
    assert read(page(below=f"<div><h3>Berita Terkait</h3><ul><li>{link}</li></ul></div>")).related == ()


def test_a_link_in_a_sentence_is_text() -> None:
    html = page().replace("lantai pasar", '<a href="/berita/2/jembatan-kayu-diganti">lantai pasar</a>')
    article = read(html)
    assert article.related == ()
    assert tuple(block.text for block in article.body) == PARAGRAPHS


def test_an_article_named_twice_is_one() -> None:
    html = with_line(f"<p>Baca juga: {LINK}</p>").replace(
        "</main>", f"<div><h3>Berita Terkait</h3><ul><li>{LINK}</li></ul></div></main>"
    )
    assert read(html).related == INLINE
