"""`kliping demo`: the toy newspaper, served by hand."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

from scraper import cli
from scraper.cli.shared.exits import Exit
from tests.unit.cli import processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from scraper.demo import DemoSite


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """The address that the command prints; on leaving it is sent a Ctrl-C, and must end well."""
    with processes.started("demo", *arguments) as process:
        assert process.stdout is not None
        told = re.match(r"(http://127\.0\.0\.1:\d+/)  \(Ctrl-C stops it\)\n", process.stdout.readline())
        assert told
        yield told[1]
        assert processes.interrupt(process) == ""


def test_it_serves_the_paper_until_it_is_interrupted() -> None:
    with served() as address, urlopen(address, timeout=10) as page:
        assert "Suara Kliping" in page.read().decode()


def test_it_serves_a_folder(desk: Path) -> None:
    (desk / "satu.html").write_text("<p>Halaman sendiri", encoding="utf-8")
    with served("--pages", ".") as address, urlopen(f"{address}satu.html", timeout=10) as page:
        assert page.read() == b"<p>Halaman sendiri"


def test_what_it_serves_can_be_crawled(desk: Path) -> None:
    with served() as address:
        command = ["crawl", address, "--allow-private", "127.0.0.1", "--limit", "1", "--archive", "lain.db"]
        assert (
            processes.run(*command, env={"PATH": "", "HOME": str(desk), "KLIPING_DELAY": "0"}).returncode == 0
        )


def test_a_port_that_is_taken_is_told(site: DemoSite, capsys: pytest.CaptureFixture[str]) -> None:
    port = str(site.address[1])
    assert cli.run(["demo", "--port", port]) == Exit.USAGE
    assert capsys.readouterr().err.startswith(
        f"kliping: port {port} cannot be used: Address already in use; "
    )


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["demo", "--pages", "tidak-ada"]) == Exit.USAGE
    assert capsys.readouterr().err == "kliping: tidak-ada: there is no such folder; check the path\n"
