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
        # endings
        ("Jakarta, Partai Lembah menang.", "Jakarta"),
        ("Palu. Gempa terasa semalam.", "Palu"),
        ("Kupang: Pasar dibuka.", "Kupang"),
        ("Bandung, (XX).- Pasar dibuka.", "Bandung"),
        ("Bandung (25/06/2021) Kabar Lembah – Pasar dibuka.", "Bandung"),
        ("Jakarta, 25 Juni 2021. Kementerian membuka pasar.", "Jakarta"),
        ("Makassar, Senin (25/6) – Pasar dibuka.", "Makassar"),
        ("Bima, Lembah News.- Pasar dibuka.", "Bima"),
        ("SURABAYA, (LP). Pasar dibuka.", "SURABAYA"),
        ("Mamuju, Kabar Daring. Pasar dibuka.", "Mamuju"),
        ("LEMBAHPOS.COM | BOGOR – Pasar dibuka.", "BOGOR"),
        ("Jakarta , Lembahpos.com | Pasar dibuka.", "Jakarta"),
        ("[JAKARTA] Pasar dibuka.", "JAKARTA"),
        ("Suara Lembah, Ambon : Pasar dibuka.", "Ambon"),
        # places written in other ways
        ("KAB. BOGOR – Pasar dibuka.", "KAB. BOGOR"),
        ("Kab Bandung Barat, lembah.id – Pasar dibuka.", "Kab Bandung Barat"),
        ("Tanjungpinang - Pasar dibuka.", "Tanjungpinang"),
        ("Jakarta/Bandung – Pasar dibuka.", "Jakarta/Bandung"),
        ("SINGAPURA - Pasar dibuka.", "SINGAPURA"),
        ("Desa Sukasepi – Pasar dibuka.", "Desa Sukasepi"),
        # places that no gazetteer has
        ("KARANG SEPI - Pasar dibuka.", "KARANG SEPI"),
        ("KARANG SEPI, LP – Pasar dibuka.", "KARANG SEPI"),
        ("Karang Sepi (Lembah Pos) – Pasar dibuka.", "Karang Sepi"),
        ("Karang Sepi, lembahpos.com – Pasar dibuka.", "Karang Sepi"),
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
        "SteamOS - Pasar gim dibuka.",
        "INFO BISNIS - Pasar dibuka.",
        "Sejarah Kota Tua - Pasar dibuka.",
        "DPRD - Pasar dibuka.",
        "Bogor, Depok, dan Bekasi membuka pasar.",
        "Bandung, Jawa Barat, membuka pasar.",
        "Indonesia, Malaysia, dan Jepang membuka pasar.",
        "Jakarta, ibu kota negara, membuka pasar.",
        "Jakarta-Bandung kini terhubung.",
        "Ani Wati (39) - yang juga ibu tiga anak - datang.",
        "Presiden Budi Santoso, Kamis – Pasar dibuka.",
    ],
)
def test_no_place_opens_the_text(paragraph: str) -> None:
    assert read(paragraph) is None


def test_the_papers_own_name_is_no_place() -> None:
    assert read("KELANA – Pasar dibuka.", {"kelana", "kelanacoid"}) is None
