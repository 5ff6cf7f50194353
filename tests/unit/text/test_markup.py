from __future__ import annotations

import pytest

from scraper.text.html.elements import fold
from scraper.text.html.markup import Document


def lines(body: str, css: str = "") -> list[str]:
    return [line.text for line in Document(f"<html><head><style>{css}</style></head><body>{body}").lines]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("man\xadgrove", "mangrove"),
        ("hutan\u200bbakau\ufeff \u2060", "hutanbakau"),
        ("\u200b \xad", ""),
        ("a \u200b b", "a b"),
        ("pasar\u200dikan", "pasarikan"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🌾 petani", "👩\u200d🌾 petani"),
        ("a\x00b\x08c", "abc"),
        ("dua\xa0kata\u2003lagi", "dua kata lagi"),
    ],
)
def test_characters_that_are_not_displayed_are_left_out(text: str, shown: str) -> None:
    assert fold(text) == shown


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>rahasia</span>",
        '<span aria-hidden="true">rahasia</span>',
        '<a href="/x" style="color: red; display: none">rahasia</a>',
        '<b style="display:none"><i>rahasia</i></b>',
        '<span class="x gaib">rahasia</span>',
        '</p><div class="gaib">rahasia</div><p>',
    ],
)
def test_hidden_text_is_no_text(hidden: str) -> None:
    css = "/* .y{} */ .kelas, .gaib { color: red; display : none }"
    assert " ".join(lines(f"<p>Pasar ikan {hidden} dibuka.</p>", css)) == "Pasar ikan dibuka."


@pytest.mark.parametrize(
    "css",
    [
        "@media (max-width: 40em) { .gaib { display: none } }",
        ".gaib { display: none } .terbuka .gaib { display: block }",
        ".gaib .lain { display: none }",
        ".gaib:hover { display: none }",
    ],
)
def test_what_is_displayed_on_some_occasion_is_text(css: str) -> None:
    assert lines('<p class="gaib">Pasar ikan dibuka.</p>', css) == ["Pasar ikan dibuka."]


def test_a_hidden_part_of_the_article_is_text() -> None:
    part = "Halaman kedua memuat sisa berita tentang pasar ikan. " * 10
    assert lines(f'<div class="gaib">{part}</div>', ".gaib{display:none}") == [part.strip()]


def test_a_picture_in_a_link_hidden_from_screen_readers_is_kept() -> None:
    assert Document('<body><a aria-hidden="true" href="/x"><img src="/b.jpg">Foto</a>').pictures


@pytest.mark.parametrize(
    "word",
    [
        '<st1:City w:st="on">Jakarta</st1:City>',
        "<x-kota>Jakarta</x-kota>",
        "<ruby>Jakarta</ruby>",
        "Jakarta<o:p></o:p>",
        "<nama-tempat><b>Jakarta</b></nama-tempat>",
    ],
)
def test_elements_unknown_to_html_are_inline(word: str) -> None:
    assert lines(f"<p>Banjir di {word} surut.</p>") == ["Banjir di Jakarta surut."]


def test_an_unknown_element_that_holds_blocks_is_a_block() -> None:
    page = Document('<body>Atas<isi-berita class="isi"><p>Satu.</p><p>Dua.</p></isi-berita>Bawah')
    assert [line.text for line in page.lines] == ["Atas", "Satu.", "Dua.", "Bawah"]
    assert "isi" in [box.label for box in page.lines[1].box.path()]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>Ia berkata <q>kami rindu</q>.</p>", ["Ia berkata “kami rindu”."]),
        ("<p>Satu<br><br><q>Dua</q></p>", ["Satu", "“Dua”"]),
        ("<p>Satu<br><q>Dua <b>tiga</b></q> empat</p>", ["Satu “Dua tiga” empat"]),
        ("<p>a <q>b <q>c</q></q></p>", ["a “b “c””"]),
    ],
)
def test_a_quotation_shows_its_marks(body: str, shown: list[str]) -> None:
    assert lines(body) == shown


@pytest.mark.parametrize(
    "opening",
    [
        "<pre>",
        '<div style="white-space: pre-line">',
        '<div style="color:red;white-space:pre-wrap">',
        '<div class="whitespace-pre-line">',
        '<div class="baris">',
    ],
)
def test_displayed_line_breaks_part_paragraphs(opening: str) -> None:
    css = ".baris{white-space:pre-line}"
    assert lines(f"{opening}Satu <b>dua</b>.\nTiga.\r\nEmpat.", css) == ["Satu dua.", "Tiga.", "Empat."]
    assert lines(f"{opening}Satu\ndua.\n \nTiga\nempat.", css) == ["Satu dua.", "Tiga empat."]


def test_other_line_breaks_are_spaces() -> None:
    assert lines("<pre>a\nb</pre><p>Satu\n\ndua.</p>") == ["a", "b", "Satu dua."]
