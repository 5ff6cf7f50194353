"""The line model, on pages of our own; guards are tested with weights that find every line unlike text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scraper.extraction.body import line_model
from scraper.text.html.markup import Document
from tests.unit.extraction.pages import page, read

if TYPE_CHECKING:
    from scraper.model import Article

LONG = tuple(
    f"<p>Pada hari ke-{day} warga memindahkan perahu dari muara ke kolam baru, lalu menutup tanggul dengan "
    "karung pasir dan menunggu air pasang turun sebelum malam.</p>"
    for day in ("satu", "dua", "tiga", "empat")
)


@pytest.fixture
def severe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_model, "weights", lambda: {line_model.BIAS: -1.0})


def texts(article: Article) -> list[str]:
    return [block.text for block in article.body]


def vetoed(article: Article) -> list[str]:
    return [removed.text for removed in article.removed if removed.reason == line_model.REASON]


def between(*lines: str) -> Article:
    """An article whose second paragraph is followed by these lines, and they by two paragraphs."""
    return read(page("".join((*LONG[:2], *lines, *LONG[2:]))))


def marks(html: str, text: str) -> set[str]:
    document = Document(f"<body>{html}</body>")
    lines = document.lines_in(document.boxes[0])
    around = line_model.context(lines, {picture.index for picture in document.pictures})
    return set(line_model.marks([line.text for line in lines].index(text), around))


@pytest.mark.parametrize(
    "leak",
    [
        '<div class="x1">Lihat Semua Foto Pilihan Kami</div>',
        '<div class="hal">4 dari 9 bagian</div>',
        '<div class="n"><span>RATNA WIJAYA | KEPALA BIRO TELUK</span></div>',
        '<div class="app"><div>Pasang Aplikasi Warta Teluk</div></div>',
    ],
)
def test_a_short_line_in_a_box_unlike_that_of_the_prose_is_cut(leak: str) -> None:
    article = between(leak)
    assert len(article.body) == 4
    assert len(vetoed(article)) == 1


def test_the_marks_that_weigh_most_are_named() -> None:
    rule = between('<div class="x1">Lihat Semua Foto Pilihan Kami</div>').provenance["body"]
    assert rule.startswith("div.isi; unlike text: ")
    assert set(rule.partition("text: ")[2].split(", ")) <= set(line_model.weights())


def test_without_a_veto_provenance_names_only_the_box() -> None:
    assert between().provenance["body"] == "div.isi"


@pytest.mark.parametrize(
    "line",
    [
        "<h3>Tanggul Lama</h3>",
        "<ul><li>Karung pasir</li><li>Tali</li></ul>",
        "<dl><dt>Tinggi</dt><dd>Dua meter</dd></dl>",
        "<table><tr><td>Perahu</td><td>Sembilan</td></tr></table>",
        "<blockquote>Air sudah turun<p>Nelayan tua</p></blockquote>",
        "<p>Sumber: Dinas Pengairan</p>",
        "<p>#JagaTanggul</p>",
        "<p>Warga baru pulang setelah lonceng di menara air berbunyi dua kali.</p>",
        "<p>Kolam utara</p><p>Kolam timur</p><p>Kolam barat</p><p>Kolam selatan</p>",
    ],
)
def test_text_that_is_short_by_nature_is_never_vetoed(line: str, severe: None) -> None:
    article = between(line)
    assert len(article.body) > 4
    assert vetoed(article) == []


def test_a_dateline_in_a_box_of_its_own_is_never_vetoed(severe: None) -> None:
    article = read(page("<div><b>Kendari</b> -</div>" + "".join(LONG)))
    assert article.dateline == "Kendari"
    assert vetoed(article) == []


def test_long_prose_is_never_vetoed(severe: None) -> None:
    assert len(between().body) == 4


def test_nothing_is_vetoed_without_long_prose(severe: None) -> None:
    lines = [
        f"Baris nomor {number} menyebut kolam, perahu, tanggul, dan warga yang menunggu air pasang surut"
        for number in range(6)
    ]
    assert texts(read(page("".join(f"<p>{line}</p>" for line in lines)))) == lines


def test_vetoes_of_most_of_a_page_are_not_believed(severe: None) -> None:
    short = [f"<p>Baris pendek nomor {number} tentang kolam</p>" for number in range(9)]
    article = read(page("".join([*short[:3], LONG[0], *short[3:6], LONG[1], *short[6:]])))
    assert vetoed(article) == []


def test_a_text_that_recurs_is_marked_whatever_its_numbers() -> None:
    html = f"{LONG[0]}<div>2 dari 3</div>{LONG[1]}<div>3 dari 3</div><div>selesai</div>"
    assert "repeated" in marks(html, "2 dari 3")
    assert "repeated" not in marks(html, "selesai")


def test_a_line_is_marked_by_how_its_box_compares_with_that_of_the_prose() -> None:
    near = f"<div>{''.join(LONG)}<p>sama</p><div>dekat</div></div>"
    html = f"{near}<section><p>jauh</p><i><div>lain</div></i></section>"
    boxes = {
        text: {mark for mark in marks(html, text) if mark.startswith("box:")}
        for text in ("sama", "dekat", "jauh", "lain")
    }
    assert boxes == {
        "sama": {"box:as prose"},
        "dekat": {"box:next to prose"},
        "jauh": {"box:as prose but apart"},
        "lain": {"box:unlike prose"},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Naskah: Ratna", {"opens:label:", "size:tiny", "ends:open", "capitals:every word"}),
        ("(ditulis Ratna Wijaya di muara)", {"opens:bracket", "ends:bracket", "capitals:some"}),
        ("dibaca 1.204 kali!", {"opens:small letter", "holds:digit", "ends:exclamation"}),
        ("SELESAI", {"capitals:all letters"}),
        ("Biro | www.contoh.test", {"opens:label|", "holds:bar", "holds:address"}),
    ],
)
def test_a_line_is_marked_by_its_text(text: str, expected: set[str]) -> None:
    assert expected <= marks(f"{LONG[0]}<p>{text}</p>", text)


def test_a_line_is_marked_by_its_place() -> None:
    html = f"<p>awal</p>{LONG[0]}<img src=a.jpg><p>di bawah</p>{LONG[1]}<p>akhir</p>"
    assert "place:before the prose" in marks(html, "awal")
    assert "place:under a picture" in marks(html, "di bawah")
    assert "place:behind the prose" in marks(html, "akhir")
