"""Sitemaps: indexes, URL sets with the news extension, plain text; read as a stream, whole or cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.discover.lists import sitemap_entries
from scraper.discover.lists.feeds import in_zone
from scraper.discover.urls.url_filter import looks_like_article
from scraper.model import Failed, Lead, Outlet
from scraper.text import dates
from scraper.text.html.elements import fold
from scraper.text.urls import canonical, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.discover.urls.url_shape import UrlShapes
    from scraper.model.article import Moment

WELL_KNOWN = (
    "/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml", "/news-sitemap.xml", "/sitemap-news.xml",
    "/sitemap.xml.gz", "/wp-sitemap.xml",
)  # fmt: skip
"""Where sites keep a sitemap that they name nowhere, the most usual first."""

MAX_PARTS = 50_000
"""The protocol's bound on the parts that an index names."""

_NOT_ARTICLES = re.compile(
    r"(?:^|[/_.-])(?:tags?|post_tag|categor(?:y|ies)|kategori|authors?|penulis|images?|videos?|galler(?:y|ies)|foto"
    r"|static|post_format)[_-]?sitemap|sitemap[_-](?:tags?|post_tag|category|kategori|authors?|penulis|images?"
    r"|videos?|static)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A sitemap that an index names; `modified` is its lastmod."""

    url: str
    modified: Moment | None = None


class Sitemap:
    """One sitemap (sitemaps.org 0.9, Google News 0.9, or plain text, gzip or not), read by `batches`.

    Entries with a news title or date are trusted to be articles; others must look like one, where
    the shapes `learned` count. `lastmod` is
    no publication date; but what was last modified before `since` cannot be published later, and is left
    out. Parts for tags, categories, authors, pictures and videos are left out.
    """

    def __init__(
        self,
        content: bytes,
        url: str,
        outlet: Outlet,
        *,
        since: date | None = None,
        learned: UrlShapes | None = None,
    ) -> None:
        self._content = content
        self._url = url
        self._outlet = outlet
        self._since = since
        self._learned = learned
        self._zone = ZoneInfo(outlet.zone)
        self._parts: dict[str, Part] = {}
        self.older = 0
        """How many entries `since` left out, so far."""
        self.trouble: Failed | None = None
        """Why it could not be read to its end; the entries before that count."""

    @property
    def parts(self) -> list[Part]:
        """The sitemaps that it names, if it is an index, so far."""
        return list(self._parts.values())

    def batches(self) -> Iterator[list[Lead]]:
        """Leads in document order, about a thousand at a time and never more kept; a batch may be empty.

        An address that is listed twice may come in two batches.
        """
        try:
            for found in sitemap_entries.pieces(self._content):
                leads: dict[str, Lead] = {}
                for kind, entry in found:
                    lead = self._lead(kind, entry)
                    if lead:
                        leads.setdefault(lead.url, lead)
                yield list(leads.values())
        except sitemap_entries.Damaged as fault:
            self.trouble = Failed("damaged", f"{fault}; what came before counts")
        except sitemap_entries.Dangerous as fault:
            self.trouble = Failed("dangerous", str(fault))

    def _lead(self, kind: str, entry: dict[str, str]) -> Lead | None:
        """The lead of an entry that is one; a part is kept, an old one counted."""
        address = canonical(entry.get("loc", ""), self._url)
        if address is None or not is_own(address, self._outlet.hosts):
            return None
        modified = dates.read(entry.get("lastmod", ""), zone=self._zone)
        if self._since and modified and day(in_zone(modified, self._zone)) < self._since:
            self.older += 1
            return None
        if kind == "sitemap":
            if not _NOT_ARTICLES.search(address) and len(self._parts) < MAX_PARTS:
                self._parts.setdefault(address, Part(address, modified))
            return None
        published = dates.read(entry.get("publication_date", ""), zone=self._zone)
        title = fold(entry.get("title", "")) or None
        if not (title or published or looks_like_article(address, self._outlet, self._learned)):
            return None
        published = in_zone(published, self._zone) if published else None
        return Lead(address, self._outlet.slug, "sitemap", title, published)


def day(moment: Moment) -> date:
    """The day of a moment, in its own offset."""
    return moment.date() if isinstance(moment, datetime) else moment
