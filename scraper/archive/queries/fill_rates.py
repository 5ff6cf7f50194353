"""How often an outlet's articles have each field: what is usual of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

NEWEST = 200
"""So many of an outlet's newest articles show what is usual: enough for a share, few enough to follow it."""

HAS = {
    "title": "title <> ''",
    "published_at": "published_at IS NOT NULL",
    "time of day": "coalesce(length(published_at) > 10, 0)",
    "authors": "EXISTS (SELECT 1 FROM article_people WHERE article_id = articles.id AND role = 'author')",
    "editors": "EXISTS (SELECT 1 FROM article_people WHERE article_id = articles.id AND role = 'editor')",
    "dateline": "dateline IS NOT NULL",
    "section": "section IS NOT NULL",
    "images": "EXISTS (SELECT 1 FROM images WHERE article_id = articles.id)",
    "captions": "EXISTS (SELECT 1 FROM images WHERE article_id = articles.id AND caption IS NOT NULL)",
    "tags": "EXISTS (SELECT 1 FROM article_tags WHERE article_id = articles.id)",
    "body": "text <> ''",
}
"""Whether a row of `articles` has a field, in SQL."""

# Not by the date alone: those without one would never be among the newest, and all would seem to have it.
# Chosen before they are looked at, or the fields of all articles would be looked up for the sake of 200.
_SELECT = f"""
    SELECT length(text), {", ".join(HAS.values())} FROM articles WHERE id IN (
        SELECT id FROM articles WHERE outlet = ?
        ORDER BY coalesce(published_utc, first_seen) DESC LIMIT {NEWEST}
    )
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class FillRates:
    """What is usual of an outlet's newest `articles` (at most `NEWEST`, as their number).

    `shares` has for each field the share, 0 to 1, of them that have it; `characters` is the median length of
    their bodies.
    """

    articles: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    characters: int = 0


def fill_rates(database: Database, outlet: str) -> FillRates:
    """What is usual of the articles of an outlet (its slug) that are in the archive."""
    rows = database.rows(_SELECT, (outlet,))
    if not rows:
        return FillRates()
    lengths, *columns = zip(*rows, strict=True)
    shares = dict(zip(HAS, map(fmean, columns), strict=True))
    return FillRates(len(rows), shares, round(median(lengths)))
