"""Sitemaps: indexes, URL sets with the news extension, plain text; packed or not, whole or cut off."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, iterparse
from zoneinfo import ZoneInfo

from scraper.discover.feeds import in_zone
from scraper.discover.sieve import looks_like_article
from scraper.model import Lead, Outlet
from scraper.text import dates
from scraper.text.elements import fold
from scraper.text.urls import canonical, is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.model.article import Moment

MAX_BYTES = 50 * 1024 * 1024
"""The protocol's bound on an unpacked sitemap; what comes after is left out."""

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


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap holds: leads, and, for an index, parts; `older` counts what `since` left out."""

    leads: list[Lead] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    older: int = 0


def read(content: bytes, url: str, outlet: Outlet, *, since: date | None = None) -> Sitemap:
    """What a sitemap (sitemaps.org 0.9, Google News 0.9, or plain text, gzip or not) tells.

    Entries with a news title or date are trusted to be articles; others must look like one. `lastmod` is
    no publication date; but what was last modified before `since` cannot be published later, and is left
    out. Parts for tags, categories, authors, pictures and videos are left out. Broken XML gives what came
    before the break.
    """
    zone = ZoneInfo(outlet.zone)
    content = _unpacked(content).lstrip(b"\xef\xbb\xbf \t\r\n")
    entries = _xml_entries(content) if content.startswith(b"<") else _text_entries(content)
    leads: dict[str, Lead] = {}
    parts: dict[str, Part] = {}
    older = 0
    for kind, told in entries:
        address = canonical(told.get("loc", ""), url)
        if address is None or not is_own(address, outlet.hosts):
            continue
        modified = dates.read(told.get("lastmod", ""), zone=zone)
        if since and modified and day(in_zone(modified, zone)) < since:
            older += 1
            continue
        if kind == "sitemap":
            if not _NOT_ARTICLES.search(address):
                parts.setdefault(address, Part(address, modified))
            continue
        published = dates.read(told.get("publication_date", ""), zone=zone)
        title = fold(told.get("title", "")) or None
        if title or published or looks_like_article(address, outlet):
            published = in_zone(published, zone) if published else None
            leads.setdefault(address, Lead(address, outlet.slug, "sitemap", title, published))
    return Sitemap(list(leads.values()), list(parts.values()), older)


def day(moment: Moment) -> date:
    """The day of a moment, in its own offset."""
    return moment.date() if isinstance(moment, datetime) else moment


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content[:MAX_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(content, MAX_BYTES)
    except zlib.error:
        return b""


def _xml_entries(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """("url" or "sitemap", its texts by local name) for each entry, in constant memory."""
    root: Element | None = None
    try:
        # expat itself bounds the growth of entities, and loads none from outside.
        for event, element in iterparse(BytesIO(content), ("start", "end")):  # noqa: S314 - see above
            if root is None:
                root = element
            elif event == "end" and (kind := _local(element)) in {"url", "sitemap"}:
                yield kind, _told(element)
                root.clear()
    except ParseError:
        return


def _told(entry: Element) -> dict[str, str]:
    """Its own texts and those of its news extension; pictures have a loc and a title of their own."""
    told = {_local(child): (child.text or "").strip() for child in entry}
    told.pop("title", None)
    for news in entry:
        if _local(news) == "news":
            told |= {_local(child): (child.text or "").strip() for child in news}
    return told


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _text_entries(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    for line in content.decode("utf-8", "replace").splitlines():
        if line.strip().startswith(("http://", "https://")):
            yield "url", {"loc": line.strip()}
