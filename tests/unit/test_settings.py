"""Settings: defaults < file < environment < flags, and what does not fit is refused."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import settings
from scraper.errors import UsageError
from scraper.settings import Settings, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_or_variables_they_are_the_defaults(file: Path) -> None:
    assert load(environment={}, file=file) == Settings()


def test_the_later_source_wins(file: Path) -> None:
    file.write_text("delay = 1.5\ntimeout = 5\nattempts = 7\narchive = 'a.db'", encoding="utf-8")
    variables = {"KLIPING_TIMEOUT": "6.5", "KLIPING_ATTEMPTS": "8", "KLIPING_DELAY": "", "OTHER": "x"}
    found = load({"attempts": 9, "archive": None}, environment=variables, file=file)
    assert found == Settings(delay=1.5, timeout=6.5, attempts=9, archive=Path("a.db"))


def test_the_environment_may_name_the_file(file: Path, tmp_path: Path) -> None:
    named = tmp_path / "lain.toml"
    named.write_text("contact = 'redaksi@contoh.id'", encoding="utf-8")
    file.write_text("contact = 'https://contoh.id/'", encoding="utf-8")
    assert load(environment={"KLIPING_SETTINGS": str(named)}, file=file).contact == "redaksi@contoh.id"


@pytest.mark.parametrize(
    "line",
    [
        *(f"delay = {value}" for value in ("-1", "nan", "inf", "true", "'x'", "[1]")),
        *(f"timeout = {value}" for value in ("0", "-1", "nan")),
        *(f"attempts = {value}" for value in ("0", "2.5", "true", "'dua'", "inf")),
        *(f"max_bytes = {value}" for value in ("0", "-5")),
        *(f"contact = {value}" for value in ("''", "'é'", r'"a\nb"', "3", "' '")),
        *(f"archive = {value}" for value in ("''", "3", "[]", "{}", r'"a\u0000"')),
        *(f"processes = {value}" for value in ("-1", "true", "0x" + "f" * 5000)),
        *(f"allow_private = {value}" for value in ("3", "true", "{}", "[1]")),
    ],
)
def test_a_value_that_does_not_fit_is_refused(file: Path, line: str) -> None:
    file.write_text(line, encoding="utf-8")
    name = line.partition(" ")[0]
    with pytest.raises(UsageError, match=rf"settings\.toml: {name} = .* does not fit; give "):
        load(environment={}, file=file)


def test_every_setting_can_be_given() -> None:
    defaults = Settings()
    values = {f.name: getattr(defaults, f.name) for f in fields(Settings)}
    given = {name: ",".join(v) if isinstance(v, tuple) else str(v) for name, v in values.items()}
    variables = {settings.ENVIRONMENT_PREFIX + name.upper(): value for name, value in given.items()}
    assert load(given, environment=variables, file=Path("tidak-ada")) == defaults


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_text("delay = 1.5", encoding="utf-8-sig")
    assert load(environment={}, file=file).delay == 1.5


@pytest.mark.parametrize(
    "data", [b"delay 1", b"\xff\xfe", b"a = " + b"[" * 100_000, b"attempts = " + b"9" * 5000]
)
def test_a_broken_file_is_named_with_what_to_do(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(UsageError, match=r"settings\.toml: .*; mend or remove the file$"):
        load(environment={}, file=file)


def test_the_place_inside_a_list_is_named() -> None:
    with pytest.raises(UsageError, match=r"allow_private = \['a', 1\] does not fit; give .*\$\[1\]"):
        load({"allow_private": ["a", 1]}, environment={})


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(UsageError, match=r"proxy = … does not fit") as raised:
        load({"proxy": "http://orang:rahasia@é"}, environment={})
    assert "rahasia" not in str(raised.value)


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(UsageError) as raised:
        load({"contact": "é" * 100_000}, environment={})
    assert len(str(raised.value)) < 300


def test_variables_may_be_written_as_in_toml() -> None:
    variables = {
        "KLIPING_MAX_BYTES": " 1_000 ",
        "KLIPING_DELAY": " 2.5",
        "KLIPING_ALLOW_PRIVATE": " Intranet.test,, [::1]",
    }
    found = load(environment=variables, file=Path("tidak-ada"))
    assert found == Settings(max_bytes=1000, delay=2.5, allow_private=("intranet.test", "::1"))


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([f.name for f in fields(Settings)]), JSON_LIKE)
def test_any_value_fits_or_is_refused_with_its_name(name: str, value: object) -> None:
    try:
        found = load({name: value}, environment={}, file=Path("tidak-ada"))
    except UsageError as fault:
        assert f"the command line: {name} = " in str(fault)  # noqa: PT017
    else:
        assert type(getattr(found, name)) is type(getattr(Settings(), name))


def test_the_reference_describes_each_setting_and_its_default() -> None:
    rows = settings.reference()
    assert [row.name for row in rows] == [f.name for f in fields(Settings)]
    assert all(row.kind and row.description.endswith(".") for row in rows)
    assert {row.variable for row in rows} == {f"KLIPING_{row.name.upper()}" for row in rows}
    toml = "\n".join(f"{row.name} = {row.default}" for row in rows if row.name != "processes")
    assert load(tomllib.loads(toml), environment={}, file=Path("tidak-ada")) == Settings()
