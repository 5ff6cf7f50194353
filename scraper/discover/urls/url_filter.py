"""Which URLs look like articles: the outlet's own patterns decide, or else the shape that articles share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from scraper.discover.urls.url_shape import PAGE_SUFFIX

if TYPE_CHECKING:
    from scraper.discover.urls.url_shape import UrlShapes
    from scraper.model import Outlet

# A path with one of these as a segment leads to a list, a person, a form or a file …
_LISTS = re.compile(
    r"attachment|authors?|cari|cart|categor(?:y|ies)|editor|feeds?|galler(?:y|ies)|galeri|halaman|hashtag|jurnalis"
    r"|kategori|keyword|login|logout|pages?|penulis|profiles?|profil|redaksi|register|reporter|rss|search|signin"
    r"|signup|sitemap|subscribe|tagar|tags?|topics?|users?|wp-(?:admin|content|includes|json|login\.php)"
)
# … with one of these only at its end: elsewhere they are sections.
_INDEXES = re.compile(
    r"archives?|arsip|indeks|index|kanal|label|media|member|terbaru|terkini|terpopuler|topik|trending"
)
_STATIC_PAGES = re.compile(
    r"^(?:about|contact|career|privacy|disclaimer|terms|kontak|hubungi|karir|tentang|pedoman|kebijakan|kode-etik"
    r"|syarat|info-iklan|advertis)",
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|gz|zip|pdf|docx?|xlsx?|mp[34]|m3u8|txt|apk)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?\d{1,2})?/(?=[^/]*[a-z])", re.IGNORECASE)
_ID_SEGMENT = re.compile(r"/(?:[a-z]{1,7}-?)?\d{5,}(?:-\d+)*(?=/|$)", re.IGNORECASE)
_ID_IN_SLUG = re.compile(r"^(?:[a-z]{1,3}-)?\d{3,}-\w|\w-\d{5,}$", re.IGNORECASE)
_ID_IN_QUERY = re.compile(
    r"(?:^|&)(?:p|id|idberita|artikel|berita|news_?id|article_?id)=\d{2,}(?:&|$)", re.IGNORECASE
)


def looks_like_article(url: str, outlet: Outlet, learned: UrlShapes | None = None) -> bool:
    """Whether a canonical URL is likely to be an article of the outlet.

    `outlet.urls` decides where it has patterns. Else known words of lists and static pages, and files, are
    refused; then the shapes `learned` of the outlet's articles decide. Where these do not decide, these are
    signs: a date in the path with a name after it, a number of five digits or more, a slug of four words or
    more, an .html name of two words or more, `?p=123`.
    """
    parts = urlsplit(url)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    if outlet.urls.ignore and re.search(outlet.urls.ignore, place):
        return False
    if outlet.urls.article:
        return re.search(outlet.urls.article, place) is not None
    if is_listing(url):
        return False
    is_article = learned.classify(url) if learned else None
    return _has_article_shape(parts.path, parts.query) if is_article is None else is_article


def is_listing(url: str) -> bool:
    """Whether words in the path say that this is a list, a static page or a file, not an article."""
    segments = [segment for segment in urlsplit(url).path.lower().split("/") if segment]
    if not segments:
        return not _ID_IN_QUERY.search(urlsplit(url).query)
    stem = PAGE_SUFFIX.sub("", segments[-1])
    if any(map(_LISTS.fullmatch, (*segments[:-1], stem))) or _INDEXES.fullmatch(stem):
        return True
    return bool(_FILE.search(segments[-1]) or (len(segments) <= 2 and _STATIC_PAGES.match(stem)))


def _has_article_shape(path: str, query: str) -> bool:
    if _ID_IN_QUERY.search(query):
        return True
    segments = [segment for segment in unquote(path).split("/") if segment]
    if not segments:
        return False
    name = PAGE_SUFFIX.sub("", segments[-1])
    words = [word for word in re.split(r"[-_+ ]", name) if word]
    if re.fullmatch(r"\d{1,4}", name) and not _ID_SEGMENT.search(path):
        return False
    if len(words) >= 4 or (name != segments[-1] and len(words) >= 2):
        return True
    return bool(_DATED.search(path) or _ID_SEGMENT.search(path) or _ID_IN_SLUG.search(name))
