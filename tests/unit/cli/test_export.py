"""`kliping export` as a user meets it; what is in the files is told in tests/unit/export."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path


def test_the_name_of_the_file_tells_the_format(
    archive: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["export", "-o", "berita.jsonl", "--archive", archive]) == Exit.OK
    assert "40 articles written to berita.jsonl" in capsys.readouterr().err
    assert len((desk / "berita.jsonl").read_text("utf-8").splitlines()) == 40
    assert (desk / "berita.CITATION.cff").exists()


def test_without_a_file_it_goes_to_standard_output(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["export", "--search", "panen", "--until", "2025-05-01", "--archive", archive]
    assert cli.run(arguments) == Exit.OK
    rows = list(csv.DictReader(capfd.readouterr().out.splitlines(keepends=True)))
    assert rows
    assert all(row["published_on"] <= "2025-05-01" for row in rows)


def test_a_query(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT outlet, count(*) AS n FROM articles GROUP BY 1"
    assert cli.run(["export", "-f", "jsonl", "--query", sql, "--archive", archive]) == Exit.OK
    assert json.loads(capfd.readouterr().out) == {"outlet": "demo", "n": 40}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--query", "SELECT 1", "--outlet", "demo"], Exit.USAGE, "leave the other filters out"),
        (["--query", "SELECT 1 AS a", "-f", "md"], Exit.USAGE, "is for articles"),
        (["--query", "DROP TABLE articles"], Exit.ARCHIVE, "readonly"),
        (["--outlet", "tak-ada"], Exit.USAGE, "tak-ada"),
        (["--search", "katayangtidakada"], Exit.NOTHING_FOUND, "nothing matches"),
        (["-o", "tidak/ada.csv"], Exit.USAGE, "cannot be written"),
        (["-f", "pdf"], Exit.USAGE, "pdf"),
    ],
)
def test_what_goes_wrong_is_one_clear_line(
    archive: str, desk: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: Exit, words: str
) -> None:
    assert cli.run(["export", *arguments, "--archive", archive]) == code
    told = capfd.readouterr().err
    assert words in told
    assert len(told.strip().splitlines()) == 1
