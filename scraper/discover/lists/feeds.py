"""RSS and Atom feeds, broken ones too."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scraper.discover.lists.xml_entities import may_explode
from scraper.model import Failed, Lead, Outlet
from scraper.text import dates
from scraper.text.html.elements import fold
from scraper.text.urls import canonical, is_own

if TYPE_CHECKING:
    from scraper.model.article import Moment

MAX_BYTES = 10_000_000
"""A feed is cut here; the largest real ones stay under a fifth of it."""

WELL_KNOWN = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default", "/rss/news",
)  # fmt: skip
"""Where sites keep a feed that they name nowhere, the most usual first."""

_HEAD = 65_536
_ROOTS = (b"<rss", b"<feed", b"rdf>", b":rss", b":feed", b":rdf")

SLACK = timedelta(minutes=5)
"""Clocks differ by so much."""


def read(content: bytes, url: str, outlet: Outlet, *, fetched_at: datetime | None = None) -> list[Lead]:
    """The articles a feed names, in its order, each once, on the outlet's own hosts only.

    `url` is the feed's own address, against which relative links are resolved. A broken feed gives what
    can be read of it; one whose entities may explode gives nothing. A time without a zone is taken in the
    outlet's; so are all that claim to be GMT, if the newest is ahead of `fetched_at` by no more than the
    outlet's own offset.
    """
    import feedparser

    content = content[:MAX_BYTES]
    if may_explode(content):
        return []
    try:
        # As a stream: feedparser would open bytes that look like a file's name.
        feed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError):
        return []  # its lenient parser is not safe against every malformed document
    zone = ZoneInfo(outlet.zone)
    times = [_published(entry, zone) for entry in feed.entries]
    mistaken = fetched_at is not None and _is_local(times, fetched_at, zone)
    leads: dict[str, Lead] = {}
    for entry, moment in zip(feed.entries, times, strict=True):
        link = canonical(address, url) if (address := _link(entry)) else None
        if link and link not in leads and is_own(link, outlet.hosts):
            title = fold(str(entry.get("title") or "")) or None
            published = _local(moment, zone) if mistaken else moment
            leads[link] = Lead(
                link, outlet.slug, "feed", title, in_zone(published, zone) if published else None
            )
    return list(leads.values())


def trouble(content: bytes) -> Failed | None:
    """Why a document gives nothing as a feed: it declares entities that may explode, or is none at all."""
    if may_explode(content[:MAX_BYTES]):
        return Failed("dangerous", "it declares entities, and is not read")
    head = content[:_HEAD].replace(b"\0", b"").lower()
    return None if any(root in head for root in _ROOTS) else Failed("damaged", "it is no RSS and no Atom")


def _link(entry: Any) -> str:
    # Feeds behind a counting service keep the real address in feedburner:origLink; a guid may be a permalink.
    link = entry.get("feedburner_origlink") or entry.get("link")
    if not link and str(entry.get("id", "")).startswith("http"):
        link = entry["id"]
    return str(link or "")


def _published(entry: Any, zone: ZoneInfo) -> Moment | None:
    found = dates.read(str(entry.get("published") or ""), zone=zone)
    if found is not None:
        return found
    parsed = entry.get("published_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _is_local(times: list[Moment | None], fetched_at: datetime, zone: ZoneInfo) -> bool:
    """Whether times that say GMT mean the zone: the newest then lies in the future, by its offset at most."""
    claimed = [time for time in times if isinstance(time, datetime) and not time.utcoffset()]
    offset = fetched_at.astimezone(zone).utcoffset() or timedelta()
    return bool(claimed) and SLACK < max(claimed) - fetched_at <= offset + SLACK


def _local(time: Moment | None, zone: ZoneInfo) -> Moment | None:
    is_claim = isinstance(time, datetime) and not time.utcoffset()
    return time.replace(tzinfo=zone) if isinstance(time, datetime) and is_claim else time


def in_zone(moment: Moment, zone: ZoneInfo) -> Moment:
    """A time in UTC as a time in the outlet's zone, so that its day is the reader's; others unchanged."""
    if isinstance(moment, datetime) and not moment.utcoffset():
        try:
            return moment.astimezone(zone)
        except OverflowError:
            return moment
    return moment
