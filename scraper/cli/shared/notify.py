"""Running a command of the user's when a run ends with an alarm or a fault."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from scraper.cli.display import terminal
from scraper.errors import KlipingError
from scraper.text.urls import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scraper.crawler import Summary

TIMEOUT = 30.0
"""Seconds that the command may take."""


def is_notable(summary: Summary) -> bool:
    """Whether the run had an alarm, or an outlet that could not be crawled."""
    return any(report.alarms or report.fault for report in summary.outlets.values())


@contextmanager
def notify_on_fault(command: Sequence[str] | None) -> Iterator[None]:
    """Pass a fault that ends the whole run, such as a full disk, to the command, and raise it again."""
    try:
        yield
    except KlipingError as fault:
        if command:
            notify(command, {"fault": without_secrets(str(fault))})
        raise


def notify(command: Sequence[str], message: Mapping[str, Any], timeout: float = TIMEOUT) -> None:
    """Run a command, without a shell, with the message as JSON on its standard input.

    A command that fails is reported on standard error only: the crawl has ended and is stored by then.
    """
    text = json.dumps(message, ensure_ascii=False).encode("utf-8", "backslashreplace")
    name = command[0]
    try:
        # A session of its own, so that the processes it starts can be ended with it.
        process = subprocess.Popen(  # noqa: S603 - the user's own command, without a shell
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as fault:
        terminal.complain(f"--notify {name} cannot be run: {getattr(fault, 'strerror', None) or fault}")
        return
    try:
        process.communicate(text, timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        terminal.complain(f"--notify {name} took longer than {timeout:g} seconds, and was ended")
        return
    if process.returncode:
        terminal.complain(f"--notify {name} ended with code {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            import signal

            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
