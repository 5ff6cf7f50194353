"""Working on when nobody reads the output any more: `kliping crawl … | head`."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _DiscardingFile(io.FileIO):
    """A file that discards what is written to it once its reader has gone."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self.fileno())
            os.close(null)
            return memoryview(data).nbytes


@contextmanager
def survive_closed_pipe() -> Iterator[None]:
    """Discard what is printed to a pipe that its reader has closed, so that the work goes on to its end.

    For commands that do more than print; the others end there. Also a decorator of commands. Any other error
    of the output, such as a full disk, is raised as ever.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = map(_tolerant, before)
    during = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in during:
            stream.flush()


def _tolerant(stream: Any) -> Any:
    """The same stream, by a file that tolerates a closed pipe; streams that are no files stay as they are."""
    buffer = getattr(stream, "buffer", None)
    is_buffered = isinstance(buffer, io.BufferedWriter)  # not where PYTHONUNBUFFERED is set
    raw = getattr(buffer, "raw", buffer)
    if not isinstance(raw, io.FileIO):
        return stream
    stream.flush()
    file = _DiscardingFile(stream.fileno(), "wb", closefd=False)
    output: Any = io.BufferedWriter(file) if is_buffered else file
    return io.TextIOWrapper(
        output,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
