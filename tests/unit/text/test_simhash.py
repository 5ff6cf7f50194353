"""A copy is known by its sketch, whatever a paper changed at its ends."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.similarity.sketches import MAX_DISTANCE, MIN_WORDS, distance, sketch

WORDS = "sawah petani bupati pasar gabah jalan sungai warga desa kantor harga musim panen beras hujan".split()


def story(seed: int, paragraphs: int = 9, words: int = 35) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join(f"{chance.choice(WORDS)}{chance.randrange(40)}" for _ in range(words)).capitalize() + "."
        for _ in range(paragraphs)
    ]


def are_copies(one: list[str], other: list[str]) -> bool:
    a, b = sketch("\n\n".join(one)), sketch("\n\n".join(other))
    assert a
    assert b
    return bool(set(a.minhashes) & set(b.minhashes)) and distance(a.simhash, b.simhash) <= MAX_DISTANCE


LEAD = "SEMARANG, kabarlain.test - Kalimat pembuka ini ditulis ulang oleh redaksi koran lain."


def test_nearly_all_wire_copies_are_known() -> None:
    """Another dateline and first paragraph, and no last one: 58 of these 60."""
    stories = [story(seed, paragraphs=14) for seed in range(60)]
    known = [
        are_copies(["Jakarta (ANTARA) - " + wire[0], *wire[1:]], [LEAD, *wire[1:-1]]) for wire in stories
    ]
    assert sum(known) >= 57


def test_other_stories_are_no_copies() -> None:
    stories = [story(seed) for seed in range(40)]
    assert not any(are_copies(one, other) for one, other in combinations(stories, 2))


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: "REMBANG, suararembang.test - " + text,
        lambda text: "Jakarta (ANTARA) - " + text,
        lambda text: text + "\n\nPewarta: Sari Dewi\nEditor: Budi\nCOPYRIGHT © ANTARA 2024",
        lambda text: text.upper().replace(" ", "  "),
    ],
)
def test_dateline_credits_case_and_white_space_make_no_other_text(changed) -> None:  # type: ignore[no-untyped-def]
    text = "\n\n".join(story(1))
    assert sketch(changed(text)) == sketch(text)


def test_a_short_text_has_no_sketch() -> None:
    assert sketch(" ".join(["kata"] * (MIN_WORDS - 1))) is None
    assert sketch(" ".join(["kata"] * MIN_WORDS)) is not None


def test_it_is_the_same_in_every_process() -> None:
    code = "from scraper.text.similarity.sketches import sketch; print(sketch(' '.join(map(str, range(99)))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(sketch(" ".join(map(str, range(99)))))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (
            " ".join(f"kata{n % 37} ke-{n}" for n in range(40)),
            (6954275655316749500, (-8882703731252979687, -8617336229658398360, -7872028779637918914)),
        ),
        (
            " ".join(f"“kata{n % 37}” – ke{n}…" for n in range(60)),
            (2423486633267454420, (-9078105192286561139, -9048083064808315398, -8995616320050932912)),
        ),
        (
            " ".join(f"слово{n % 37} 言葉{n} Ünïcode_{n}" for n in range(30)),
            (6477520965930131635, (-8507423037735043443, -7854061341601478542, -7422623108550023131)),
        ),
    ],
)
def test_it_is_what_archives_hold(text: str, known: tuple[int, tuple[int, ...]]) -> None:
    """Copies are found among the sketches of years: another way to make them would find none."""
    made = sketch(text)
    assert made
    assert (made.simhash, made.minhashes[:3]) == known


@given(st.text(max_size=2000), st.integers(0, 60))
def test_any_text_has_numbers_that_sqlite_can_keep(text: str, words: int) -> None:
    made = sketch(text + " kata" * words)
    if made:
        assert all(-(2**63) <= number < 2**63 for number in (made.simhash, *made.minhashes))


def test_the_distance_counts_bits() -> None:
    assert distance(-1, 0) == 64
    assert distance(5, 6) == 2
