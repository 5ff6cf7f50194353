from __future__ import annotations

import pytest

from scraper.extraction.fields.language import detect
from tests.unit.extraction.pages import PARAGRAPHS

INDONESIAN = " ".join(PARAGRAPHS)
MALAY = (
    "Beliau berkata jambatan itu ditutup kerana banjir, manakala penduduk boleh menggunakan bot kerajaan."
    " Kerja baik pulih turut dijangka bermula bulan depan, kata polis daerah."
)
ENGLISH = "The market by the river has opened again, and the mayor said that it will not close for the rain."
JAVANESE = (
    "Pasar iwak ing pinggir kali wis dibukak maneh, lan wong-wong padha seneng amarga banjir wis ora ana."
)
SUNDANESE = (
    "Pasar lauk di sisi walungan geus dibuka deui, jeung jelema-jelema bungah lantaran caah"
    " teu aya deui ti kamari."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(INDONESIAN, "id"), (MALAY, "ms"), (ENGLISH, "en"), (JAVANESE, "jv"), (SUNDANESE, "su")],
    ids=["id", "ms", "en", "jv", "su"],
)
@pytest.mark.parametrize("declared", ["", "id", "en-US", "ms"])
def test_the_text_tells_its_language_whatever_is_declared(text: str, expected: str, declared: str) -> None:
    assert detect(text, declared) == expected


def test_an_indonesian_paper_may_quote_a_malaysian() -> None:
    assert detect(f"{INDONESIAN} “Beliau boleh datang,” kata polis Malaysia.") == "id"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("", "id"),
        ("in", "id"),
        ("id-ID", "id"),
        ("en_US", "en"),
        ("zh-Hans", "zh"),
        ("?", "id"),
        ("x" * 999, "id"),
    ],
)
def test_a_text_too_short_to_tell_is_what_is_declared(declared: str, expected: str) -> None:
    assert detect("Skor 3-1.", declared) == expected


def test_no_known_language_is_what_is_declared() -> None:
    assert detect("lorem ipsum dolor sit amet " * 9, "fr") == "fr"
