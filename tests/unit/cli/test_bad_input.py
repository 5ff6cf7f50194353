"""What goes wrong is told in one line, what to do included; and nothing half-made is left behind."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli.shared.exits import Exit
from tests.unit.cli import processes

VERSE = "ini bukan pangkalan data, hanya catatan belanja\n"


@pytest.fixture
def complaint(capsys: pytest.CaptureFixture[str]):
    """Runs a command that must fail with this code; the one line that it says."""

    def complaint(code: Exit, *arguments: str) -> str:
        capsys.readouterr()
        assert cli.run(arguments) == code
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("kliping: ")
        assert err.count("\n") == 1
        return err.removeprefix("kliping: ").rstrip()

    return complaint


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["crawl", "http://tidak-ada.invalid/"], Exit.SOME_FAILED, "tidak-ada.invalid: no such host; check"),
        (
            ["extract", "http://tidak-ada.invalid/"],
            Exit.SOME_FAILED,
            "tidak-ada.invalid: no such host; check",
        ),
        (
            ["crawl", "http://127.0.0.1:9/"],
            Exit.SOME_FAILED,
            "127.0.0.1: it is not a public one; if you mean it, allow it: --allow-private 127.0.0.1",
        ),
        (
            ["crawl", "--allow-private", "127.0.0.1", "http://127.0.0.1:9/"],
            Exit.SOME_FAILED,
            "cannot be reached (Connection refused); check",
        ),
        (
            ["extract", "http://127.0.0.1:9/"],
            Exit.SOME_FAILED,
            "cannot be reached (Connection refused); check",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_sites_out_of_reach(complaint, arguments: list[str], code: Exit, words: str) -> None:
    assert words in complaint(code, *arguments)


@pytest.mark.parametrize("url", ["ftp://contoh.id/x", "http://", "http://dua kata.id/", "http://[::1", "://"])
@pytest.mark.parametrize("verb", ["crawl", "extract"])
def test_addresses_that_are_none(complaint, verb: str, url: str) -> None:
    assert complaint(Exit.USAGE, verb, url).startswith(f"{url}: not a web address; ")


def test_files_that_hold_no_page(complaint, desk: Path) -> None:
    (desk / "kosong.html").write_bytes(b" \n")
    (desk / "biner.html").write_bytes(bytes(range(256)) * 20)
    (desk / "teks.html").write_bytes(b"<p>hai")
    assert complaint(Exit.NOTHING_FOUND, "extract", "kosong.html").endswith(
        "nothing in it; save the page again"
    )
    assert complaint(Exit.NOTHING_FOUND, "extract", "biner.html").endswith("give a page saved as HTML")
    assert "no article" in complaint(Exit.NOTHING_FOUND, "extract", "teks.html")


def test_files_that_cannot_be_read(complaint, desk: Path) -> None:
    (desk / "folder").mkdir()
    (desk / "folder" / "catatan.txt").touch()
    assert "no HTML file in this folder" in complaint(Exit.USAGE, "extract", "folder")
    assert "no such file; check the path" in complaint(Exit.USAGE, "extract", "tidak-ada.html")
    assert complaint(Exit.USAGE, "extract", "").startswith("'': there is no such file")
    assert "name too long" in complaint(Exit.USAGE, "extract", "a" * 300)


def test_files_that_may_not_be_read(complaint, unprivileged: Path) -> None:
    page = unprivileged / "rahasia.html"
    page.touch(mode=0o000)
    closed = unprivileged / "tertutup"
    closed.mkdir(mode=0o000)
    assert complaint(Exit.USAGE, "extract", "rahasia.html").startswith(
        "rahasia.html: cannot be read: Permission"
    )
    assert complaint(Exit.USAGE, "extract", "tertutup").startswith("tertutup: cannot be read: Permission")


@pytest.mark.parametrize("command", [["crawl", "demo"], ["search", "kata"], ["show", "1"]], ids=" ".join)
def test_an_archive_that_is_none_is_left_as_it_is(complaint, desk: Path, command: list[str]) -> None:
    note = desk / "catatan.db"
    note.write_text(VERSE, encoding="utf-8")
    with closing(sqlite3.connect("lain.db")) as other:
        other.execute("CREATE TABLE harga (rupiah)")
    before = (desk / "lain.db").read_bytes()
    assert "no SQLite database; name another" in complaint(Exit.ARCHIVE, *command, "--archive", "catatan.db")
    assert "another program; name another" in complaint(Exit.ARCHIVE, *command, "--archive", "lain.db")
    assert f"this is a folder; name a file, such as {desk}/" in complaint(
        Exit.ARCHIVE, *command, "--archive", "."
    )
    assert note.read_text(encoding="utf-8") == VERSE
    assert (desk / "lain.db").read_bytes() == before
    assert sorted(path.name for path in desk.iterdir()) == ["catatan.db", "lain.db"]


@pytest.mark.parametrize("command", [["search", "kata"], ["show", "1"]], ids=" ".join)
def test_an_archive_that_is_not_there_is_not_made(complaint, desk: Path, command: list[str]) -> None:
    assert "no such file; check the path, or crawl first" in complaint(Exit.ARCHIVE, *command)
    assert list(desk.iterdir()) == []


def test_a_folder_that_may_not_be_written(
    complaint, unprivileged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unprivileged.chmod(0o500)
    assert "check the permissions" in complaint(Exit.ARCHIVE, "crawl", "demo", "--archive", "arsip.db")
    assert "name another place" in complaint(Exit.ARCHIVE, "crawl", "demo", "--archive", "sub/arsip.db")
    assert list(unprivileged.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("delay = = 1", "not TOML: Invalid value (at line 1, column 9); mend or remove"),
        ("dealy = 1", "no such setting: dealy (known: allow_private, archive, "),
        ("delay = 'cepat'", "delay = 'cepat' does not fit; give seconds, 0 or more"),
    ],
)
def test_a_broken_settings_file_is_named(
    complaint, desk: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    file = desk / ".config" / "kliping" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    for command in (["crawl", "demo"], ["search", "kata"], ["show", "1"], ["extract", "http://127.0.0.1:9/"]):
        said = complaint(Exit.USAGE, *command)
        assert str(file) in said
        assert words in said
    assert not (desk / "data").exists()


def test_a_settings_file_that_is_named_must_be_there(complaint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_SETTINGS", "tidak-ada.toml")
    assert "settings tidak-ada.toml: cannot be read: No such file" in complaint(Exit.USAGE, "search", "kata")


@pytest.mark.parametrize("home", ["tertutup", "~"])
def test_a_service_without_a_home_can_work(
    archive: str, unprivileged: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    (unprivileged / "tertutup").mkdir(mode=0o000)
    monkeypatch.setenv("HOME", str(unprivileged / home))
    assert cli.run(["crawl", "demo", "--limit", "1", "--archive", "arsip.db"]) == Exit.OK


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:1", "http://127.0.0.1:port", "http://127.0.0.1:99999"])
def test_a_proxy_that_is_none_is_named(complaint, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    assert "HTTP_PROXY" in complaint(Exit.USAGE, "extract", "http://contoh.invalid/")
    assert "HTTP_PROXY" in complaint(Exit.USAGE, "crawl", "http://contoh.invalid/", "--archive", "arsip.db")


def test_outlets_that_nobody_knows(complaint, archive: str) -> None:
    assert complaint(Exit.USAGE, "crawl", "tak-dikenal").startswith(
        "tak-dikenal: no outlet of that name; give"
    )
    said = complaint(Exit.USAGE, "search", "kata", "--outlet", "tak-dikenal", "--archive", archive)
    assert said == "the archive has no outlet 'tak-dikenal'; it has demo"


@pytest.mark.parametrize("verb", ["crawl", "search"])
def test_days_that_make_no_sense(complaint, verb: str) -> None:
    assert "is no date; write it as 2025-04-30" in complaint(
        Exit.USAGE, verb, "demo", "--since", "kapan-kapan"
    )
    assert "is no date" in complaint(Exit.USAGE, verb, "demo", "--until", "2025-02-30")
    swapped = complaint(Exit.USAGE, verb, "demo", "--since", "2025-02-02", "--until", "1 Februari 2025")
    assert "2025-02-02 is after --until 2025-02-01" in swapped


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crwal"], "No such command 'crwal' (see kliping --help)"),
        (["crawl"], "Missing argument 'SITE-OR-URL…' (see kliping crawl --help)"),
        (["search", "kata", "--limit", "0"], "(see kliping search --help)"),
        (["search", "-kata"], "Missing argument"),
        (["show", "1", "--josn"], "No such option '--josn'"),
    ],
    ids=str,
)
def test_slips_of_the_pen(complaint, arguments: list[str], words: str) -> None:
    assert words in complaint(Exit.USAGE, *arguments)


COMMANDS = [
    "--help",
    "search --help",
    "search beras --archive ARCHIVE",
    "search beras --json --archive ARCHIVE",
    "show 20 --archive ARCHIVE",
    "show 20 --json --archive ARCHIVE",
    "extract garam.html",
    "extract --pretty garam.html",
    "crawl demo --limit 3 --archive baru.db",
    "crawl demo --limit 3 --json --archive baru.db",
]


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest, archive: str, saved: Path) -> str:
    return f"KLIPING {request.param.replace('ARCHIVE', archive)}"


def test_a_pipe_that_closes_early_is_no_fault(command: str) -> None:
    for reader in ("head -c 10 >/dev/null", "true"):
        done = processes.shell(f"{command} | {reader}")
        assert (done.returncode, done.stderr) == (Exit.OK, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_device_is_told(command: str) -> None:
    done = processes.shell(f"{command} >/dev/full")
    assert done.returncode == Exit.FAULT
    assert done.stderr == (
        "kliping: the output cannot be used: No space left on device; check its space and permissions\n"
    )
    if Path("baru.db").exists():
        with closing(sqlite3.connect("baru.db")) as made:
            assert made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_process_may_have_no_streams_at_all(command: str) -> None:
    assert processes.shell(f"{command} <&- >&- 2>&-").returncode == Exit.OK


def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(archive: str) -> None:
    variables = os.environ | {"PYTHONIOENCODING": "latin-1"}
    done = processes.run("show", "20", "--archive", archive, encoding="latin-1", env=variables)
    assert (done.returncode, done.stderr) == (Exit.OK, "")
    assert "\\u201cKalau lahan siap" in done.stdout
