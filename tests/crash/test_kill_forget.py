"""`kliping archive forget` killed at any moment: nothing else is lost, the next run leaves nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
import zlib
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from scraper.model import Block
from tests.unit.archive.examples import article, lead, outlet, page

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 10
PAGES = 100
SECRET = "zamrudkelabu"
OWN = lead("1").url
HEADERS = (("user-agent", "kliping"),)
WORDS = "beras panen sawah petani gabah desa pupuk irigasi musim hujan".split()


@cache
def content(number: int) -> bytes:
    """A page of about 50 KB; one has the word that is to be forgotten."""
    chance = random.Random(number)
    first = SECRET if number == 1 else "kabar"
    return " ".join([first, *(f"{chance.choice(WORDS)}{chance.random()}" for _ in range(2000))]).encode()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an article to forget among others."""
    path = tmp_path_factory.mktemp("filled") / "archive.db"
    with Archive(path) as archive:
        archive.outlets.register(outlet())
        for number in range(PAGES):
            url = lead(str(number)).url
            archive.leads.add([lead(str(number))])
            answer = page(
                content(number), requested=url, url=url, request_headers=(("user-agent", "kliping"),)
            )
            capture = archive.captures.store(answer, outlet="suara", lead=url)
            text = (Block("p", content(number)[:200].decode()),)
            found = replace(article(1), url=url, title=f"Kabar {number}", body=text, lead=None, pages=())
            archive.leads.finish(url, archive.articles.store(found, captures=[capture]))
    return path


def forget(path: Path) -> int:
    return cli.run(["archive", "forget", OWN, "--reason", "diminta", "--archive", str(path)])


def killed(path: Path, seconds: float) -> bool:
    """Forget in a process that is killed after so long; whether it was still at work then."""
    child = os.fork()
    if not child:
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            forget(path)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def check_nothing_lost(path: Path) -> None:
    """All but what was forgotten can be read, whatever the kill left."""
    with Archive(path, read_only=True) as archive:
        rows = list(archive.query("SELECT id, requested FROM captures WHERE requested <> ?", (OWN,)))
        assert len(rows) == PAGES - 1
        for row in rows:
            number = int(row["requested"].rpartition("/")[2])
            assert archive.captures.read(row["id"]).content == content(number)


def check_nothing_left(path: Path) -> None:
    """Neither the word nor a file of an earlier run."""
    (file,) = [file for file in path.with_suffix(".warc").iterdir() if file.is_file()]
    data = file.read_bytes()
    while data:
        unpacker = zlib.decompressobj(31)
        assert SECRET.encode() not in unpacker.decompress(data)
        data = unpacker.unused_data
    for database in path.parent.glob("archive.db*"):
        assert database.is_dir() or SECRET.encode() not in database.read_bytes()
    with closing(sqlite3.connect(path)) as archive:
        assert archive.execute("SELECT count(*) FROM captures WHERE requested = ?", (OWN,)).fetchone() == (0,)
        assert archive.execute("SELECT count(*) FROM articles").fetchone() == (PAGES - 1,)
    with Archive(path) as store:
        assert store.verify().faults == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need processes that start at once")
def test_kills_of_forget_lose_nothing_and_the_next_run_leaves_nothing(
    filled: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    kills = runs = 0
    longest = 0.5
    while kills < KILLS:
        runs += 1
        path = tmp_path / str(runs) / filled.name
        shutil.copytree(filled.parent, path.parent)
        if killed(path, chance.uniform(0, longest)):
            kills += 1
        else:
            longest *= 0.9
        check_nothing_lost(path)
        begun = time.monotonic()
        assert forget(path) == Exit.OK
        longest = max(longest, time.monotonic() - begun) if runs == 1 else longest
        check_nothing_lost(path)
        check_nothing_left(path)
        shutil.rmtree(path.parent)
    print(f"{kills} kills in {runs} runs")
