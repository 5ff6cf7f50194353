"""A folder to work in, an archive of the toy newspaper, and a page of it that was saved."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from scraper.crawler import crawl
from scraper.demo import DemoSite
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534
GOLDEN = Path(__file__).parents[2] / "fixtures" / "cli"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder, which is home as well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KLIPING_ATTEMPTS", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive that holds the whole toy newspaper. Read it only."""
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    with DemoSite() as site:
        crawl(["demo"], Settings(archive=path), outlets={"demo": site.outlet}, resolve=site.resolve)
    return str(path)


@pytest.fixture
def saved(site: DemoSite, desk: Path) -> Path:
    """A file with the page of an article, as a browser saves it."""
    file = desk / "garam.html"
    with urlopen(address(site, "petani-garam")) as answer:
        file.write_bytes(answer.read())
    return file


def address(site: DemoSite, words: str) -> str:
    """The article whose path has these words, at an address that needs no name to be resolved."""
    path = next(article.path for article in site.articles if words in article.path)
    return f"http://127.0.0.1:{site.address[1]}{path}"


def golden(name: str) -> str:
    """What a command is to print."""
    return (GOLDEN / name).read_text(encoding="utf-8")


@pytest.fixture
def unprivileged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The present folder, in which permissions count for this process too (they do not stop root)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = os.geteuid()
        monkeypatch.chdir(folder)
        if user == 0:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            for path in (folder, *folder.iterdir()):
                path.chmod(0o700)
            os.seteuid(user)
