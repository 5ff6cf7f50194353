"""Words of one root find each other, and words that only look alike do not."""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.stemming import families
from scraper.text import affixes


def family(word: str, text: str) -> set[str]:
    return affixes.family(word, set(text.split()).intersection)


@pytest.mark.parametrize(
    ("root", "formed"),
    [
        ("korupsi", "mengorupsi dikorupsi pengorupsi korupsinya"),
        ("tulis", "menulis penulisan tulisan tulisannya dituliskan dituliskanlah"),
        ("sapu", "menyapu penyapu"),
        ("pukul", "memukul pemukulan terpukul"),
        ("kritik", "mengkritik"),  # loans keep their first letter
        ("produksi", "memproduksi"),
        ("cat", "mengecat pengecatan"),
        ("kerja", "bekerja pekerja mempekerjakan"),
        ("renang", "berenang perenang"),
        ("ajar", "belajar pelajaran mempelajari pengajar"),
        ("libat", "keterlibatan"),
        ("pimpin", "kepemimpinan"),
    ],
)
def test_forms_of_a_root_find_each_other(root: str, formed: str) -> None:
    text = f"{root} {formed}"
    assert [family(word, text) for word in text.split()] == [set(text.split())] * len(text.split())


def test_the_root_with_most_words_in_use_is_the_word_s_own() -> None:
    assert family("mengorupsi", "orupsi korupsi dikorupsi") == {"korupsi", "dikorupsi"}
    assert family("mengorupsi", "dikorupsi") == {"dikorupsi"}


@pytest.mark.parametrize(
    ("word", "other"),
    [("makan", "mak"), ("bulan", "bul"), ("selatan", "selat"), ("setuju", "tujuan"), ("menteri", "teri")],
)
def test_what_only_looks_derived_is_not(word: str, other: str) -> None:
    assert family(word, f"{word} {other}") == {word}


@pytest.mark.parametrize(
    ("root", "other"), [("selat", "selatan"), ("tuju", "menyetujui"), ("teri", "menteri")]
)
def test_a_root_does_not_claim_words_that_only_look_derived(root: str, other: str) -> None:
    assert family(root, f"{root} {other}") == {root}


def test_a_word_that_is_not_in_use_has_no_family() -> None:
    assert family("gempa", "banjir dan longsor") == set()


def test_no_worse_than_measured_on_word_families() -> None:
    of = {word: family for family in families() for word in family}
    found = {word: affixes.family(word, set(of).intersection) for word in of}
    assert fmean(len(found[word] & of[word]) / len(found[word]) for word in of) > 0.99
    assert fmean(len(found[word] & of[word]) / len(of[word]) for word in of) > 0.98
