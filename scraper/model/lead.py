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
    the article's time according to the feed or sitemap, if it gives one; `id` is the lead's number in the
    archive, if it comes from there.
    """

    url: str
    outlet: str
    source: LeadSource
    title: str | None = None
    published_at: Moment | None = None
    id: int | None = field(default=None, compare=False)
