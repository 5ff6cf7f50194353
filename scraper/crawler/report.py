"""What a crawl tells: events while it goes on, a summary when it ends."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from scraper.model import (
    Article,
    Failed,
    Gone,
    Lead,
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

    from scraper.crawler.health.anomalies import Alarm

PollResult = Literal["whole", "partly", "failed"]
"""Of the sources of a whole outlet all answered, some, or none."""

SourceKind = Literal["home", "feed", "sitemap", "wordpress", "index", "search"]

_IN_WORDS: dict[SourceKind, tuple[str, str]] = {
    "feed": ("1 feed", "{} feeds"),
    "sitemap": ("1 sitemap", "{} sitemaps"),
    "wordpress": ("WordPress", "WordPress"),
    "index": ("1 page of links", "{} pages of links"),
}
"""What a survey counts, in its order."""


@dataclass(frozen=True, slots=True)
class Started:
    """The crawl begins; `run` is its number in the archive (in a copy of it, of a dry run)."""

    run: int


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, sitemap or index page was read: how many `leads` it named; `trouble` if it could not be."""

    outlet: str
    kind: SourceKind
    url: str
    leads: int = 0
    trouble: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """A lead came to its outcome; `left` leads of its outlet are still to be visited."""

    lead: Lead
    outcome: Outcome
    article: Article | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Another process is crawling the outlet into the same archive; this one waits until it has done."""

    outlet: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A dry run's word on a lead: it would be fetched, or `why_not` says why it would not."""

    lead: Lead
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Where a site that has no profile tells of its articles, in `words`."""

    outlet: str
    words: str


Event = Started | Found | Visited | Waiting | Planned | Surveyed


@dataclass(slots=True)
class OutletReport:
    """What one crawl did at one outlet, in numbers of leads.

    `discovered` counts the leads met in this run, of which `known` were finished in an earlier one;
    `fetched` counts pages asked for and stored; `left` leads are still to be visited, because of a limit
    or because the crawl stopped; `fault` says why the outlet as a whole could not be crawled. `empty_days`
    are those whose index named no article. `planned` and `spared` are a dry run's: leads that would be
    fetched, and those that would not. `notices` are what the outlet was ever seen to say of being archived
    or read by machines. `survey` says where a site without a profile tells of articles. `repairs` tells of
    WARC files of which the crawl cut a broken end. `answers` were kept, and took `latency` seconds
    (the median); `alarms` tell what is unlike the outlet's past. `polled` is set
    where the outlet was asked for all that is new, whatever the limits and days of a crawl.
    """

    discovered: int = 0
    known: int = 0
    fetched: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    not_articles: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    left: int = 0
    planned: int = 0
    spared: int = 0
    fault: str | None = None
    polled: PollResult | None = None
    survey: str | None = None
    sources: list[Found] = field(default_factory=list)
    empty_days: list[date] = field(default_factory=list)
    notices: list[UsagePolicy] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    answers: int = 0
    latency: float | None = None
    alarms: list[Alarm] = field(default_factory=list)

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
        return self.stored + self.revised + self.unchanged + self.known

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

    `interrupted` by a signal; `spent`: the time that it was given was over.
    """

    outlets: dict[str, OutletReport] = field(default_factory=dict)
    duration: float = 0.0
    interrupted: bool = False
    run: int = 0
    spent: bool = False

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
            "spent": self.spent,
        }


def describe(outcome: Outcome) -> str:
    """An outcome in a few words, for people."""
    match outcome:
        case NotAnArticle(kind, evidence):
            return f"no article ({kind.value}): {evidence}"
        case Refused(reason, detail):
            return f"refused ({reason.value})" + (f": {detail}" if detail else "")
        case Gone(status):
            return f"gone ({status})"
        case Failed(reason, detail):
            last_line = detail.strip().rpartition("\n")[2]
            return f"failed ({reason})" + (f": {last_line}" if last_line else "")
        case _:
            return type(outcome).__name__.lower()


def unexpected(fault: Exception) -> str:
    """A fault of kliping itself at one outlet, and where it was, for people."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    told = f"{type(fault).__name__}: {fault} ({place.filename}, line {place.lineno})"
    return f"an unexpected fault, please report it: {told}"


def poll_result(sources: Iterable[Found]) -> PollResult:
    """How the sources of an outlet answered; one that is not there, or closed to robots, has answered."""
    found = list(sources)
    troubles = [source.trouble for source in found if source.trouble]
    if troubles and not any(source.leads for source in found):
        return "failed"
    return "partly" if any(isinstance(trouble, Failed) for trouble in troubles) else "whole"


def survey(sources: Iterable[Found]) -> str:
    """What was found at a site without a profile, for people: sources, and the articles they named."""
    named: dict[SourceKind, list[int]] = {}
    for found in sources:
        if found.leads and found.kind in _IN_WORDS:
            named.setdefault(found.kind, []).append(found.leads)
    told = [_surveyed(kind, named[kind]) for kind in _IN_WORDS if kind in named]
    return f"no profile; found {', '.join(told) or 'no feed, no sitemap and no links to articles'}"


def _surveyed(kind: SourceKind, leads: list[int]) -> str:
    one, many = _IN_WORDS[kind]
    total = sum(leads)
    sources = one if len(leads) == 1 else many.format(len(leads))
    return f"{sources} with {total} article{'s' if total != 1 else ''}"


def _sum(reports: Iterable[OutletReport]) -> OutletReport:
    total = OutletReport()
    for report in reports:
        for name in (
            "discovered",
            "known",
            "fetched",
            "stored",
            "revised",
            "unchanged",
            "gone",
            "left",
            "planned",
            "spared",
        ):
            setattr(total, name, getattr(total, name) + getattr(report, name))
        for name in ("not_articles", "refused", "failed"):
            getattr(total, name).update(getattr(report, name))
        total.sources += report.sources
    return total


def _source(found: Found) -> dict[str, Any]:
    trouble = describe(found.trouble) if found.trouble else None
    return {"kind": found.kind, "url": found.url, "leads": found.leads, "trouble": trouble}
