"""One crawler an outlet at a time, whatever the number of processes that work on one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path


IMPORT, MERGE = "_import", "_merge"
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


class OutletLock:
    """A lock that the system frees when its process ends, however that ends."""

    def __init__(self, archive: Path, slug: str) -> None:
        """For one outlet of the archive at that path; the lock's file stands in a folder beside it."""
        self._archive = archive
        self._lock = FileLock(_folder(archive) / f"{slug}.lock", blocking=False, thread_local=False)

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
