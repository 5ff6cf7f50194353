"""Writing a file completely or not at all, whatever ends the program meanwhile."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

_TOKEN_BYTES = 8


@contextmanager
def atomic_write(target: Path, *, overwrite: bool = True, mode: int | None = None) -> Iterator[BinaryIO]:
    """Open a temporary file in the target's folder, which becomes the target when the block ends.

    Whoever opens the target meanwhile finds the old file, or none, and so does everybody after a kill, a
    power cut, or a block that raises: the bytes are on the disk before the file gets its name. Of several
    writers at once each writes a file of its own; the last one to end wins.

    A killed process leaves its temporary file; the next writer of the same target removes it. `mode` gives
    the permission bits (None: those of any new file). Raises FileExistsError at the end of the block if the
    target exists and `overwrite` is false, OSError if the file cannot be written (IsADirectoryError before
    the block).
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    _remove_abandoned(target)
    part, file = _create(target)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if mode is not None:
                part.chmod(mode)
            if sys.platform == "win32":
                file.close()  # an open file cannot be renamed there
            if overwrite:
                part.replace(target)
            else:
                _rename_new(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _create(target: Path) -> tuple[Path, BinaryIO]:
    """A new temporary file, locked for as long as it is open: the lock shows that its writer is alive."""
    while True:
        part = target.parent / f".{target.name}.{secrets.token_hex(_TOKEN_BYTES)}.part"
        file = part.open("xb")
        if sys.platform != "win32":
            with suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
        if part.exists():  # else: removed as abandoned by another writer, before it was locked
            return part, file
        file.close()


def _remove_abandoned(target: Path) -> None:
    """Remove the temporary files of writers that were killed."""
    token = "[0-9a-f]" * (2 * _TOKEN_BYTES)
    for part in target.parent.glob(f".{glob.escape(target.name)}.{token}.part"):
        with suppress(OSError):
            if sys.platform == "win32":
                part.unlink()  # fails while it is open
            else:
                with part.open("r+b") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    part.unlink()


def _rename_new(part: Path, target: Path) -> None:
    """Give the file its name unless something has it. A rename would replace that; a hard link does not."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as that of a USB stick
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.replace(target)
