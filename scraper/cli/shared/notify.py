"""Telling others how a run ended: a command that is given its JSON, and a file for Prometheus."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.cli.display import terminal
from scraper.errors import KlipingError
from scraper.text.urls import without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scraper.crawler import OutletReport, Summary

PATIENCE = 30.0
"""Seconds that a command has to take in what it is told."""


def is_notable(summary: Summary) -> bool:
    """Whether anyone need be told: an anomaly, or an outlet that could not be crawled."""
    return any(report.anomalies or report.fault for report in summary.outlets.values())


def tell(summary: Summary, command: Sequence[str] | None, metrics: Path | None) -> None:
    """Tell those who are not at the terminal: a command of what is amiss, a file of all numbers."""
    if metrics is not None:
        write_metrics(metrics, summary)
    if command and is_notable(summary):
        notify(command, summary.to_dict())


@contextmanager
def faults_told(command: Sequence[str] | None) -> Iterator[None]:
    """A fault that ends the run as a whole, such as a full disk, is told to the command too, and raised."""
    try:
        yield
    except KlipingError as fault:
        if command:
            notify(command, {"fault": without_secrets(str(fault))})
        raise


def notify(command: Sequence[str], told: Mapping[str, Any], patience: float = PATIENCE) -> None:
    """Run a command, without a shell, with JSON on its standard input.

    The crawl is done and kept by then: that the command fails is told, and changes nothing.
    """
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
    name = command[0]
    try:
        # A session of its own, so that what the command has started can be ended with it.
        process = subprocess.Popen(  # noqa: S603 - the user's own command, without a shell
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as fault:
        terminal.complain(f"--notify {name} cannot be run: {getattr(fault, 'strerror', None) or fault}")
        return
    try:
        process.communicate(text, timeout=patience)
    except subprocess.TimeoutExpired:
        _end(process)
        terminal.complain(f"--notify {name} took longer than {patience:g} seconds, and was ended")
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


def write_metrics(path: Path, summary: Summary) -> None:
    """Write the numbers of a run to a file in Prometheus' text format, whole or not at all.

    What cannot be written is told; the crawl is done and kept by then.
    """
    try:
        before = _last_successes(path)
        text = "".join(f"{line}\n" for line in _metrics(summary, before))
        _replace(path, text)
    except OSError as fault:
        terminal.complain(f"--metrics {path} cannot be written: {fault.strerror or fault}")


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a collector that reads meanwhile finds the old or the new."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or Path())
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # the collector is another user
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


_LAST_SUCCESS = "kliping_last_success_timestamp_seconds"

_GAUGES: dict[str, tuple[str, Callable[[OutletReport], float | None]]] = {
    "kliping_articles_stored": ("Articles stored by the last run.", lambda report: report.stored),
    "kliping_articles_revised": ("Articles that the last run found changed.", lambda report: report.revised),
    "kliping_failures": ("Leads that failed in the last run.", lambda report: report.failed.total()),
    "kliping_blocked": (
        "Requests of the last run that were blocked or challenged.",
        lambda report: report.blocked,
    ),
    "kliping_latency_seconds": ("Median seconds an answer in the last run.", lambda report: report.latency),
    "kliping_fault": ("1 where the outlet could not be crawled.", lambda report: int(bool(report.fault))),
}


def _metrics(summary: Summary, before: dict[str, str]) -> Iterator[str]:
    reports = summary.outlets
    for name, (told, number) in _GAUGES.items():
        yield from _head(name, told)
        for slug, report in reports.items():
            if (value := number(report)) is not None:
                yield f"{name}{_labels(outlet=slug)} {value}"
    yield from _head(_LAST_SUCCESS, "When the outlet was last crawled without a fault (Unix time).")
    now = datetime.now(UTC).timestamp()
    fresh = {_labels(outlet=slug): f"{now:.0f}" for slug, report in reports.items() if not report.fault}
    for labels, moment in (before | fresh).items():
        yield f"{_LAST_SUCCESS}{labels} {moment}"
    yield from _head("kliping_anomalies", "Anomalies of the last run, by kind.")
    for slug, report in reports.items():
        for kind in ("silent", "field", "blocked", "slow"):
            raised = sum(anomaly.kind == kind for anomaly in report.anomalies)
            yield f"kliping_anomalies{_labels(outlet=slug, kind=kind)} {raised}"
    yield from _head("kliping_run_duration_seconds", "How long the last run took.")
    yield f"kliping_run_duration_seconds {summary.duration:.3f}"


def _head(name: str, told: str) -> tuple[str, str]:
    return f"# HELP {name} {told}", f"# TYPE {name} gauge"


def _labels(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{escaped(value)}"' for name, value in labels.items()) + "}"


def escaped(value: str) -> str:
    """A label's value as the exposition format writes it."""
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _last_successes(path: Path) -> dict[str, str]:
    """What an earlier run noted: of an outlet that fails now, the time before is what matters."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    noted = (line.removeprefix(_LAST_SUCCESS).rpartition(" ") for line in lines if _is_success(line))
    return {labels: value for labels, _, value in noted}


def _is_success(line: str) -> bool:
    return line.startswith(_LAST_SUCCESS + "{") and line.rpartition(" ")[2].isdigit()
