"""What a crawl tells while it goes on: one event for each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scraper.model import Article, Lead, Outcome

SourceKind = Literal["home", "feed", "sitemap", "wordpress", "index", "search"]


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
