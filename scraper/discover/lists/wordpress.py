"""The REST API of WordPress sites: all posts, with titles and times, newest first.

After https://developer.wordpress.org/rest-api/reference/posts/ and its chapter on discovery.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from scraper.model import Lead, Outlet
from scraper.text.html.elements import fold
from scraper.text.html.markup import parse
from scraper.text.urls import canonical, is_own

if TYPE_CHECKING:
    from scraper.model import Page
    from scraper.model.article import Moment

USUAL_ROOT = "/wp-json/"
"""The root of the API, where the site's head names none."""

PER_PAGE = 100
"""The most that the API gives at a time."""

MAX_BYTES = 5_000_000
"""A longer page is not read: a hundred posts of the fields asked for stay under a hundredth of it."""

_FIELDS = "link,date_gmt,date,title"
_DAY = timedelta(days=1)
_MAX_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Query:
    """Which posts are wanted: of the days [since, until] by the site's clock, and found by a `keyword`."""

    root: str
    since: date | None = None
    until: date | None = None
    keyword: str | None = None

    def page(self, number: int) -> str | None:
        """The address of a page of the answer, the first being 1."""
        wanted = {"per_page": str(PER_PAGE), "page": str(number), "_fields": _FIELDS}
        # Both bounds are exclusive, and in the site's own time.
        if self.since and self.since > date.min:
            wanted["after"] = f"{self.since - _DAY}T23:59:59"
        if self.until and self.until < date.max:
            wanted["before"] = f"{self.until + _DAY}T00:00:00"
        if self.keyword:
            wanted["search"] = self.keyword
        # Without pretty addresses the root is /?rest_route=/, and the route goes on in the query.
        mark = "&" if urlsplit(self.root).query else "?"
        return canonical(f"{self.root.rstrip('/')}/wp/v2/posts{mark}{urlencode(wanted)}")


def is_answer(content: bytes) -> bool:
    """Whether this is a page of posts, be it an empty one."""
    return _posts(content) is not None


def leads(content: bytes, url: str, outlet: Outlet) -> list[Lead]:
    """The posts on a page of the answer, each dated in the site's own offset; none if it is no such page."""
    posts = _posts(content) or []
    zone = ZoneInfo(outlet.zone)
    found: dict[str, Lead] = {}
    for post in posts:
        address = _text(post, "link")
        link = canonical(address, url) if address else None
        if link and is_own(link, outlet.hosts):
            lead = Lead(link, outlet.slug, "wordpress", _title(post) or None, _published(post, zone))
            found.setdefault(link, lead)
    return list(found.values())


def has_more(page: Page, number: int) -> bool:
    """Whether pages follow this one: as the server counts them, or else because this one is full."""
    total = page.header("x-wp-totalpages") or ""
    if total.isascii() and total.isdigit() and len(total) < 10:
        return number < int(total)
    return len(_posts(page.content) or []) >= PER_PAGE


def _posts(content: bytes) -> list[dict[str, Any]] | None:
    if len(content) > MAX_BYTES:
        return None
    try:
        answer = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(answer, list):
        return None
    return [post for post in answer if isinstance(post, dict)][:PER_PAGE]


def _text(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return value if isinstance(value, str) else ""


def _title(post: dict[str, Any]) -> str:
    """The title is HTML."""
    title = post.get("title")
    rendered = _text(title, "rendered") if isinstance(title, dict) else ""
    if "<" not in rendered:
        return fold(unescape(rendered))
    try:
        root = parse(rendered).body
    except ValueError:
        return ""
    return fold(root.text()) if root else ""


def _published(post: dict[str, Any], zone: ZoneInfo) -> Moment | None:
    """`date` is by the site's clock and `date_gmt` the same in UTC: their difference is the offset."""
    local, utc = _moment(_text(post, "date")), _moment(_text(post, "date_gmt"))
    if local and utc and abs(local - utc) <= _MAX_OFFSET:
        return local.replace(tzinfo=timezone(local - utc))
    if local:
        return local.replace(tzinfo=zone)
    try:
        return utc.replace(tzinfo=UTC).astimezone(zone) if utc else None
    except OverflowError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
