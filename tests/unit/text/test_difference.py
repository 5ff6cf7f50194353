from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scraper.text.similarity.difference import words

TEXTS = st.text(alphabet="ab \n", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_told_whole(old: str, new: str) -> None:
    told = words(old, new)
    assert "".join(text for side, text in told if side != "new") == old
    assert "".join(text for side, text in told if side != "old") == new


def test_what_stayed_is_told_as_such() -> None:
    assert words("harga beras naik", "harga gabah naik") == [
        ("same", "harga "),
        ("old", "beras"),
        ("new", "gabah"),
        ("same", " naik"),
    ]


def test_a_huge_text_is_compared_line_by_line() -> None:
    old = "kata " * 30_000 + "\nakhir"
    assert words(old, old.replace("akhir", "tamat"))[-2:] == [("old", "akhir"), ("new", "tamat")]
