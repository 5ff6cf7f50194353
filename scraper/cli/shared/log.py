"""A crawl as log lines, one an event: for journals, and for tools that read them.

No text of a page gets into the log, and of addresses neither user name nor password.
"""

from __future__ import annotations

import json
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

FORMATS = ("json", "text")

Fields = dict[str, Any]


class Log:
    """Writes to a file, or to standard error if `path` is None; nothing at all if neither is asked for.

    Of a log that can no longer be written the user is told once, and the crawl goes on.
    """

    def __init__(self, path: Path | None, format_: str | None, targets: Sequence[str]) -> None:
        """Raises UsageError when the file cannot be opened."""
        self._targets = list(targets)
        self._as_json = format_ == "json"
        self._path = path
        self._file: TextIO | None = _opened(path) if path or format_ else None
        self._run = 0
        self._begun = time.monotonic()
        self._before: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if fault is not None:
            self._write("end", {"status": "failed", "fault": str(fault) or type(fault).__name__})
        self._close()

    def tell(self, event: Event) -> None:
        """Log what just happened. `seconds` are those since the event before at the same outlet."""
        from scraper.crawler import Started

        if self._file is None:
            return
        if isinstance(event, Started):
            self._run, self._begun = event.run, time.monotonic()
            self._write("start", {"targets": self._targets})
            return
        fields = _fields(event)
        now = time.monotonic()
        fields["seconds"] = round(now - self._before.get(fields["outlet"], self._begun), 3)
        self._before[fields["outlet"]] = now
        self._write(type(event).__name__.lower(), fields)

    def conclude(self, summary: Summary) -> None:
        """Log the end of the run: an outlet a line, then the whole."""
        for slug, report in summary.outlets.items():
            for alarm in report.alarms:
                self._write("alarm", {"outlet": slug, "kind": alarm.kind, "detail": alarm.detail})
            if report.fault:
                self._write("fault", {"outlet": slug, "detail": report.fault})
        total = summary.total
        numbers = {"stored": total.stored, "revised": total.revised, "failed": total.failed.total()}
        status = "interrupted" if summary.interrupted else "ended"
        self._write("end", {"status": status, "seconds": round(summary.duration, 3), **numbers})

    def _write(self, event: str, fields: Fields) -> None:
        if self._file is None:
            return
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        whole = {"time": moment, "event": event, "run": self._run, **_clean(fields)}
        try:
            self._file.write(
                (json.dumps(whole, ensure_ascii=False) if self._as_json else _text(whole)) + "\n"
            )
            self._file.flush()
        except (OSError, ValueError) as fault:
            self._close()
            told = getattr(fault, "strerror", None) or fault
            terminal.complain(
                f"the log {self._path or ''} cannot be written: {told}; the crawl goes on without"
            )

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None and file is not sys.stderr:
            with suppress(OSError):
                file.close()


def _opened(path: Path | None) -> TextIO:
    if path is None:
        return sys.stderr
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
            return {**_of(lead), **_outcome(outcome), "left": left}
        case Found(outlet, kind, url, leads, trouble):
            told = _outcome(trouble) if trouble else {}
            return {"outlet": outlet, "kind": kind, "url": url, "leads": leads, **told}
        case Planned(lead, why_not):
            return {**_of(lead), "why_not": why_not}
        case _:
            return {"outlet": event.outlet}


def _of(lead: Lead) -> Fields:
    number = {} if lead.id is None else {"lead": lead.id}
    return {"outlet": lead.outlet, **number, "url": lead.url}


def _outcome(outcome: Outcome) -> Fields:
    """The word for it, and the short reason. The long one may quote the page."""
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


def _text(fields: Fields) -> str:
    """Time and event, then name=value; a value with spaces in quotes, as JSON has it."""
    moment, event, *rest = fields.items()
    return terminal.printable(
        " ".join((moment[1], event[1], *(f"{name}={_value(one)}" for name, one in rest)))
    )


def _value(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return json.dumps(text, ensure_ascii=False) if not text or set(text) & set(' "\\') else text
