"""`kliping import`: one line a file, and an exit code that scripts can use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit
from tests.unit.discover.warc_files import numbered, packed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def warc(desk: Path) -> Path:
    file = desk / "suara.warc.gz"
    file.write_bytes(packed(numbered(1, 3)))
    return file


def test_a_line_tells_what_became_of_a_file(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", str(warc), "--outlet", "suara.test"]) == Exit.OK
    assert f"{warc}: 3 records, 3 no article" in capsys.readouterr().out
    assert cli.run(["import", str(warc), "--outlet", "suara.test"]) == Exit.OK
    assert capsys.readouterr().out == f"{warc}: 3 records; left out: 3 known already\n"


def test_json_tells_the_same(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", str(warc), "--outlet", "suara.test", "--json"]) == Exit.OK
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["records"] == file["pages"]["not_articles"]["empty"] == 3


def test_nothing_wanted_is_nothing_found(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", str(warc)]) == Exit.NOTHING_FOUND
    assert "left out: 3 of another site" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"no WARC at all\n" * 100, b"\x1f\x8b\x08" + bytes(100), packed(numbered(1, 3))[:-30]]
)
def test_damage_is_one_line(desk: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    file = desk / "bad.warc.gz"
    file.write_bytes(content)
    assert cli.run(["import", str(file)]) == Exit.SOME_FAILED
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "damaged: " in out
    assert err == ""


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "none.warc.gz"]) == Exit.USAGE
    assert "there is no such file" in capsys.readouterr().err
