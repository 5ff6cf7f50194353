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


OTHER = '<a href="/berita/9/harga-emas-naik-lagi">Harga Emas Naik Lagi Pekan Ini</a>'


@pytest.mark.parametrize(
    "heading",
    [
        "Berita Terkait: Perbaikan Jalan dan Jembatan di Tepi Sungai Setelah Banjir Besar",
        '<a href="/topik/jembatan">Berita Terkait: Perbaikan Jembatan di Tepi Sungai</a>',
        "Berita Terkait: <a href='/topik/jembatan'>Perbaikan Jalan dan Jembatan di Tepi Sungai</a>",
    ],
)
def test_a_list_may_name_its_topic_behind_the_label(heading: str) -> None:
    assert read(page(below=f"<div><h3>{heading}</h3><ul><li>{LINK}</li></ul></div>")).related == LISTED


@pytest.mark.parametrize(
    "heading",
    ["Pilihan Redaksi", "Topik Pilihan", "Berita Suara Kota Lainnya", "Artikel Lainnya", "Kabar Warga"],
)
@pytest.mark.parametrize("box", ["<div>{}</div>", "<div class='artikel-lain related'>{}</div>"])
def test_a_list_under_another_title_is_not_related(heading: str, box: str) -> None:
    own = f"<div><h3>Berita Terkait</h3><ul><li>{LINK}</li></ul></div>"
    other = box.format(f"<h3>{heading}</h3><ul><li>{OTHER}</li></ul>")
    assert read(page(below=f"{own}{other}")).related == LISTED


@pytest.mark.parametrize(
    "column",
    [
        "<h3>Berita Terkait</h3><ul><li>{}</li></ul><p>Iklan</p><ul><li>{}</li></ul>",
        "<h3>Berita Terkait</h3><div class='a'>{}</div><div class='b'>{}</div>",
        "<h3>Berita Terkait</h3><ul><li>{}</li></ul><div class='kolom'>{}</div>",
    ],
)
def test_a_second_list_without_a_title_is_not_related(column: str) -> None:
    assert read(page(below=f"<div>{column.format(LINK, OTHER)}</div>")).related == LISTED


def test_the_section_and_the_author_in_a_teaser_are_not_related() -> None:
    teaser = (
        f'<article><a href="/gaya/kabar-kota">Kabar Kota</a><h3>{LINK}</h3>'
        '<p><a href="/ratna-w-dewi">Ratna Wulan Dewi</a></p></article>'
    )
    assert read(page(below=f'<div class="related"><h2>Related Articles</h2>{teaser}</div>')).related == LISTED


@pytest.mark.parametrize("label", ["Video: {}", "Simak juga video “{}”", "Lihat Video: {}", "Foto: {}"])
def test_a_pointer_to_a_video_is_not_related(label: str) -> None:
    assert read(with_line(f"<p>{label.format(LINK)}</p>")).related == ()


def test_a_list_under_a_title_of_its_own_inside_the_text_is_not_related() -> None:
    box = f'<div class="kotak"><h3><a href="/a">Analisis Hari Ini</a></h3><ul><li>{OTHER}</li></ul></div>'
    assert read(with_line(f"{box}<p>Baca juga: {LINK}</p>")).related == INLINE
