"""What a page declares of itself in JSON-LD (schema.org) and in its data layer.

JSON-LD is often slightly broken and lies in known ways; this module only reads. Choosing is for others.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

import msgspec

from scraper.text.html.elements import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.text.html.elements import Element
    from scraper.text.html.markup import Document

ARTICLE_TYPES = frozenset(
    (
        "Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle"
        " Report LiveBlogPosting TechArticle BackgroundNewsArticle ReviewNewsArticle"
        " AdvertiserContentArticle SocialMediaPosting"
    ).split()
)
"""schema.org/Article and its kinds."""

MAX_SCRIPT = 2_000_000
MAX_DEPTH = 12

_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_WRAPPER = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_LAYER = re.compile(
    r"""(?P<name>editor|Editor|penulis|Penulis|publish(?:ed)?_?[dD]ate|published_?[aA]t|date_?[pP]ublished)"""
    r"""["']?\s*:\s*(?:"(?P<double>(?:[^"\\\n]|\\.){0,400})"|'(?P<single>(?:[^'\\\n]|\\.){0,400})')"""
)
"""It opens with letters, which regular expressions find at once."""
_LAYER_MARKS = ("dataLayer", "published_date", "publishdate", "publishedDate", "publishedAt", "published_at")


@dataclass(slots=True)
class Structured:
    """Declarations about the article, as strings still, in the order found.

    `types` holds every schema.org type on the page; `images` addresses; `crumbs` the breadcrumb's names;
    `free` is false where the article is declared to cost; `layer` holds the first value of each known name
    in data-layer scripts (people and dates), names in lower case without underscores.
    """

    types: set[str] = field(default_factory=set)
    url: str = ""
    headline: str = ""
    published: str = ""
    modified: str = ""
    section: str = ""
    body: str = ""
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    free: bool = True
    layer: dict[str, str] = field(default_factory=dict)


def read(page: Document) -> Structured:
    """Everything the page's scripts declare. Broken JSON is mended or left out, never an error."""
    found = Structured()
    articles: list[dict[str, Any]] = []
    for script in page.scripts:
        kind = script.get("type").lower()
        if "ld+json" in kind:
            for node in _nodes(_decode(script.raw[:MAX_SCRIPT])):
                types = set(_strings(node.get("@type")))
                found.types |= types
                if types & ARTICLE_TYPES:
                    articles.append(node)
                elif "BreadcrumbList" in types:
                    found.crumbs = _crumbs(node) or found.crumbs
                elif types & {"NewsMediaOrganization", "Organization", "WebSite"}:
                    found.publishers += _names(node)
        elif not kind or "javascript" in kind or kind == "application/json":
            _read_layer(script, found.layer)
    for node in sorted(articles, key=lambda node: -len(node)):
        _merge(found, node)
    return found


def _decode(text: str) -> Any:
    text = text.strip()
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass
    mended = (
        _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", _WRAPPER.sub("", _WRAPPER.sub("", text))))
        .strip()
        .rstrip(";")
    )
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(mended)
    except (ValueError, RecursionError):
        return None
    return value


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every typed object: top level, in lists, in @graph, and as main entity."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), list | dict):
                yield from _nodes(value[name], depth + 1)


def _merge(found: Structured, node: dict[str, Any]) -> None:
    found.headline = found.headline or _text(node.get("headline") or node.get("name"))
    found.published = found.published or _text(node.get("datePublished") or node.get("dateCreated"))
    found.modified = found.modified or _text(node.get("dateModified"))
    found.section = found.section or _text(node.get("articleSection"))
    found.body = found.body or next((t for t in _strings(node.get("articleBody")) if t.strip()), "")
    found.url = found.url or _text(node.get("url")) or _identifier(node.get("mainEntityOfPage"))
    found.authors = found.authors or _names(node.get("author")) or _names(node.get("creator"))
    found.editors = found.editors or _names(node.get("editor"))
    found.publishers += _names(node.get("publisher"))
    found.keywords = found.keywords or _keywords(node.get("keywords"))
    found.images = found.images or list(_images(node.get("image")))
    if str(node.get("isAccessibleForFree")).lower() == "false":
        found.free = False


def _text(value: Any) -> str:
    """The first text in a value, made plain."""
    return next((_plain(text) for text in _strings(value) if text), "")


def _plain(text: str) -> str:
    """Entities decoded, white space folded; "?" for half of a surrogate pair, which no text can hold."""
    return fold(unescape(text)).encode(errors="replace").decode()


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    if isinstance(value, dict) and isinstance(value.get("@value"), str):
        return [value["@value"]]
    return []


def _names(value: Any, depth: int = 0) -> list[str]:
    if depth > 3:
        return []
    if isinstance(value, dict):
        return _names(value.get("name") or value.get("alternateName"), depth + 1)
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item, depth + 1)]
    return [_plain(value)] if isinstance(value, str) and value.strip() else []


def _identifier(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""


def _keywords(value: Any) -> list[str]:
    parts = [part for text in _strings(value) for part in text.split(",")]
    return [_plain(part) for part in parts if part.strip()]


def _images(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        yield _text(value.get("url") or value.get("contentUrl"))
    elif isinstance(value, list) and depth < 2:
        for item in value[:20]:
            yield from _images(item, depth + 1)


def _crumbs(node: dict[str, Any]) -> list[str]:
    items = node.get("itemListElement")
    names = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            names += (_names(item.get("name")) or _names(item.get("item")))[:1]
    return names


def _read_layer(script: Element, layer: dict[str, str]) -> None:
    text = script.raw
    if len(text) > 60_000 or not ("publish" in text or "dataLayer" in text):
        return
    if not any(mark in text for mark in _LAYER_MARKS):
        return
    for match in _LAYER.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before.isalpha() or before == "_":
            continue  # the end of another name
        name = match["name"].lower().replace("_", "")
        value = match["double"] if match["double"] is not None else match["single"]
        layer.setdefault(name, fold(unescape(value.replace("\\/", "/").replace('\\"', '"'))))
