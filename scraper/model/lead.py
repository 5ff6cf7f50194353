"""A lead: a URL that is worth a visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scraper.model.article import Moment

LeadSource = Literal["seed", "feed", "sitemap", "wordpress", "index", "link", "import"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A URL that is worth a visit.

    `url` is in canonical form (`scraper.text.urls.canonical`); `outlet` is a slug; `published_at` is
    what the feed or sitemap tells of the article's time, if anything; `id` its number in the archive, where
    it comes from there.
    """

    url: str
    outlet: str
    source: LeadSource
    title: str | None = None
    published_at: Moment | None = None
    id: int | None = field(default=None, compare=False)
