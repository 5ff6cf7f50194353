"""Whether an outlet's articles have lost a field: the one rule, for crawls and checks. Pure.

A field is lost if nearly all earlier articles had it, few of the new ones have it, and chance explains that
badly. The statistic is the binomial tail: the probability that at most as many of the new articles have the
field as do, if each had it with the earlier share. So two articles without a field that all had are enough,
and one in twenty that has it does not hide the loss.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scraper.model import Article

MIN_EARLIER = 20
"""Earlier articles below which nothing is called usual."""

USUAL_SHARE = 0.9
"""A field that at least this share of the earlier articles have is one that the outlet's articles have."""

LOST_SHARE = 1 / 3
"""A field is not lost while at least this share of the new articles have it."""

MAX_CHANCE = 0.0101
"""The binomial tail above which the loss may be chance (0.1², two articles of an outlet at `USUAL_SHARE`)."""


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """Of `articles`, how many have each field."""

    articles: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)

    def share(self, name: str) -> float:
        """The part of the articles that has the field, 0 to 1."""
        return self.filled.get(name, 0) / self.articles if self.articles else 0.0


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


def count_fields(articles: Sequence[Article]) -> FieldCounts:
    """Of these articles, how many have each field."""
    counts = Counter(name for article in articles for name, has in fields_of(article).items() if has)
    return FieldCounts(len(articles), counts)


def lost_fields(earlier: FieldCounts, new: FieldCounts) -> list[str]:
    """The fields that the new articles of an outlet have lost, in the order of `earlier.filled`."""
    if not new.articles or earlier.articles < MIN_EARLIER:
        return []
    return [name for name in earlier.filled if _is_lost(name, earlier, new)]


def _is_lost(name: str, earlier: FieldCounts, new: FieldCounts) -> bool:
    usual = earlier.share(name)
    if usual < USUAL_SHARE or new.share(name) >= LOST_SHARE:
        return False
    return _binomial_tail(new.filled.get(name, 0), new.articles, usual) <= MAX_CHANCE


def _binomial_tail(hits: int, trials: int, share: float) -> float:
    """The probability of at most so many hits in independent trials of this share; hits must be fewer."""
    if share >= 1:
        return 0.0
    return math.fsum(math.exp(_log_probability(count, trials, share)) for count in range(hits + 1))


def _log_probability(hits: int, trials: int, share: float) -> float:
    # In logarithms: a crawl may store more articles than binomial coefficients fit in a float.
    choices = math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
    return choices + hits * math.log(share) + (trials - hits) * math.log1p(-share)
