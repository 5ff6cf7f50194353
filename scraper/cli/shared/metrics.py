"""The numbers of a run as a file in Prometheus' text format, for the node exporter's text file collector."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector, CollectorRegistry

from scraper.atomic_write import atomic_write
from scraper.cli.display import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scraper.crawler import OutletReport, Summary

LAST_SUCCESS = "kliping_last_success_timestamp_seconds"
ALARM_KINDS = ("silent", "field", "blocked", "slow")
MAX_FILE = 10_000_000
"""Bytes of an earlier file that are read."""

MAX_LINE = 1000
"""Characters of a line in it; longer ones count as damaged."""

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


def write_metrics(path: Path, summary: Summary) -> None:
    """Write the numbers of a run to a file, completely or not at all.

    An outlet that could not be crawled keeps the time of its last success from the file as it was. A file
    that cannot be written is reported on standard error only: the crawl has ended and is stored by then.
    """
    try:
        now = datetime.now(UTC).timestamp()
        succeeded = {slug: now // 1 for slug, report in summary.outlets.items() if not report.fault}
        registry = CollectorRegistry()
        registry.register(_RunCollector(summary, _last_successes(path) | succeeded))
        with atomic_write(path, mode=0o644) as file:  # the collector runs as another user
            file.write(generate_latest(registry))
    except OSError as fault:
        terminal.complain(f"--metrics {path} cannot be written: {fault.strerror or fault}")


class _RunCollector(Collector):
    """The metrics of one run."""

    def __init__(self, summary: Summary, last_successes: Mapping[str, float]) -> None:
        self._summary = summary
        self._last_successes = last_successes

    def collect(self) -> Iterator[GaugeMetricFamily]:
        reports = self._summary.outlets
        for name, (description, number) in _GAUGES.items():
            gauge = GaugeMetricFamily(name, description, labels=["outlet"])
            for slug, report in reports.items():
                if (value := number(report)) is not None:
                    gauge.add_metric([_label(slug)], value)
            yield gauge
        succeeded = GaugeMetricFamily(
            LAST_SUCCESS, "When the outlet was last crawled without a fault (Unix time).", labels=["outlet"]
        )
        for slug, moment in self._last_successes.items():
            succeeded.add_metric([_label(slug)], moment)
        yield succeeded
        alarms = GaugeMetricFamily(
            "kliping_alarms", "Alarms of the last run, by kind.", labels=["outlet", "kind"]
        )
        for slug, report in reports.items():
            for kind in ALARM_KINDS:
                alarms.add_metric([_label(slug), kind], sum(alarm.kind == kind for alarm in report.alarms))
        yield alarms
        yield GaugeMetricFamily(
            "kliping_run_duration_seconds",
            "How long the last run took.",
            value=round(self._summary.duration, 3),
        )


def _label(value: str) -> str:
    """The value in a form that UTF-8 can encode."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _last_successes(path: Path) -> dict[str, float]:
    """The times of last success in the file of an earlier run, by outlet. A line that is damaged is skipped.

    Raises OSError.
    """
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        lines = file.read(MAX_FILE).decode("utf-8", "replace").split("\n")
    return dict(found for line in lines if line.startswith(LAST_SUCCESS) and (found := _last_success(line)))


def _last_success(line: str) -> tuple[str, float] | None:
    """The outlet and its time in one line of a metrics file, if both are there."""
    if len(line) > MAX_LINE:  # the parser takes time by the square of it
        return None
    try:
        ((sample,),) = (family.samples for family in text_string_to_metric_families(line))
        outlet, moment = sample.labels["outlet"], float(sample.value)
    except (ValueError, LookupError, ArithmeticError):
        return None
    is_valid = sample.name == LAST_SUCCESS and math.isfinite(moment) and moment >= 0
    return (outlet, moment) if is_valid else None
