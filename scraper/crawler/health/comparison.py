"""Whether an outlet still works as it did: comparison and verdicts. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from scraper.archive import FillRates
from scraper.crawler.report import describe
from scraper.model import Article, Failed, Outcome, Refusal, Refused

MIN_KNOWN = 10
"""Of fewer articles in the archive, nothing is called usual."""

USUAL = 0.9
"""A field that this share of an outlet's articles have is one that they should have."""

CHANCE = 0.0101
"""A field is not missed where its absence would happen by chance more often (0.1², a rounding allowed)."""

SHORT = 1 / 3
"""Bodies under this share of the usual length are short; `MIN_SHORT` of them tell, for one may be a brief."""

MIN_SHORT = 2

SHUT = frozenset((Refusal.ROBOTS, Refusal.BLOCKED, Refusal.PAYWALL, Refusal.CHALLENGE))
"""Refusals by which a site keeps its doors shut."""


class State(StrEnum):
    """What a way in gave."""

    WORKS = "works"
    EMPTY = "empty"
    TROUBLE = "trouble"


class Verdict(StrEnum):
    """What is to be thought of an outlet: `UNPROVEN` has nothing that works, nor is known to have worked."""

    WELL = "well"
    BROKEN = "broken"
    REFUSED = "refused"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: a source of leads of one `kind`, at a URL or a template of URLs.

    `worked_at` is when a check last saw it work (ISO 8601), if one did.
    """

    kind: str
    url: str
    leads: int = 0
    trouble: Outcome | None = None
    worked_at: str | None = None

    @property
    def state(self) -> State:
        """It works if it names any lead, whatever trouble it has besides."""
        return State.WORKS if self.leads else State.TROUBLE if self.trouble else State.EMPTY

    @property
    def is_broken(self) -> bool:
        """Whether it worked once, and does not now."""
        return self.worked_at is not None and self.state is not State.WORKS

    @property
    def words(self) -> str:
        """What is the matter with it, for people; empty where nothing is."""
        told = describe(self.trouble) if self.trouble else "" if self.leads else "names no article"
        return f"{told}; it worked on {(self.worked_at or '')[:10]}" if self.is_broken else told

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; `remembered` reads it."""
        told = {"kind": self.kind, "url": self.url, "state": self.state.value, "leads": self.leads}
        return told | {"words": self.words, "broken": self.is_broken, "worked_at": self.worked_at}


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
        has = [name for name, there in fields_of(self.result).items() if there]
        about = {"fields": has, "characters": len(self.result.text)}
        return {"url": self.url, "is_article": True, "words": self.words} | about


@dataclass(slots=True)
class OutletHealth:
    """What a check saw of one outlet, beside what is `usual` of it.

    `has_worked` tells that an earlier check could read its articles; `fault` says why this one could not.
    """

    name: str
    usual: FillRates = field(default_factory=FillRates)
    has_worked: bool = False
    ways: list[Way] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    fault: str | None = None

    @property
    def articles(self) -> list[Article]:
        """Those of the samples that could be read."""
        return [sample.result for sample in self.samples if isinstance(sample.result, Article)]

    @property
    def lost(self) -> list[str]:
        """The fields that its articles usually have, and none of those read has."""
        return lost_fields(self.usual, self.articles)

    @property
    def verdict(self) -> Verdict:
        """What all of it amounts to."""
        if self.fault:
            return Verdict.BROKEN
        if self._is_shut():
            return Verdict.REFUSED
        if self.reasons:
            return Verdict.BROKEN
        return Verdict.WELL if any(way.leads for way in self.ways) else Verdict.UNPROVEN

    @property
    def reasons(self) -> list[str]:
        """What worked before and does not now, each in a line for people."""
        told = [f"{way.kind} {way.url}: {way.words}" for way in self.ways if way.is_broken]
        was_read = self.has_worked or self.usual.articles > 0
        if was_read and not any(way.leads for way in self.ways):
            told.append("no way in names an article")
        elif was_read and self.samples and not self.articles:
            told.append("none of the newest leads is an article that can be read")
        told += [
            f"{name} is lost: {self.usual.shares[name]:.0%} of its articles have it" for name in self.lost
        ]
        if is_short(self.usual, self.articles):
            longest = max(len(article.text) for article in self.articles)
            told.append(f"bodies of at most {longest} characters; {self.usual.characters} are usual")
        return [self.fault, *told] if self.fault else told

    def _is_shut(self) -> bool:
        """Whether nothing could be read because the site refuses, at its front or at each article."""
        if self.articles:
            return False
        answers = [sample.result for sample in self.samples]
        if not answers and not any(way.leads for way in self.ways):
            answers = [way.trouble for way in self.ways if way.trouble]
        return any(map(_is_refusal, answers)) and not any(map(_is_fault, answers))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, which an archive keeps for the next check."""
        usual = {"articles": self.usual.articles, "characters": self.usual.characters}
        shares = {name: round(share, 3) for name, share in self.usual.shares.items()}
        return {
            "name": self.name,
            "verdict": self.verdict.value,
            "reasons": self.reasons,
            "lost": self.lost,
            "has_worked": self.has_worked or bool(self.articles),
            "ways": [way.to_dict() for way in self.ways],
            "samples": [sample.to_dict() for sample in self.samples],
            "usual": usual | {"shares": shares},
        }


@dataclass(slots=True)
class Checkup:
    """What one check saw: of each outlet by slug; `has_memory` tells whether an archive was there to ask."""

    begun_at: str
    has_memory: bool
    outlets: dict[str, OutletHealth] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many outlets there are of each verdict."""
        return Counter(health.verdict for health in self.outlets.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        outlets = {slug: health.to_dict() for slug, health in self.outlets.items()}
        about = {"begun_at": self.begun_at, "has_memory": self.has_memory, "interrupted": self.interrupted}
        return about | {"outlets": outlets}


@dataclass(frozen=True, slots=True)
class Memory:
    """What an earlier check's data (`OutletHealth.to_dict`) tells: when each way in last worked."""

    worked_at: dict[tuple[str, str], str] = field(default_factory=dict)
    has_worked: bool = False

    def of(self, way: Way, now: str) -> Way:
        """A way in, with when it last worked: `now`, or what is remembered."""
        known = self.worked_at.get((way.kind, way.url))
        return replace(way, worked_at=now if way.state is State.WORKS else known)


def remembered(told: dict[str, Any] | None) -> Memory:
    """The memory in an earlier check's data; what is not in its form tells nothing."""
    ways = told.get("ways") if told else None
    found = {}
    for way in ways if isinstance(ways, list) else ():
        if isinstance(way, dict) and isinstance(way.get("worked_at"), str):
            found[str(way.get("kind")), str(way.get("url"))] = way["worked_at"]
    return Memory(found, bool(told and told.get("has_worked")))


def fields_of(article: Article) -> dict[str, bool]:
    """Which fields an article has, by the names of `FillRates.shares`."""
    return {
        "title": bool(article.title),
        "published_at": article.published_at is not None,
        "time of day": isinstance(article.published_at, datetime),
        "authors": bool(article.authors),
        "editors": bool(article.editors),
        "dateline": article.dateline is not None,
        "section": article.section is not None,
        "images": bool(article.images),
        "captions": any(image.caption is not None for image in article.images),
        "tags": bool(article.tags),
        "body": bool(article.text),
    }


def lost_fields(usual: FillRates, articles: list[Article]) -> list[str]:
    """The fields that are usual, and that none of the articles has though more than chance forbids it."""
    if not articles or usual.articles < MIN_KNOWN:
        return []
    found = [fields_of(article) for article in articles]
    return [
        name
        for name, share in usual.shares.items()
        if share >= USUAL
        and (1 - share) ** len(articles) <= CHANCE
        and not any(has.get(name) for has in found)
    ]


def is_short(usual: FillRates, articles: list[Article]) -> bool:
    """Whether all of the articles are far shorter than the usual one."""
    if len(articles) < MIN_SHORT or usual.articles < MIN_KNOWN:
        return False
    return all(len(article.text) < usual.characters * SHORT for article in articles)


def _is_refusal(answer: Article | Outcome) -> bool:
    return isinstance(answer, Refused) and answer.reason in SHUT


def _is_fault(answer: Article | Outcome) -> bool:
    # A challenge where a feed should be is no feed, and so damaged.
    return isinstance(answer, Failed) and answer.reason != "damaged"
