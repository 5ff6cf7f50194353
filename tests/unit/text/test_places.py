from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text import places


@pytest.mark.parametrize(
    "name",
    [
        "Klaten",
        "JAKARTA SELATAN",
        "Jawa Tengah",
        "KAB. BOGOR",
        "Kabupaten Bandung Barat",
        "Kota Batu",
        "Tanjungpinang",
        "Tanjung Pinang",
        "Palangka Raya",
        "D.I. Yogyakarta",
        "Jakarta/Bandung",
        "Bogor dan Depok",
        "Papua Barat Daya",
    ],
)
def test_regions_of_indonesia(name: str) -> None:
    assert places.rank(name) == "region"


@pytest.mark.parametrize("name", ["SINGAPURA", "Jepang", "Kairo", "São Paulo", "Sao Paulo", "Washington DC"])
def test_cities_and_countries_of_the_world(name: str) -> None:
    assert places.rank(name) == "city"


@pytest.mark.parametrize(
    "name",
    ["Cililin", "Kecamatan Cililin", "Desa Antah Berantah", "Bekasi Utara", "Ambarawa Kota", "Bukit Nirmala"],
)
def test_localities(name: str) -> None:
    assert places.rank(name) == "locality"


@pytest.mark.parametrize("name", ["", "Ko", "Desa", "Budi Santoso", "Bogor/Berita", "Utara", "x" * 10_000])
def test_no_places(name: str) -> None:
    assert places.rank(name) is None


@given(st.text())
def test_any_text_has_a_rank_or_none(text: str) -> None:
    assert places.rank(text) in {"region", "city", "locality", None}
