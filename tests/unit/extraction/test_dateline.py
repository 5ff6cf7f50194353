from __future__ import annotations

import pytest

from scraper.extraction.fields.dateline import read


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        ("JAKARTA, suaralembah.com - Pasar dibuka.", "JAKARTA"),
        ("Jakarta, CNBC Lembah -- Pasar dibuka.", "Jakarta"),
        ("SOLO, LEMBAHPOS.com – Pasar dibuka.", "SOLO"),
        ("PALEMBANG,LEMBAHPOS.com-Pasar dibuka.", "PALEMBANG"),
        ("Sabana6.com, Jakarta - Pasar dibuka.", "Jakarta"),
        ("Sabana6.com, Jakarta Pasar dibuka.", "Jakarta"),
        ("RISALAH.CO.ID, JAKARTA -- Pasar dibuka.", "JAKARTA"),
        ("TRIBUNKARANG.COM, TANJUNG SEPI - Pasar dibuka.", "TANJUNG SEPI"),
        ("Medan (ANTARA) - Pasar dibuka.", "Medan"),
        ("Banda Aceh (Warta News) - Pasar dibuka.", "Banda Aceh"),
        ("Jakarta, (Antara) - Pasar dibuka.", "Jakarta"),
        ("ISTANBUL, 23 Februari 2016 (Antara/PRNewswire) -- Pasar dibuka.", "ISTANBUL"),
        ("Bandung - Pasar dibuka.", "Bandung"),
        ("Jakarta – Pasar dibuka.", "Jakarta"),
        ("JAKARTA — Pasar dibuka.", "JAKARTA"),
        ("D.I. Yogyakarta - Pasar dibuka.", "D.I. Yogyakarta"),
    ],
)
def test_the_place_that_opens_the_text(paragraph: str, place: str) -> None:
    assert read(paragraph) == place


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "LEMBAHPOS.com – Pasar dibuka.",
        "TRIBUNKARANG.COM- Ruas jalan lengang.",
        "Pasar itu – yang lama – dibuka.",
        "Sebanyak 10 orang - semua dewasa - selamat.",
        "Ketua koperasi Ani Wati - yang juga ibu tiga anak - datang.",
        "“Pasar dibuka,” kata Ani.",
        "Foto - Pasar dibuka.",
        "Video: Pasar dibuka.",
        "Covid-19 - Pasar dibuka.",
        "Rp 5 miliar - jumlah yang besar - hilang.",
    ],
)
def test_no_place_opens_the_text(paragraph: str) -> None:
    assert read(paragraph) is None


def test_the_papers_own_name_is_no_place() -> None:
    assert read("KELANA – Pasar dibuka.", {"kelana", "kelanacoid"}) is None
