"""kliping as a process of its own, in a pipe or on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KLIPING = (sys.executable, "-m", "scraper")


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run kliping; what it prints is captured unless the options send it elsewhere."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    return subprocess.run([*KLIPING, *arguments], check=False, **streams)


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """kliping, going on; killed where the test fails."""
    command, pipe = [*KLIPING, *arguments], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def interrupt(process: subprocess.Popen[str]) -> str:
    """Send Ctrl-C; what it then wrote to standard error, if it ends well."""
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert process.stderr is not None
    return process.stderr.read()


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which KLIPING stands for the command; `returncode` is the pipe's first."""
    line = command.replace("KLIPING", " ".join(KLIPING)) + "; exit ${PIPESTATUS[0]}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)


def on_terminal(*arguments: str, columns: int = 80, **environment: str) -> str:
    """What kliping shows on a terminal of that width, control sequences included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = os.environ | {"TERM": "xterm-256color"} | environment
    variables.pop("COLUMNS", None)
    process = subprocess.Popen([*KLIPING, *arguments], stdout=theirs, stderr=theirs, env=variables)
    os.close(theirs)
    shown = bytearray()
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says so that the other end is closed
        pass
    finally:
        os.close(ours)
        process.wait()
    return shown.decode().replace("\r\n", "\n")
