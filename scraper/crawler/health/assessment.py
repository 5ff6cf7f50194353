"""Whether an outlet still works as it did: what a check saw, and its assessment. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from scraper.archive import FillRates
from scraper.crawler.health.lost_fields import MIN_EARLIER, FieldCounts, count_fields, fields_of, lost_fields
from scraper.crawler.reporting.wording import describe
from scraper.model import Article, Failed, Outcome, Refusal, Refused

SHORT = 1 / 3
"""Bodies under this share of the usual length are short; `MIN_SHORT` must be, for one may be a brief."""

MIN_SHORT = 2

CLOSED = frozenset((Refusal.ROBOTS, Refusal.BLOCKED, Refusal.PAYWALL, Refusal.CHALLENGE))
"""Refusals of a whole site."""


class EntryPointState(StrEnum):
    """What an entry point gave."""

    WORKS = "works"
    EMPTY = "empty"
    TROUBLE = "trouble"


class Assessment(StrEnum):
    """How an outlet does: `UNPROVEN` has nothing that works, nor is known to have worked."""

    WELL = "well"
    BROKEN = "broken"
    REFUSED = "refused"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class EntryPointHealth:
    """What came of trying an entry point: a source of leads of one `kind`, at a URL or a template of URLs.

    `worked_at` is when a check last saw it work (ISO 8601), if one did.
    """

    kind: str
    url: str
    leads: int = 0
    trouble: Outcome | None = None
    worked_at: str | None = None

    @property
    def state(self) -> EntryPointState:
        """It works if it names any lead, whatever trouble it has besides."""
        if self.leads:
            return EntryPointState.WORKS
        return EntryPointState.TROUBLE if self.trouble else EntryPointState.EMPTY

    @property
    def is_broken(self) -> bool:
        """Whether it worked once, and does not now."""
        return self.worked_at is not None and self.state is not EntryPointState.WORKS

    @property
    def words(self) -> str:
        """What is the matter with it, for people; empty where nothing is."""
        words = describe(self.trouble) if self.trouble else "" if self.leads else "names no article"
        return f"{words}; it worked on {(self.worked_at or '')[:10]}" if self.is_broken else words

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; `previous_check` reads it."""
        data = {"kind": self.kind, "url": self.url, "state": self.state.value, "leads": self.leads}
        return data | {"words": self.words, "broken": self.is_broken, "worked_at": self.worked_at}


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the newest leads, visited: the article, or what was there instead."""

    url: str
    result: Article | Outcome

    @property
    def is_article(self) -> bool:
        """Whether it could be read as one."""
        return isinstance(self.result, Article)

    @property
    def words(self) -> str:
        """The headline, or the outcome, for people."""
        return self.result.title if isinstance(self.result, Article) else describe(self.result)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        if not isinstance(self.result, Article):
            return {"url": self.url, "is_article": False, "words": self.words}
        has = [name for name, is_there in fields_of(self.result).items() if is_there]
        about = {"fields": has, "characters": len(self.result.text)}
        return {"url": self.url, "is_article": True, "words": self.words} | about


@dataclass(slots=True)
class OutletHealth:
    """What a check saw of one outlet, and what is `usual` of it.

    `has_worked`: an earlier check could read its articles; `fault` says why this one could not.
    """

    name: str
    usual: FillRates = field(default_factory=FillRates)
    has_worked: bool = False
    entry_points: list[EntryPointHealth] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    fault: str | None = None

    @property
    def articles(self) -> list[Article]:
        """Those of the samples that could be read."""
        return [sample.result for sample in self.samples if isinstance(sample.result, Article)]

    @property
    def lost(self) -> list[str]:
        """The fields that its articles usually have, and those read have lost."""
        shares = self.usual.shares.items()
        usual = {name: round(share * self.usual.articles) for name, share in shares}
        return lost_fields(FieldCounts(self.usual.articles, usual), count_fields(self.articles))

    @property
    def assessment(self) -> Assessment:
        """What all of it amounts to."""
        if self.fault:
            return Assessment.BROKEN
        if self._is_shut():
            return Assessment.REFUSED
        if self.reasons:
            return Assessment.BROKEN
        return Assessment.WELL if any(point.leads for point in self.entry_points) else Assessment.UNPROVEN

    @property
    def reasons(self) -> list[str]:
        """What worked before and does not now, each in a line for people."""
        reasons = [
            f"{point.kind} {point.url}: {point.words}" for point in self.entry_points if point.is_broken
        ]
        was_read = self.has_worked or self.usual.articles > 0
        if was_read and not any(point.leads for point in self.entry_points):
            reasons.append("no entry point names an article")
        elif was_read and self.samples and not self.articles:
            reasons.append("none of the newest leads is an article that can be read")
        reasons += [
            f"{name} is lost: {self.usual.shares[name]:.0%} of its articles have it" for name in self.lost
        ]
        if is_short(self.usual, self.articles):
            longest = max(len(article.text) for article in self.articles)
            reasons.append(f"bodies of at most {longest} characters; {self.usual.characters} are usual")
        return [self.fault, *reasons] if self.fault else reasons

    def _is_shut(self) -> bool:
        """Whether nothing could be read because the site refuses, at its front or at each article."""
        if self.articles:
            return False
        answers = [sample.result for sample in self.samples]
        if not answers and not any(point.leads for point in self.entry_points):
            answers = [point.trouble for point in self.entry_points if point.trouble]
        return any(map(_is_refusal, answers)) and not any(map(_is_fault, answers))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, which an archive keeps for the next check."""
        usual = {"articles": self.usual.articles, "characters": self.usual.characters}
        shares = {name: round(share, 3) for name, share in self.usual.shares.items()}
        return {
            "name": self.name,
            "assessment": self.assessment.value,
            "reasons": self.reasons,
            "lost": self.lost,
            "has_worked": self.has_worked or bool(self.articles),
            "entry_points": [point.to_dict() for point in self.entry_points],
            "samples": [sample.to_dict() for sample in self.samples],
            "usual": usual | {"shares": shares},
        }


@dataclass(slots=True)
class CheckReport:
    """What one check saw, of each outlet by slug; `has_memory`: there was an archive to compare with."""

    begun_at: str
    has_memory: bool
    outlets: dict[str, OutletHealth] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def assessments(self) -> Counter[Assessment]:
        """How many outlets there are of each assessment."""
        return Counter(health.assessment for health in self.outlets.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        outlets = {slug: health.to_dict() for slug, health in self.outlets.items()}
        about = {"begun_at": self.begun_at, "has_memory": self.has_memory, "interrupted": self.interrupted}
        return about | {"outlets": outlets}


@dataclass(frozen=True, slots=True)
class PreviousCheck:
    """What an earlier check (`OutletHealth.to_dict`) saw: when each entry point last worked."""

    worked_at: dict[tuple[str, str], str] = field(default_factory=dict)
    has_worked: bool = False

    def date(self, point: EntryPointHealth, now: str) -> EntryPointHealth:
        """An entry point with the time when it last worked: `now`, or an earlier check's."""
        earlier = self.worked_at.get((point.kind, point.url))
        return replace(point, worked_at=now if point.state is EntryPointState.WORKS else earlier)


def previous_check(data: dict[str, Any] | None) -> PreviousCheck:
    """An earlier check from its data; what is not in its form is left out."""
    entry_points = data.get("entry_points") if data else None
    found = {}
    for point in entry_points if isinstance(entry_points, list) else ():
        if isinstance(point, dict) and isinstance(point.get("worked_at"), str):
            found[str(point.get("kind")), str(point.get("url"))] = point["worked_at"]
    return PreviousCheck(found, bool(data and data.get("has_worked")))


def is_short(usual: FillRates, articles: list[Article]) -> bool:
    """Whether all of the articles are far shorter than the usual one."""
    if len(articles) < MIN_SHORT or usual.articles < MIN_EARLIER:
        return False
    return all(len(article.text) < usual.characters * SHORT for article in articles)


def _is_refusal(answer: Article | Outcome) -> bool:
    return isinstance(answer, Refused) and answer.reason in CLOSED


def _is_fault(answer: Article | Outcome) -> bool:
    # A challenge where a feed should be is no feed, and so damaged.
    return isinstance(answer, Failed) and answer.reason != "damaged"
