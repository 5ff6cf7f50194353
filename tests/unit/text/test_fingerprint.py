"""What an outlet's articles have in common is no article's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.similarity.fingerprint import MIN_ARTICLES, OutletMemory, blocks, fingerprint

PITCH = "Simpan halaman ini, lalu kirim kepada tetangga sekampung."


def remembering(articles: int, *, with_pitch: int) -> OutletMemory:
    memory = OutletMemory()
    for number in range(articles):
        own = [f"Paragraf milik artikel {chr(97 + number % 26) * (number + 3)} saja."]
        memory.learn(blocks([*own, PITCH] if number < with_pitch else own))
    return memory


def test_a_block_on_many_articles_recurs_and_an_articles_own_does_not() -> None:
    memory = remembering(20, with_pitch=20)
    assert memory.recurs(PITCH)
    assert not memory.recurs("Paragraf milik artikel lain saja, yang belum pernah ada.")


@pytest.mark.parametrize(
    ("articles", "with_pitch"), [(20, MIN_ARTICLES - 1), (1000, MIN_ARTICLES), (0, 0)], ids=str
)
def test_a_few_articles_or_a_small_share_are_chance(articles: int, with_pitch: int) -> None:
    assert not remembering(articles, with_pitch=with_pitch).recurs(PITCH)


def test_numbers_case_and_punctuation_make_no_other_block() -> None:
    assert fingerprint("Dibaca 120 kali!") == fingerprint("dibaca  7 kali")
    assert fingerprint("Dibaca 120 kali") != fingerprint("Dilihat 120 kali")


def test_what_is_very_short_or_long_is_not_remembered() -> None:
    assert blocks(["Katanya.", "kata " * 400]) == frozenset()


@given(st.lists(st.text(), max_size=8))
def test_any_texts_can_be_learned(texts: list[str]) -> None:
    memory = OutletMemory()
    for _ in range(MIN_ARTICLES):
        memory.learn(blocks(texts))
    for mark in blocks(texts):
        assert -(2**63) <= mark < 2**63
        assert memory.counts[mark] == MIN_ARTICLES
