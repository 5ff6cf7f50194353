"""`kliping crawl` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_needs_no_network_and_says_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crawl", "demo", "--limit", "2"]) == Exit.OK
    out = capsys.readouterr().out
    assert out.count("stored ") >= 2
    assert "leads are left" in out
    assert "kliping search KATA" in out


def test_nothing_left_to_do_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["crawl", "demo"])
    capsys.readouterr()
    assert cli.run(["crawl", "demo"]) == Exit.OK
    assert "nothing left to do" in capsys.readouterr().out


def test_json_is_all_there_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crawl", "demo", "--limit", "1", "--json", "--archive", "lain.db"]) == Exit.OK
    assert json.loads(capsys.readouterr().out)["outlets"]["demo"]["stored"] == 1


def test_a_date_may_be_indonesian() -> None:
    assert cli.run(["crawl", "demo", "--since", "20 Mei 2025", "--until", "21/5/2025"]) == Exit.OK


def test_nothing_found_has_its_own_code() -> None:
    assert cli.run(["crawl", "demo", "--since", "2030-01-01"]) == Exit.NOTHING_FOUND


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["crawl", "ftp://contoh.id/"], Exit.USAGE, "not a web address"),
        (["crawl", "tak-dikenal"], Exit.USAGE, "no outlet of that name"),
        (["crawl"], Exit.USAGE, "Missing argument"),
        (["crawl", "demo", "--since", "kapan"], Exit.USAGE, "is no date"),
        (["crawl", "demo", "--since", "2025-02-01", "--until", "2025-01-01"], Exit.USAGE, "is after"),
        (["crawl", "demo", "--limit", "0"], Exit.USAGE, "--limit"),
        (["crawl", "demo", "--archive", "/dev/null/x.db"], Exit.ARCHIVE, "/dev/null"),
        (["crawl", "http://127.0.0.1:9/"], Exit.SOME_FAILED, "is not a public one"),
        (["tak-ada"], Exit.USAGE, "tak-ada"),
    ],
)
def test_what_goes_wrong_is_one_clear_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: Exit,
    words: str,
) -> None:
    monkeypatch.setenv("KLIPING_ATTEMPTS", "1")
    assert cli.run(arguments) == code
    err = capsys.readouterr().err.strip()
    assert words in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_dry_run_lists_what_would_be_fetched(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive = tmp_path / "tidak-ada.db"
    arguments = ["crawl", "demo", "--dry-run", "--since", "2025-05-20", "--archive", str(archive)]
    assert cli.run(arguments) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    fetched = [line.split()[2] for line in lines if line.startswith("fetch ")]
    assert f"nothing was written to {archive}" in lines[-1]
    assert not archive.exists()
    assert cli.run([*arguments, "--json"]) == Exit.OK
    plan = json.loads(capsys.readouterr().out)["plan"]
    assert [lead["url"] for lead in plan if not lead["why_not"]] == fetched
