"""Settings: defaults < file < environment < flags, and what does not fit is refused."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

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
        *(f"archive = {value}" for value in ("''", "3", "[]", "{}")),
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
