"""The record of a run in the archive, written however the run ends."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scraper.archive import Archive


class RunReport(Protocol):
    """What a run has done so far."""

    interrupted: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, kept as the run's summary."""
        ...


@contextmanager
def recorded_run(
    archive: Archive,
    command: str,
    targets: Sequence[str],
    report: RunReport,
    *,
    has_failed: Callable[[], bool] = lambda: False,
) -> Iterator[int]:
    """Record a run of `command` in `archive.runs`; gives its number.

    Its status is "interrupted" if the report says so, or if the work was ended by KeyboardInterrupt (a second
    signal) or cancelled; "failed" if anything else was raised, or `has_failed` says so; else "ok". What was
    raised goes on. The report is kept as it is then.
    """
    run = archive.runs.start(command, targets)
    status = "failed"
    try:
        yield run
        status = "interrupted" if report.interrupted else "failed" if has_failed() else "ok"
    except (KeyboardInterrupt, asyncio.CancelledError):
        status, report.interrupted = "interrupted", True
        raise
    finally:
        archive.runs.finish(run, status, report.to_dict())
