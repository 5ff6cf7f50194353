"""A crawl as log lines, one an event: for journals, and for tools that read them.

No text of a page gets into the log, and of addresses neither user name nor password.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TextIO

from scraper.cli.display import terminal
from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from scraper.crawler import Event, Summary
    from scraper.model import Lead, Outcome

LOGGER = logging.getLogger("kliping.crawl")
LOGGER.setLevel(logging.INFO)
LOGGER.propagate = False

Fields = dict[str, Any]


class CrawlLog:
    """Logs the events of one crawl to a file, or to standard error if `path` is None.

    Nothing is logged if neither path nor format is given. A log that can no longer be written is reported
    once, and the crawl goes on without it.
    """

    def __init__(self, path: Path | None, format_: str | None, targets: Sequence[str]) -> None:
        """Raises UsageError when the file cannot be opened."""
        self._targets = list(targets)
        self._handler = _Handler(path, format_) if path or format_ else None
        self._run = 0
        self._started = time.monotonic()
        self._previous: dict[str, float] = {}

    def __enter__(self) -> Self:
        if self._handler:
            LOGGER.addHandler(self._handler)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if isinstance(fault, KeyboardInterrupt):
            self._log("end", {"status": "interrupted"})
        elif fault is not None:
            self._log("end", {"status": "failed", "fault": str(fault) or type(fault).__name__})
        if self._handler:
            LOGGER.removeHandler(self._handler)
            self._handler.close()

    def on_event(self, event: Event) -> None:
        """Log an event. `seconds` are those since the event before it at the same outlet."""
        from scraper.crawler import Started

        if isinstance(event, Started):
            self._run, self._started = event.run, time.monotonic()
            self._log("start", {"targets": self._targets})
            return
        fields = _fields(event)
        now = time.monotonic()
        fields["seconds"] = round(now - self._previous.get(fields["outlet"], self._started), 3)
        self._previous[fields["outlet"]] = now
        self._log(type(event).__name__.lower(), fields)

    def on_end(self, summary: Summary) -> None:
        """Log the end of the run: the anomalies and the fault of each outlet, then the totals."""
        for slug, report in summary.outlets.items():
            for anomaly in report.anomalies:
                self._log("anomaly", {"outlet": slug, "kind": anomaly.kind, "detail": anomaly.detail})
            if report.fault:
                self._log("fault", {"outlet": slug, "detail": report.fault})
        total = summary.total
        numbers = {"stored": total.stored, "revised": total.revised, "failed": total.failed.total()}
        status = "interrupted" if summary.interrupted else "ended"
        self._log("end", {"status": status, "seconds": round(summary.duration, 3), **numbers})

    def _log(self, event: str, fields: Fields) -> None:
        if self._handler:
            LOGGER.info(event, extra={"fields": {"run": self._run, **fields}})


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines until one cannot be written."""

    def __init__(self, path: Path | None, format_: str | None) -> None:
        super().__init__(_open(path) if path else sys.stderr)
        self.setFormatter(_JsonFormatter() if format_ == "json" else _TextFormatter())
        self._path = path
        self._has_failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, unless an earlier one could not be written."""
        if not self._has_failed:
            super().emit(record)

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802 - the name in logging
        """Report, once, that the log cannot be written; `emit` calls this while it handles the exception."""
        self._has_failed = True
        fault = sys.exc_info()[1]
        reason = getattr(fault, "strerror", None) or fault
        place = self._path or "on standard error"
        terminal.complain(f"the log {place} cannot be written: {reason}; the crawl goes on without")

    def close(self) -> None:
        """Close the file; standard error stays open."""
        super().close()
        if self._path:
            with suppress(OSError):
                self.stream.close()


class _JsonFormatter(logging.Formatter):
    """A record as a line of JSON (https://jsonlines.org): time, event, run, then the fields of the event."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_line(record), ensure_ascii=False)


class _TextFormatter(logging.Formatter):
    """A record as time and event, then name=value; a value with spaces in quotes, as in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = _line(record)
        words = [
            line.pop("time"),
            line.pop("event"),
            *(f"{name}={_value(one)}" for name, one in line.items()),
        ]
        return terminal.printable(" ".join(words))


def _line(record: logging.LogRecord) -> Fields:
    """What a line says, without passwords."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    fields: Fields = _clean(vars(record)["fields"])
    return {"time": moment.replace("+00:00", "Z"), "event": record.getMessage(), **fields}


def _open(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as fault:
        raise UsageError(f"the log {path} cannot be opened: {fault.strerror}; check its folder") from fault


def _fields(event: Event) -> Fields:
    from scraper.crawler import Found, Planned, Started, Visited

    match event:
        case Started():
            return {}
        case Visited(lead, outcome, _, left):
            return {**_lead(lead), **_outcome(outcome), "left": left}
        case Found(outlet, kind, url, leads, trouble):
            result = _outcome(trouble) if trouble else {}
            return {"outlet": outlet, "kind": kind, "url": url, "leads": leads, **result}
        case Planned(lead, why_not):
            return {**_lead(lead), "why_not": why_not}
        case _:
            return {"outlet": event.outlet}


def _lead(lead: Lead) -> Fields:
    number = {} if lead.id is None else {"lead": lead.id}
    return {"outlet": lead.outlet, **number, "url": lead.url}


def _outcome(outcome: Outcome) -> Fields:
    """Its name and its short reason. The long one may quote the page."""
    from scraper.archive.frontier.outcomes import NAMES

    reason = (
        getattr(outcome, "reason", None) or getattr(outcome, "kind", None) or getattr(outcome, "status", None)
    )
    return {"outcome": NAMES[type(outcome)], **({"reason": str(reason)} if reason else {})}


def _clean(value: Any) -> Any:
    from scraper.text.urls import without_secrets

    match value:
        case str():
            return without_secrets(value)
        case dict():
            return {name: _clean(one) for name, one in value.items()}
        case list():
            return [_clean(one) for one in value]
        case _:
            return value


def _value(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return json.dumps(text, ensure_ascii=False) if not text or set(text) & set(' "\\') else text
