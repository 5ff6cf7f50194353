"""JSON with faults: what is whole around one fault is read, and valid JSON as `json` reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.extraction.evidence.lenient_json import decode

REST = {"datePublished": "2021-06-05T10:00:00+08:00", "author": {"name": "Sri Rahayu"}}
AFTER = json.dumps(REST)[1:]

FAULTS = {
    "inner quotes": (f'{{"headline":"Warga: "Air asin", kata Sri",{AFTER}', 'Warga: "Air asin", kata Sri'),
    "a quoted list": (f'{{"headline":"Lagu "Asa", "Doa" dan "Ibu"",{AFTER}', 'Lagu "Asa", "Doa" dan "Ibu"'),
    "a quote at the end": (f'{{"headline":"Sri bilang "air"",{AFTER}', 'Sri bilang "air"'),
    "an escaped apostrophe": (rf'{{"headline":"Jum\'at bersih",{AFTER}', "Jum'at bersih"),
    "an unknown escape": (rf'{{"headline":"C:\data \x",{AFTER}', "C:data x"),
    "an unfinished escape": (rf'{{"headline":"a\u12 b",{AFTER}', "au12 b"),
    "an empty value": (f'{{"headline":,{AFTER}', None),
    "a line comment": (f'{{"headline":"Air", // "judul": 1, lama\n{AFTER}', "Air"),
    "a block comment": (f'{{/* "a", */"headline":/* , */"Air",{AFTER}', "Air"),
    "raw control characters": (f'{{"headline":"Air\n\tasin\x00\x1b",{AFTER}', "Air\n\tasin\x00\x1b"),
    "double commas": (f'{{,"headline":"Air",,{AFTER}', "Air"),
    "a line break for a comma": (f'{{"headline":"Air"\n  {AFTER}', "Air"),
    "an unquoted key": (f'{{headline:"Air",{AFTER}', "Air"),
    "an undefined value": (f'{{"headline":undefined,{AFTER}', None),
    "an HTML comment around": (f'<!-- {{"headline":"Air",{AFTER} -->', "Air"),
    "a semicolon behind": (f'{{"headline":"Air",{AFTER};\n', "Air"),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_harms_only_its_own_value(text: str) -> None:
    damaged, headline = FAULTS[text]
    assert decode(damaged) == [{"headline": headline, **REST}]


@pytest.mark.parametrize("cut", range(1, len(AFTER)))
def test_what_stands_before_a_cut_is_whole(cut: int) -> None:
    (value,) = decode(('{"headline":"Air",' + AFTER)[: -len(AFTER) + cut])
    assert value["headline"] == "Air"
    assert value.get("datePublished", REST["datePublished"]) == REST["datePublished"]
    assert value.get("author") in (None, {}, {"name": None}, REST["author"])


def test_several_values_follow_each_other() -> None:
    assert decode('{"a": 1} {"b": [2]},\n[3]') == [{"a": 1}, {"b": [2]}, [3]]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
    max_leaves=30,
)


@given(values, st.sampled_from([None, 0, 2]), st.booleans())
@settings(max_examples=500)
def test_valid_json_is_read_as_json_reads_it(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert decode(text) == [json.loads(text)]


PIECES = [
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "/*",
    "*/",
    "//",
    "\n",
    "'",
    "\\u",
    "d83d",
    "1e",
    "-",
    "true",
    " ",
]
damaged = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join),
    st.builds(
        lambda text, at, piece: text[: at % len(text)] + piece + text[at % len(text) :],
        values.map(json.dumps),
        st.integers(0, 10_000),
        st.sampled_from(PIECES),
    ),
)  # fmt: skip


@given(damaged)
@settings(max_examples=500)
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(decode(text), list)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        '{"a":' + "9" * 10_000 + ',"b":1}',
        '{"a":"' + '"x' * 500_000,
        '{"a":"x' + '" /* ' * 200_000,
        '{"a":"' + "\\" * 1_000_000,
        "/ " * 300_000,
        ',:"' * 300_000,
        '{"a":["' + '", ' * 300_000,
    ],
    ids=range(9),
)
def test_hostile_sizes_end(text: str) -> None:
    assert isinstance(decode(text), list)


def test_a_number_of_ten_thousand_digits_is_left_out() -> None:
    assert decode('{"a":' + "9" * 10_000 + ',"b":1}') == [{"a": None, "b": 1}]
