"""`kliping watch`: one update after another, for those who have no cron."""

from __future__ import annotations

import select
import signal
import socket
import time
from typing import TYPE_CHECKING, Any, Self

import click

from scraper.cli.commands.update import Duration, UpdatePass
from scraper.cli.display import terminal
from scraper.cli.shared import exits, options, systemd
from scraper.cli.shared.closed_pipe import survive_closed_pipe
from scraper.cli.shared.exits import Exit
from scraper.cli.shared.running import RunReporter
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
@options.reporting
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

    SIGHUP makes it read settings and profiles again. A service of systemd may have Type=notify. An error
    in a later update than the first (a full disk, say) is reported, and the next update tries again.
    """
    from scraper.outlets import load_outlets

    reporter = RunReporter(notify, metrics, log, log_format)

    def load() -> UpdatePass:
        chosen = options.settings(archive, contact, proxy, allow_private)
        return UpdatePass(outlets, chosen, load_outlets(), reporter, revisits=not no_revisits)

    with _SignalListener() as signals:
        update_pass = load()
        systemd.notify("READY=1")
        _update(update_pass, signals)
        while not signals.stop:
            signals.wait(every.total_seconds())
            if signals.reload:
                update_pass = _reloaded(update_pass, load, signals)
            if not signals.stop:
                _try_update(update_pass, signals)
        systemd.notify("STOPPING=1")
    return Exit.OK


def _reloaded(
    update_pass: UpdatePass, load: Callable[[], UpdatePass], signals: _SignalListener
) -> UpdatePass:
    """The update by the settings and profiles as they are now; as before where these are invalid."""
    signals.reload = False
    systemd.notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
    try:
        update_pass = load()
        terminal.complain("settings and profiles were read anew")
    except KlipingError as fault:
        terminal.complain(f"{fault}; going on as before")
    systemd.notify("READY=1")
    return update_pass


def _try_update(update_pass: UpdatePass, signals: _SignalListener) -> None:
    """Another update; an error of the archive is reported only."""
    try:
        _update(update_pass, signals)
    except ArchiveError as fault:
        terminal.complain(f"{fault}; trying again later")
        systemd.notify(f"STATUS={str(fault).splitlines()[0]}")


def _update(update_pass: UpdatePass, signals: _SignalListener) -> None:
    """One update, as `UpdatePass.run` raises."""
    systemd.notify("STATUS=looking for what is due")
    summary, progress = update_pass.run()
    if summary.outlets:
        progress.conclude(summary, update_pass.settings.archive)
    signals.stop = signals.stop or summary.interrupted
    total = summary.total
    systemd.notify(
        f"STATUS=waiting; the last update stored {total.stored} and revised {total.revised} articles"
    )


class _SignalListener:
    """Receives signals, also between two updates: `stop` and `reload` are what they asked for."""

    def __init__(self) -> None:
        self.stop = False
        self.reload = False

    def __enter__(self) -> Self:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._former_wire = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._former = {number: signal.signal(number, self._on_signal) for number in (*_END, signal.SIGHUP)}
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
        while not (self.stop or self.reload) and (left := until - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                self._ours.recv(4096)  # bytes of signals that came during an update are among them

    def _on_signal(self, number: int, _: Any) -> None:
        self.stop = self.stop or number in _END
        self.reload = self.reload or number == signal.SIGHUP
