"""One crawler an outlet at a time, whatever the number of processes that work on one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path


class OutletLock:
    """A lock that the system frees when its process ends, however that ends."""

    def __init__(self, archive: Path, slug: str) -> None:
        """For one outlet of the archive at that path; the lock's file stands in a folder beside it."""
        self._archive = archive
        folder = archive.with_name(f"{archive.name}-locks")
        self._lock = FileLock(folder / f"{slug}.lock", blocking=False, thread_local=False)

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
