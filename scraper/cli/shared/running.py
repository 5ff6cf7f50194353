"""What commands that crawl have in common: the outputs of a run besides standard output."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.cli.display.progress import Progress
from scraper.cli.shared.notify import is_notable, notify, notify_on_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scraper.crawler import Event, Summary

    Work = Callable[[Callable[[Event], None]], Summary]


@dataclass(frozen=True, slots=True)
class RunReporter:
    """Reports a run as the options of `options.reporting` say; `as_json` if JSON is printed at its end."""

    notify: Sequence[str] | None = None
    metrics: Path | None = None
    log: Path | None = None
    log_format: str | None = None
    as_json: bool = False

    def run(
        self, targets: Sequence[str], work: Work, *, is_dry_run: bool = False
    ) -> tuple[Summary, Progress]:
        """Do the work, which is given a listener for its events. A dry run is shown to the user only."""
        from scraper.cli.shared.log import CrawlLog

        with ExitStack() as stack:
            stack.enter_context(notify_on_fault(self.notify))
            log = stack.enter_context(CrawlLog(self.log, self.log_format, targets))
            progress = stack.enter_context(Progress(quiet=self.as_json))

            def on_event(event: Event) -> None:
                log.on_event(event)
                progress.on_event(event)

            summary = work(on_event)
            log.on_end(summary)
        if not is_dry_run:  # before anything is printed: whoever reads that may have gone
            self._report(summary)
        return summary, progress

    def _report(self, summary: Summary) -> None:
        if self.metrics is not None:
            from scraper.cli.shared.metrics import write_metrics

            write_metrics(self.metrics, summary)
        if self.notify and is_notable(summary):
            notify(self.notify, summary.to_dict())


def print_json(summary: Summary, **more: Any) -> None:
    """The summary as JSON, on standard output."""
    print(json.dumps(summary.to_dict() | more, ensure_ascii=False, indent=2))
