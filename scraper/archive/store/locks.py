"""Locks that the system frees when their process ends, however that ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

IMPORT, MERGE, UPDATE = "_import", "_merge", "_update"
"""Locks that are no outlet's: their names begin as no slug may."""


def busy(archive: Path) -> list[str]:
    """The slugs (and other names) whose locks some process holds on that archive at this moment."""
    names = sorted(file.stem for file in _folder(archive).glob("*.lock"))
    held = []
    for name in names:
        lock = OutletLock(archive, name)
        if lock.acquire():
            lock.release()
        else:
            held.append(name)
    return held


def _folder(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}-locks")


def file_name(name: str) -> str:
    """A name that becomes part of a file's: one from a stranger's archive may lead to another folder.

    Raises ArchiveError where it has anything but letters, digits, `_`, `.` and `-`.
    """
    if not re.fullmatch(r"\w[\w.-]*", name):
        raise ArchiveError(f"{name!r} is no name of an outlet or a WARC file; this archive was tampered with")
    return name


class OutletLock:
    """One crawler an outlet at a time, whatever the number of processes that work on one archive."""

    def __init__(self, archive: Path, slug: str) -> None:
        """For one outlet of the archive at that path; the lock's file stands in a folder beside it."""
        self._archive = archive
        self._lock = FileLock(
            _folder(archive) / f"{file_name(slug)}.lock", blocking=False, thread_local=False
        )

    def acquire(self) -> bool:
        """Take the lock, if nobody has it. Raises ArchiveError where its file cannot be made."""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as fault:
            raise ArchiveError(
                f"archive {self._archive}: a lock beside it cannot be made ({fault}); check the permissions "
                f"and the space of its folder"
            ) from fault
        return True

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()
