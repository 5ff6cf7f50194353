"""`kliping outlets` as a user meets it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit
from scraper.outlets import load_outlets
from tests.unit.cli import processes

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.demo import DemoSite

CONTOH = 'name = "Kabar Contoh"\nhome = "https://contoh.id/"\nhosts = ["contoh.id"]\n'


@pytest.fixture
def own(desk: Path) -> Path:
    """The user's folder of profiles."""
    folder = desk / ".config/kliping/outlets"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("verb", ["list", "show", "lint", "add"])
def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    assert cli.run(["outlets", verb, "--help"]) == Exit.OK
    assert "Exit codes:" in capsys.readouterr().out


def test_the_list_has_every_outlet_aligned(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    (own / "contoh.toml").write_text(CONTOH + 'province = "Bali"\n[discover]\nfeeds = ["/rss"]\n')
    assert cli.run(["outlets"]) == Exit.OK
    head, *lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(load_outlets())
    (line,) = (line for line in lines if line.startswith("contoh "))
    assert line.split("  ")[0] == "contoh"
    assert [line[head.index(name) :].split("  ")[0] for name in ("name", "home", "province", "ways in")] == [
        "Kabar Contoh",
        "https://contoh.id/",
        "Bali",
        "feeds",
    ]


def test_the_list_can_be_narrowed(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    (own / "contoh.toml").write_text(CONTOH + 'province = "Bali"\nverified = true\nnetwork = "promedia"\n')
    narrow = ["outlets", "list", "--network", "promedia", "--province", "bali", "--verified", "--json"]
    assert cli.run(narrow) == Exit.OK
    assert json.loads(capsys.readouterr().out)["slug"] == "contoh"
    assert cli.run(["outlets", "list", "--network", "promedia", "--unverified"]) == Exit.OK
    assert "contoh" not in capsys.readouterr().out
    assert cli.run(["outlets", "list", "--province", "Atlantis"]) == Exit.NOTHING_FOUND


def test_on_a_terminal_no_line_is_too_long() -> None:
    lines = processes.on_terminal("outlets", columns=60, NO_COLOR="1").splitlines()
    assert max(map(len, lines)) <= 60


def test_a_profile_is_shown_as_it_counts(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    (own / "contoh.toml").write_text(CONTOH + 'network = "promedia"\n')
    assert cli.run(["outlets", "show", "https://www.contoh.id/a/b"]) == Exit.OK
    out = capsys.readouterr().out
    assert out.startswith(f"# {own / 'contoh.toml'} (your own)\n# with what its family promedia knows\n")
    assert tomllib.loads(out)["urls"]["whole"] == "page=all"
    assert cli.run(["outlets", "show", "suararembang", "--json"]) == Exit.OK
    assert json.loads(capsys.readouterr().out)["own"] is False
    assert cli.run(["outlets", "show", "tak-dikenal"]) == Exit.NOTHING_FOUND


def test_lint_tells_every_fault_of_every_file(capsys: pytest.CaptureFixture[str], desk: Path) -> None:
    (desk / "satu.toml").write_text(CONTOH + 'zone = "Asia/Rembang"\ncolour = 1\ndelay = -1\n')
    (desk / "dua.toml").write_text(CONTOH + '[urls]\narticle = "/a/"\n[samples]\nothers = ["/a/b"]\n')
    (desk / "tiga.toml").write_bytes(b"\xff")
    (desk / "baik.toml").write_text(CONTOH)
    assert cli.run(["outlets", "lint", "satu.toml", "dua.toml", "tiga.toml", "baik.toml"]) == Exit.SOME_FAILED
    out, err = capsys.readouterr()
    assert "4 profiles checked · 6 faults" in out
    places = [line.removeprefix("kliping: ").split(": ")[:2] for line in err.splitlines()]
    assert [place for place in places if place[0] != "tiga.toml"] == [
        ["satu.toml", "$.colour"],
        ["satu.toml", "$.zone"],
        ["satu.toml", "$.delay"],
        ["dua.toml", "$.samples.articles"],
        ["dua.toml", "$.samples.others[0]"],
    ]
    assert cli.run(["outlets", "lint", "baik.toml"]) == Exit.OK
    assert cli.run(["outlets", "lint", "tidak-ada.toml"]) == Exit.USAGE


def test_lint_reads_the_users_own_too(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    (own / "contoh.toml").write_text("name = ")
    assert cli.run(["outlets", "lint"]) == Exit.SOME_FAILED
    assert f"{own / 'contoh.toml'}: not TOML" in capsys.readouterr().err


@pytest.fixture
def toy(site: DemoSite, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that adds the toy newspaper."""
    monkeypatch.setenv("KLIPING_DELAY", "0")
    monkeypatch.setenv("KLIPING_PROCESSES", "0")
    return ["outlets", "add", f"http://127.0.0.1:{site.address[1]}/", "--allow-private", "127.0.0.1"]


def test_a_site_is_added_and_crawled(capsys: pytest.CaptureFixture[str], toy: list[str], desk: Path) -> None:
    assert cli.run([*toy, "--name", "Koran Mainan"]) == Exit.OK
    out, err = capsys.readouterr()
    file = desk / ".config/kliping/outlets/127-0-0-1.toml"
    assert out.startswith(f"{file} is written")
    assert "not sure: its province" in err
    assert "# Not sure: its province" in file.read_text()
    assert list(file.parent.iterdir()) == [file]
    assert cli.run(["outlets", "lint", str(file)]) == Exit.OK
    crawl = ["crawl", "127-0-0-1", "--allow-private", "127.0.0.1", "--limit", "3", "--json"]
    capsys.readouterr()
    assert cli.run(crawl) == Exit.OK
    assert json.loads(capsys.readouterr().out)["outlets"]["127-0-0-1"]["stored"] == 3


def test_what_is_there_is_not_replaced_unasked(
    capsys: pytest.CaptureFixture[str], toy: list[str], site: DemoSite, own: Path
) -> None:
    (own / "127-0-0-1.toml").write_text(CONTOH)
    assert cli.run(toy) == Exit.USAGE
    assert "--force" in capsys.readouterr().err
    assert (own / "127-0-0-1.toml").read_text() == CONTOH
    assert cli.run([*toy, "--force"]) == Exit.OK
    site.requests.clear()
    assert cli.run(toy) == Exit.USAGE
    assert "has a profile" in capsys.readouterr().err
    assert site.requests == []


def test_a_dry_run_prints_the_profile_only(
    capsys: pytest.CaptureFixture[str], toy: list[str], desk: Path
) -> None:
    assert cli.run([*toy, "--dry-run"]) == Exit.OK
    assert tomllib.loads(capsys.readouterr().out)["hosts"] == ["127.0.0.1"]
    assert list(desk.rglob("*.toml")) == []


def test_a_refusal_and_a_site_without_articles_have_their_codes(
    toy: list[str], site: DemoSite, desk: Path
) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    assert cli.run(toy) == Exit.REFUSED
    assert cli.run(["outlets", "add", "ftp://contoh.id/"]) == Exit.USAGE
    assert cli.run(["outlets", "add", "http://127.0.0.1:9/"]) == Exit.SOME_FAILED
    assert list(desk.rglob("*.toml")) == []
