"""`kliping watch`: one update after another, for those who have no cron."""

from __future__ import annotations

import select
import signal
import socket
import time
from typing import TYPE_CHECKING, Any, Self

import click

from scraper.cli.commands.update import Duration, Pass
from scraper.cli.display import terminal
from scraper.cli.shared import exits, options, systemd
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.running import Telling
from scraper.errors import ArchiveError, KlipingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta
    from pathlib import Path

_END = (signal.SIGTERM, signal.SIGINT)


@click.command("watch", epilog=exits.EPILOG)
@click.argument("outlets", nargs=-1, metavar="[OUTLET]…")
@click.option(
    "--every",
    type=Duration(),
    default="1m",
    metavar="TIME",
    help="Look so often whether anything is due.  [default: 1m]",
)
@click.option("--no-revisits", is_flag=True, help="Read no known article again.")
@options.archive
@options.visiting
@options.telling
@survive_closed_pipe()
def command(
    outlets: tuple[str, ...],
    every: timedelta,
    archive: str | None,
    contact: str | None,
    proxy: str | None,
    allow_private: tuple[str, ...],
    *,
    no_revisits: bool,
    notify: Sequence[str] | None,
    metrics: Path | None,
    log: Path | None,
    log_format: str | None,
) -> Exit:
    """Do as `kliping update`, again and again, until Ctrl-C or SIGTERM ends it between two requests.

    SIGHUP makes it read settings and profiles anew. A service of systemd may have Type=notify. What goes
    wrong in a later update than the first (a full disk, say) is told, and the next tries again.
    """
    from scraper.outlets import load_outlets

    telling = Telling(notify, metrics, log, log_format)

    def prepared() -> Pass:
        chosen = options.settings(archive, contact, proxy, allow_private)
        return Pass(outlets, chosen, load_outlets(), telling, revisits=not no_revisits)

    with _Ears() as ears:
        job = prepared()
        systemd.tell("READY=1")
        _update(job, ears)
        while not ears.end:
            ears.wait(every.total_seconds())
            if ears.renew:
                job = _renewed(job, prepared, ears)
            if not ears.end:
                _update_anyhow(job, ears)
        systemd.tell("STOPPING=1")
    return Exit.OK


def _renewed(job: Pass, prepared: Callable[[], Pass], ears: _Ears) -> Pass:
    """What settings and profiles say now; as before where they do not hold together."""
    ears.renew = False
    systemd.tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
    try:
        job = prepared()
        terminal.complain("settings and profiles were read anew")
    except KlipingError as fault:
        terminal.complain(f"{fault}; going on as before")
    systemd.tell("READY=1")
    return job


def _update_anyhow(job: Pass, ears: _Ears) -> None:
    """One update more, or a word why not."""
    try:
        _update(job, ears)
    except ArchiveError as fault:
        terminal.complain(f"{fault}; trying again later")
        systemd.tell(f"STATUS={str(fault).splitlines()[0]}")


def _update(job: Pass, ears: _Ears) -> None:
    """One update, as `Pass.run` raises."""
    systemd.tell("STATUS=looking for what is due")
    summary, progress = job.run()
    if summary.outlets:
        progress.conclude(summary, job.settings.archive)
    ears.end = ears.end or summary.interrupted
    total = summary.total
    systemd.tell(
        f"STATUS=waiting; the last update stored {total.stored} and revised {total.revised} articles"
    )


class _Ears:
    """Hears signals, also while nothing is done: `end` and `renew` tell what they ask for."""

    def __init__(self) -> None:
        self.end = False
        self.renew = False

    def __enter__(self) -> Self:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._former_wire = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._former = {number: signal.signal(number, self._hear) for number in (*_END, signal.SIGHUP)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)
        signal.set_wakeup_fd(self._former_wire)
        self._ours.close()
        self._theirs.close()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until a signal comes."""
        until = time.monotonic() + seconds
        while not (self.end or self.renew) and (left := until - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                self._ours.recv(4096)  # bytes of signals that an update has heard already are among them

    def _hear(self, number: int, _: Any) -> None:
        self.end = self.end or number in _END
        self.renew = self.renew or number == signal.SIGHUP
