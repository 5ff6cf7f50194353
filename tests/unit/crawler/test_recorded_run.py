"""A run is in the archive however it ends, with what it had done by then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from scraper.crawler import Summary
from scraper.crawler.lifecycle.recorded_run import recorded_run

if TYPE_CHECKING:
    from scraper.archive import Archive


def last(archive: Archive) -> tuple[str, str, bool]:
    (run,) = archive.runs.newest(limit=1)
    return run.command, run.status, run.summary["interrupted"]


@pytest.mark.parametrize(
    ("interrupted", "has_failed", "status"),
    [
        (False, False, "ok"),
        (True, False, "interrupted"),
        (True, True, "interrupted"),
        (False, True, "failed"),
    ],
)
def test_of_a_run_that_comes_to_its_end_the_report_says_how(
    archive: Archive, *, interrupted: bool, has_failed: bool, status: str
) -> None:
    report = Summary()
    with recorded_run(archive, "crawl", ["demo"], report, has_failed=lambda: has_failed) as number:
        report.run, report.interrupted = number, interrupted
    assert last(archive) == ("crawl", status, interrupted)
    assert archive.runs.newest(limit=1)[0].summary["run"] == number


@pytest.mark.parametrize("fault", [KeyboardInterrupt, asyncio.CancelledError])
def test_what_ends_the_program_interrupts_the_run(archive: Archive, fault: type[BaseException]) -> None:
    with pytest.raises(fault), recorded_run(archive, "import", [], Summary()):
        raise fault
    assert last(archive) == ("import", "interrupted", True)


@pytest.mark.parametrize("fault", [RuntimeError, OSError, SystemExit])
def test_any_other_exception_is_a_failure_and_goes_on(archive: Archive, fault: type[BaseException]) -> None:
    with pytest.raises(fault), recorded_run(archive, "reparse", [], Summary()):
        raise fault
    assert last(archive) == ("reparse", "failed", False)
