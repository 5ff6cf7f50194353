"""How an archive is opened: made when absent, brought up to date when old, refused when it is none."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.store import migrations
from scraper.archive.store.sqlite_faults import faults, primary
from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_SECONDS = 30.0
"""How long a statement waits while another program is writing."""

_BUSY_PAUSE = 0.02

PAGE_SIZE = 2048
"""Bytes: most articles fill a page of 4096, SQLite's own size, and leave much of it empty."""

MAGIC = b"SQLite format 3\0"
_UNLOCKED = "mode=ro&immutable=1"


def open_archive(path: str | Path, *, read_only: bool = False) -> tuple[Path, sqlite3.Connection]:
    """The archive's absolute path, and a connection to it.

    An absent archive is made, with its folders, unless `read_only`. Raises ArchiveError when the file
    cannot be used or is no archive; a file that was not there before the call is then not there after it.
    """
    path, existed = _locate(path)
    if not existed:
        _make_folder(path, read_only=read_only)
    try:
        with faults(path):
            if existed:
                _undo_half(path)
            version = _version(path) if existed else 0
            if read_only:
                _check_readable(path, version)
                return path, connect_for_reading(path)
            _check_writable(path)
            return path, _open_for_writing(path, version)
    except ArchiveError as fault:
        # Where the lock was held, another process was making the same archive: that file is its own.
        if not existed and primary(fault.__cause__) != sqlite3.SQLITE_BUSY:
            _remove(path)
        raise


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write to the archive. Raises sqlite3.Error.

    SQLite keeps the readers' locks in `-shm` beside the file, and leaves it and an empty `-wal` there.
    Where the folder forbids that, and no `-wal` shows a writer, the file is read without locks.
    """
    try:
        return _connect(path, "mode=ro")
    except sqlite3.OperationalError as fault:
        forbidden = primary(fault) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not forbidden or _is_in_use(path):
            raise
    return _connect(path, _UNLOCKED)


def _locate(name: str | Path) -> tuple[Path, bool]:
    """The absolute path, and whether there is a file. Raises ArchiveError for what cannot be one."""
    path = Path(name)
    try:
        path = path.expanduser().absolute()
        mode = path.stat().st_mode
        start = _start(path) if stat.S_ISREG(mode) else b""
    except FileNotFoundError:
        return path, False
    except (OSError, RuntimeError, ValueError) as fault:  # a forbidden folder, an unknown ~user, a NUL
        raise ArchiveError(f"archive {path}: it cannot be reached ({fault}); name another place") from fault
    if stat.S_ISDIR(mode):
        raise ArchiveError(f"archive {path}: this is a folder; name a file, such as {path / 'archive.db'}")
    if not stat.S_ISREG(mode):
        raise ArchiveError(f"archive {path}: this is no ordinary file; name another")
    if start and start != MAGIC:  # SQLite itself takes a short file for an empty one, and overwrites it
        raise ArchiveError(f"archive {path}: it is no SQLite database; name another file")
    return path, True


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(MAGIC))


def _make_folder(path: Path, *, read_only: bool) -> None:
    if read_only:
        raise ArchiveError(
            f"archive {path}: there is no such file; check the path, or crawl first to make it"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ArchiveError(
            f"archive {path}: its folder cannot be made ({fault}); name another place"
        ) from fault


def _open_for_writing(path: Path, version: int) -> sqlite3.Connection:
    connection = _connect(path, "mode=rwc")
    with _closed_on_failure(connection):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")  # of a file that has no pages yet
        _use_wal(connection)
        # With WAL, a power cut may undo the last commits, but cannot damage the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        migrations.bring_up_to_date(connection, version)
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Have the file in WAL mode. SQLite itself does not wait here for another that makes the same archive."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if primary(fault) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_BUSY_PAUSE)
        else:
            return


def _undo_half(path: Path) -> None:
    """Take back what a killed program left half written. SQLite does so by itself where it may write."""
    if _sidecar(path, "-journal").exists():
        _connect(path, "mode=rw").close()


def _version(path: Path) -> int:
    """The schema's version, 0 for a blank file. Raises ArchiveError when it is none that we can use.

    This look leaves no trace, not even of a lock: the file may be somebody else's.
    """
    with closing(_connect(path, "mode=ro" if _is_in_use(path) else _UNLOCKED)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != migrations.APPLICATION_ID and (application or version or objects):
        raise ArchiveError(f"archive {path}: this is a database of another program; name another file")
    if version > migrations.VERSION:
        raise ArchiveError(
            f"archive {path}: a newer kliping made it (its schema is {version}, this program knows "
            f"{migrations.VERSION}); upgrade kliping"
        )
    return int(version)


def _check_readable(path: Path, version: int) -> None:
    if not version:
        raise ArchiveError(f"archive {path}: the file is blank; check the path, or crawl first to fill it")
    if version < migrations.VERSION:
        raise ArchiveError(
            f"archive {path}: an older kliping made it; any crawl or update brings it up to date"
        )


def _check_writable(path: Path) -> None:
    """SQLite would find out at the first write only, and leave files beside it that nobody may write to."""
    effective = os.access in os.supports_effective_ids
    if path.exists() and not os.access(path, os.W_OK, effective_ids=effective):
        raise ArchiveError(
            f"archive {path}: you may not write to it; open it for reading, or check its permissions"
        )


def _connect(path: Path, options: str) -> sqlite3.Connection:
    """A connection that has read the file once, without implicit transactions. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?{options}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    with _closed_on_failure(connection):
        connection.execute("SELECT 1 FROM sqlite_master")
    return connection


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _is_in_use(path: Path) -> bool:
    return _sidecar(path, "-wal").exists()


def _sidecar(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):  # what went wrong at first is what the user must hear
            _sidecar(path, suffix).unlink(missing_ok=True)
