"""A profile that is written reads back as the same outlet, and is on the disk whole or not at all."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import UsageError
from scraper.model import Discovery, Hints, Outlet, Samples, UrlRules
from scraper.outlets import load_outlets
from scraper.outlets.schema import outlet_from, read_table
from scraper.outlets.writing import profile_text, save

if TYPE_CHECKING:
    from pathlib import Path

CONTOH = Outlet(
    "contoh",
    "Contoh",
    "https://www.contoh.id/",
    ("contoh.id",),
    province="Bali",
    zone="Asia/Jakarta",
    delay=2.5,
    verified=True,
    discover=Discovery(feeds=tuple(f"https://www.contoh.id/{n}/rss" for n in range(9)), wordpress=True),
    urls=UrlRules(article=r"/\d{4}/'?", ignore=r"^/tag/\d"),
    extract=Hints(body='div[id="isi"]', remove=(".iklan",)),
    samples=Samples(("/2025/a",), ("/tag/1",)),
)


def read(text: str) -> Outlet:
    return outlet_from(read_table(text, "contoh.toml"), "contoh", "contoh.toml", {})


def test_a_profile_reads_back_as_the_same_outlet() -> None:
    assert read(profile_text(CONTOH)) == CONTOH


def test_the_built_in_profiles_read_back(tmp_path: Path) -> None:
    built_in = load_outlets(tmp_path)
    for slug, outlet in built_in.items():
        save(profile_text(outlet), tmp_path / f"{slug}.toml")
    assert load_outlets(tmp_path) == built_in


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_name_and_no_remark_breaks_the_file(text: str) -> None:
    assert tomllib.loads(profile_text(replace(CONTOH, name=text), [text]))["name"] == text


def test_a_profile_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "baru" / "contoh.toml"
    save("lama", file)
    with pytest.raises(UsageError, match="--force"):
        save("baru", file)
    assert file.read_text() == "lama"
    save("baru", file, force=True)
    assert file.read_text() == "baru"
    assert list(file.parent.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        save("", tmp_path / "berkas" / "contoh.toml")


def test_half_of_a_surrogate_pair_does_not_hinder_writing(tmp_path: Path) -> None:
    save(profile_text(replace(CONTOH, name="Contoh \ud83d")), tmp_path / "contoh.toml")
    assert read((tmp_path / "contoh.toml").read_text(encoding="utf-8")).name == "Contoh ?"
