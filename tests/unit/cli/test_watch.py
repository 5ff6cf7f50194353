"""`kliping watch`: updates without an end, and the signals that a service gets."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from scraper import cli
from scraper.archive import Archive
from scraper.cli.shared.exits import Exit
from scraper.errors import ArchiveError
from tests.unit.cli import processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0
"""Seconds for what takes one, on a busy machine."""


class Service:
    """`kliping watch demo` as systemd starts it, and what it tells systemd."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._wire = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._wire.bind(str(folder / "notify"))
        self._wire.settimeout(PATIENCE)
        environment = os.environ | {"NOTIFY_SOCKET": str(folder / "notify"), "HOME": str(folder)}
        self.process = subprocess.Popen(
            [*processes.KLIPING, "watch", "demo", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, state: str) -> None:
        """Wait until it tells a state that begins so."""
        while not self._wire.recv(4096).decode().startswith(state):
            pass

    def end(self) -> str:
        """Send SIGTERM; all that it printed, once it has ended."""
        self.process.send_signal(signal.SIGTERM)
        printed, _ = self.process.communicate(timeout=PATIENCE)
        return printed

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self._wire.close()


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Service]:
    service = Service(folder, *arguments)
    try:
        yield service
    finally:
        service.close()


def test_it_updates_and_waits_and_ends_when_it_is_told(tmp_path: Path) -> None:
    with watching(tmp_path) as service:
        service.until("READY=1")
        service.until("STATUS=waiting; the last update stored 20")
        printed = service.end()
        service.until("STOPPING=1")
        assert service.process.returncode == Exit.OK
    assert "demo: 20 found · 20 stored" in printed
    with Archive(tmp_path / "data" / "archive.db", read_only=True) as archive:
        assert {row["status"] for row in archive.query("SELECT status FROM runs")} == {"ok"}


def test_it_looks_again_for_what_is_due(tmp_path: Path) -> None:
    with watching(tmp_path, "--every", "1s") as service:
        for _ in range(3):
            service.until("STATUS=waiting")
        service.end()


def test_an_update_under_way_ends_between_two_requests(tmp_path: Path) -> None:
    archive = tmp_path / "data" / "archive.db"
    with watching(tmp_path) as service:
        while not pages(archive):
            time.sleep(0.02)
        service.end()
        assert service.process.returncode == Exit.OK
    assert cli.run(["archive", "verify", "--archive", str(archive)]) == Exit.OK
    assert cli.run(["update", "demo", "--archive", str(archive)]) == Exit.OK
    with Archive(archive, read_only=True) as store:
        assert list(store.query("SELECT count(*) AS articles FROM articles")) == [{"articles": 20}]


def pages(archive: Path) -> int:
    """How many pages are in an archive that is just being made."""
    try:
        with Archive(archive, read_only=True) as store:
            return int(next(iter(store.query("SELECT count(*) AS n FROM captures")))["n"])
    except ArchiveError:
        return 0


def test_settings_and_profiles_are_read_anew(tmp_path: Path) -> None:
    with watching(tmp_path) as service:
        service.until("STATUS=waiting")
        service.process.send_signal(signal.SIGHUP)
        service.until("RELOADING=1")
        service.until("READY=1")
        (tmp_path / ".config" / "kliping").mkdir(parents=True)
        (tmp_path / ".config" / "kliping" / "settings.toml").write_text("delay = 'lama'\n")
        service.until("STATUS=waiting")
        service.process.send_signal(signal.SIGHUP)
        service.until("RELOADING=1")
        service.until("STATUS=waiting")
        printed = service.end()
    assert "settings and profiles were read anew" in printed
    assert "settings.toml" in printed
    assert "going on as before" in printed


@pytest.mark.parametrize("name", ["tak-dikenal", "https://suarakliping.test/kategori/daerah"])
def test_what_cannot_be_updated_is_told_at_once(name: str, tmp_path: Path) -> None:
    done = processes.run("watch", name, cwd=tmp_path)
    assert done.returncode == Exit.USAGE
    assert done.stderr.count("\n") == 1


def test_an_archive_that_is_none_ends_it(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("bukan arsip")
    done = processes.run("watch", "demo", "--archive", "catatan.txt", cwd=tmp_path)
    assert done.returncode == Exit.ARCHIVE
