"""What a crawl did, in numbers: a report an outlet, and the summary of the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from scraper.crawler.reporting.wording import describe
from scraper.model import (
    Failed,
    Gone,
    NotAnArticle,
    Outcome,
    PageKind,
    Refusal,
    Refused,
    Revised,
    Stored,
    Unchanged,
    UsagePolicy,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scraper.crawler.reporting.anomaly import Anomaly
    from scraper.crawler.reporting.events import Found

PollResult = Literal["whole", "partly", "failed"]
"""Of the sources of a whole outlet all answered, some, or none."""


@dataclass(slots=True)
class OutletReport:
    """What one crawl did at one outlet, in numbers of leads.

    `discovered` counts the leads met in this run, of which an earlier run had `finished_before`;
    `fetched` counts pages asked for and stored; `left` leads are still to be visited, because of a limit
    or because the crawl stopped; `fault` says why the outlet as a whole could not be crawled. `empty_days`
    are those whose index named no article. `would_fetch` and `would_skip` are a dry run's: leads that would
    be fetched, and those that would not. `notices` are what the outlet was ever seen to say of being archived
    or read by machines. `survey` says where a site without a profile tells of articles. `repairs` tells of
    WARC files of which the crawl cut a broken end. `answers` were kept, and took `latency` seconds
    (the median); `anomalies` tell what is unlike the outlet's past. `polled` is set
    where the outlet was asked for all that is new, whatever the limits and days of a crawl.
    """

    discovered: int = 0
    finished_before: int = 0
    fetched: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    not_articles: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    left: int = 0
    would_fetch: int = 0
    would_skip: int = 0
    fault: str | None = None
    polled: PollResult | None = None
    survey: str | None = None
    sources: list[Found] = field(default_factory=list)
    empty_days: list[date] = field(default_factory=list)
    notices: list[UsagePolicy] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    answers: int = 0
    latency: float | None = None
    anomalies: list[Anomaly] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Add one visited lead."""
        match outcome:
            case Stored():
                self.stored += 1
            case Revised():
                self.revised += 1
            case Unchanged():
                self.unchanged += 1
            case NotAnArticle(kind):
                self.not_articles[kind.value] += 1
            case Refused(reason):
                self.refused[reason.value] += 1
            case Gone():
                self.gone += 1
            case Failed(reason):
                self.failed[reason] += 1

    @property
    def articles(self) -> int:
        """Articles stored now, and leads that an earlier run finished."""
        return self.stored + self.revised + self.unchanged + self.finished_before

    @property
    def visited(self) -> int:
        """Leads that came to an outcome in this run."""
        counters = self.not_articles.total() + self.refused.total() + self.failed.total()
        return self.stored + self.revised + self.unchanged + self.gone + counters

    @property
    def asked(self) -> int:
        """Leads visited, and lists read or tried."""
        return self.visited + len(self.sources)

    @property
    def blocked(self) -> int:
        """Of those `asked`, how many met a block or a challenge."""
        shut = (Refusal.BLOCKED, Refusal.CHALLENGE)
        lists = sum(isinstance(one.trouble, Refused) and one.trouble.reason in shut for one in self.sources)
        return lists + sum(self.refused[one] for one in shut) + self.not_articles[PageKind.CHALLENGE]

    def to_dict(self) -> dict[str, Any]:
        """The numbers, JSON-ready; of the sources, those that gave leads or trouble."""
        data = {name: value for name, value in asdict(self).items() if name != "sources"}
        for name in ("not_articles", "refused", "failed"):
            data[name] = dict(getattr(self, name))
        data["empty_days"] = [day.isoformat() for day in self.empty_days]
        data |= {"asked": self.asked, "blocked": self.blocked}
        data["sources"] = [_source(found) for found in self.sources if found.leads or found.trouble]
        return data


@dataclass(slots=True)
class Summary:
    """What one crawl did: a report for each outlet by slug; `duration` in seconds; `run` is its number.

    `interrupted` by a signal; `timed_out`: the time that it was given was over.
    """

    outlets: dict[str, OutletReport] = field(default_factory=dict)
    duration: float = 0.0
    interrupted: bool = False
    run: int = 0
    timed_out: bool = False

    @property
    def total(self) -> OutletReport:
        """All outlets together."""
        return _sum(self.outlets.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "run": self.run,
            "outlets": {slug: report.to_dict() for slug, report in self.outlets.items()},
            "duration": round(self.duration, 3),
            "interrupted": self.interrupted,
            "timed_out": self.timed_out,
        }


def poll_result(sources: Iterable[Found]) -> PollResult:
    """How the sources of an outlet answered; one that is not there, or closed to robots, has answered."""
    found = list(sources)
    troubles = [source.trouble for source in found if source.trouble]
    if troubles and not any(source.leads for source in found):
        return "failed"
    return "partly" if any(isinstance(trouble, Failed) for trouble in troubles) else "whole"


def _sum(reports: Iterable[OutletReport]) -> OutletReport:
    total = OutletReport()
    for report in reports:
        for name in (
            "discovered",
            "finished_before",
            "fetched",
            "stored",
            "revised",
            "unchanged",
            "gone",
            "left",
            "would_fetch",
            "would_skip",
        ):
            setattr(total, name, getattr(total, name) + getattr(report, name))
        for name in ("not_articles", "refused", "failed"):
            getattr(total, name).update(getattr(report, name))
        total.sources += report.sources
    return total


def _source(found: Found) -> dict[str, Any]:
    trouble = describe(found.trouble) if found.trouble else None
    return {"kind": found.kind, "url": found.url, "leads": found.leads, "trouble": trouble}
