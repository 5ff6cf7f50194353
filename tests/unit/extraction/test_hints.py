"""An outlet's profile speaks where the page misleads, and is not missed where it says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.extraction import extract
from scraper.model import Article, Hints, Outlet

OUTLET = Outlet(slug="uji", name="Uji", home="https://uji.test/", hosts=("uji.test",))

PAGE = """<!DOCTYPE html><html lang="id"><head><title>Kampung Lampu Menyala Lagi - Uji</title></head><body>
<h1>Kampung Lampu Menyala Lagi</h1>
<div class="x1">Judul resmi: Lampu Kampung Nelayan Kembali Menyala</div>
<div class="x2">3 Mei 2024 08:15 WIB</div><div class="x3">4 Mei 2024 10:00 WIB</div>
<div class="x4">Rahma Yusnita</div><div class="x5">Bonar Siregar</div>
<div class="isi">
<p>Lampu jalan di kampung nelayan itu menyala kembali setelah warga memperbaiki sendiri panel suryanya.</p>
<p class="kotak">Kotak undian: nomor undian minggu ini ada di halaman belakang koran cetak kami.</p>
<p>Ketua rukun warga mengatakan biaya perbaikan dikumpulkan dari iuran sebesar lima ribu rupiah sepekan.</p>
<p>Para pemuda kampung belajar menyolder dari seorang teknisi radio yang sudah pensiun sejak lama.</p>
</div></body></html>"""


def read(hints: Hints) -> Article:
    article = extract(PAGE, "https://uji.test/daerah/kampung-lampu", outlet=replace(OUTLET, extract=hints))
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("hints", "field", "value"),
    [
        (Hints(title=".x1"), "title", "Judul resmi: Lampu Kampung Nelayan Kembali Menyala"),
        (Hints(date=".x3"), "published_at", "2024-05-04T10:00:00+07:00"),
        (Hints(author=".x4"), "authors", ["Rahma Yusnita"]),
        (Hints(editor=".x5"), "editors", ["Bonar Siregar"]),
    ],
)
def test_a_hint_wins_over_what_the_page_shows_elsewhere(hints: Hints, field: str, value: object) -> None:
    assert read(Hints()).to_dict()[field] != value
    assert read(hints).to_dict()[field] == value


def test_what_a_profile_removes_is_cut() -> None:
    assert any("nomor undian" in block.text for block in read(Hints()).body)
    article = read(Hints(remove=(".kotak",)))
    assert [block.text[:11] for block in article.body] == ["Lampu jalan", "Ketua rukun", "Para pemuda"]
    assert any("nomor undian" in cut.text for cut in article.removed)


def test_a_body_hint_names_the_box_of_the_text() -> None:
    assert read(Hints(body=".isi")).provenance["body"] == "div.isi"


@pytest.mark.parametrize("selector", [".tidak-ada", "p[", "", ":::"])
def test_a_hint_that_finds_nothing_counts_for_nothing(selector: str) -> None:
    hints = Hints(title=selector, body=selector, date=selector, author=selector, remove=(selector,))
    assert read(hints) == read(Hints())
