"""A second Ctrl-C means the same to every command that works: it ends at once, as interrupted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit

ARCHIVE = Path("data/archive.db")
COMMANDS = {
    "crawl": ["crawl", "demo"],
    "update": ["update", "demo"],
    "watch": ["watch", "demo"],
    "check": ["check", "demo"],
    "reparse": ["archive", "reparse", "--all"],
    "import": ["import", "--language", "id", "pages.warc.gz"],
}
BARE = {"crawl", "update", "watch"}
"""Those that need no archive to be there."""


SCRIPT = """
import os, signal, sys
from scraper import cli
from scraper.cli.display.progress import Progress

def interrupt_twice(progress, line):
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    print("still at work", line)

Progress.line = interrupt_twice
cli.main(sys.argv[1:])
"""
"""kliping, to which Ctrl-C comes twice when it prints anything while it works."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_second_signal_ends_it_and_the_run_is_interrupted(name: str) -> None:
    if name not in BARE:
        assert cli.run(["crawl", "demo", "--limit", "3"]) == Exit.OK
    if name == "import":
        next(Path().rglob("*.warc.gz")).rename("pages.warc.gz")
        ARCHIVE.rename("crawled.db")
    command = [sys.executable, "-c", SCRIPT, *COMMANDS[name]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (Exit.INTERRUPTED, "")
    assert done.stderr.strip() == "kliping: interrupted"
    with Archive(ARCHIVE, read_only=True) as archive:
        last = next(iter(archive.query("SELECT command, status FROM runs ORDER BY id DESC")))
    recorded = "update" if name == "watch" else name
    assert (last["command"], last["status"]) == (recorded, "interrupted")


EXITING = """
import atexit, os, signal, sys
from scraper import cli

atexit.register(os.kill, os.getpid(), signal.SIGINT)
cli.main(sys.argv[1:])
"""
"""kliping, to which Ctrl-C comes when it has ended and Python has not."""


def test_a_signal_at_the_very_end_leaves_no_traceback() -> None:
    command = [sys.executable, "-c", EXITING, "outlets", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (Exit.OK, "")
