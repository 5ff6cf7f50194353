"""`kliping check` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit
from scraper.demo import Status

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.demo import DemoSite

ALLOWED = ["--allow-private", "127.0.0.1"]


@pytest.fixture
def paper(site: DemoSite, desk: Path) -> str:
    """The toy newspaper under a profile of the user's own; its address."""
    home = f"http://127.0.0.1:{site.address[1]}/"
    profile = desk / ".config/kliping/outlets/suara.toml"
    profile.parent.mkdir(parents=True)
    profile.write_text(
        f'name = "Suara"\nhome = "{home}"\nhosts = ["127.0.0.1"]\ndelay = 0.0\n'
        f'[discover]\nfeeds = ["{home}feed.xml"]\nsections = ["{home}indeks"]\n',
        encoding="utf-8",
    )
    return home


def crawled() -> None:
    assert cli.run(["crawl", "suara", "--limit", "12", *ALLOWED]) in {Exit.OK, Exit.SOME_FAILED}


def test_the_demo_needs_no_network_and_no_archive(capsys: pytest.CaptureFixture[str], desk: Path) -> None:
    assert cli.run(["check", "demo"]) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "demo (Suara Kliping): well"
    assert "  ✓ feed          20  http://suarakliping.test/feed.xml" in lines
    assert "  ✓ article           Embun Es Datang Lebih Awal di Dieng" in "\n".join(lines)
    assert lines[-2:] == [
        "1 checked: 1 well",
        "There is no archive data/archive.db: nothing was compared, and nothing is kept for the next check.",
    ]
    assert list(desk.iterdir()) == []


def test_without_names_all_outlets_of_the_archive_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["crawl", "demo", "--limit", "2"])
    capsys.readouterr()
    assert cli.run(["check"]) == Exit.OK
    assert capsys.readouterr().out.startswith("demo (Suara Kliping): well\n")


def test_without_names_and_articles_there_is_nothing_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == Exit.NOTHING_FOUND
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "kliping: archive data/archive.db has no articles yet; name an outlet, or check --all\n"


def test_a_feed_that_worked_and_is_gone_is_told(
    site: DemoSite, paper: str, capsys: pytest.CaptureFixture[str]
) -> None:
    crawled()
    assert cli.run(["check", "suara", *ALLOWED]) == Exit.OK
    site.faults["/feed.xml"] = Status(404)
    capsys.readouterr()
    assert cli.run(["check", *ALLOWED]) == Exit.SOME_FAILED
    out = capsys.readouterr().out
    assert "suara (Suara): broken\n" in out
    assert f"  ✗ feed              {paper}feed.xml  (gone (404); it worked on " in out
    assert f"  ! feed {paper}feed.xml: gone (404); it worked on " in out
    assert "1 checked: 1 broken\n" in out


def test_a_site_that_refuses_has_its_own_code(site: DemoSite, paper: str) -> None:
    site.faults["*"] = Status(403)
    assert cli.run(["check", "suara", *ALLOWED]) == Exit.REFUSED


def test_json_is_all_there_is_on_stdout(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    crawled()
    capsys.readouterr()
    assert cli.run(["check", "suara", "--json", "--articles", "1", *ALLOWED]) == Exit.OK
    told = json.loads(capsys.readouterr().out)
    begun = told["begun_at"]
    suara = told["outlets"]["suara"]
    assert (told["has_memory"], told["interrupted"]) == (True, False)
    assert (suara["name"], suara["verdict"], suara["reasons"], suara["lost"]) == ("Suara", "well", [], [])
    assert suara["usual"]["articles"] == 12
    assert suara["ways"][1] == {
        "kind": "feed",
        "url": f"{paper}feed.xml",
        "state": "works",
        "leads": 20,
        "words": "",
        "broken": False,
        "worked_at": begun,
    }
    (sample,) = suara["samples"]
    assert sample["is_article"]
    assert {"title", "published_at", "body"} <= set(sample["fields"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "tak-dikenal"], Exit.USAGE, "no outlet of that name"),
        (["check", "demo", "--articles", "0"], Exit.USAGE, "--articles"),
        (["check", "contoh.id/berita/1"], Exit.USAGE, "a check is of a whole outlet"),
    ],
)
def test_what_goes_wrong_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: Exit, words: str
) -> None:
    assert cli.run(arguments) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
