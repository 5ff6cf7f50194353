"""What a page declares of itself in JSON-LD (schema.org) and in its data layer.

JSON-LD is often slightly broken and lies in known ways; this module only reads. Choosing is for others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from scraper.extraction.evidence import json_ld
from scraper.text.html.elements import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.extraction.evidence.json_ld import Graph, Node
    from scraper.extraction.evidence.meta import Meta
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

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
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


def read(page: Document, meta: Meta, source: str = "") -> Structured:
    """Everything the page's scripts declare; of articles only the one that the page is about.

    Broken JSON is mended or left out, never an error. `source` is where the page came from, or "".
    """
    found = Structured()
    linked: list[Element] = []
    for script in page.scripts:
        kind = script.get("type").lower()
        if "ld+json" in kind:
            linked.append(script)
        elif not kind or "javascript" in kind or kind == "application/json":
            _read_layer(script, found.layer)
    graph = json_ld.read(linked)
    articles: list[Node] = []
    for node in graph.nodes:
        types = json_ld.types(node)
        found.types |= types
        if types & ARTICLE_TYPES:
            articles.append(node)
        elif "BreadcrumbList" in types:
            found.crumbs = _crumbs(node) or found.crumbs
        elif types & {"NewsMediaOrganization", "Organization", "WebSite"}:
            found.publishers += _names(node, graph)
    if articles:
        addresses = [source, *meta.link("canonical"), meta.get("og:url")]
        title = meta.get("og:title") or page.title
        for node in json_ld.own_articles(articles, title, addresses, lambda: _titles(page, meta)):
            _merge(found, node, graph)
    return found


def _titles(page: Document, meta: Meta) -> list[str]:
    """What the page calls itself."""
    headings = [line.text for line in page.lines if line.box.tag == "h1"][:5]
    return [meta.get("twitter:title"), page.title, *headings]


def _merge(found: Structured, node: Node, graph: Graph) -> None:
    found.headline = found.headline or _text(node.get("headline") or node.get("name"))
    found.published = found.published or _text(node.get("datePublished") or node.get("dateCreated"))
    found.modified = found.modified or _text(node.get("dateModified"))
    found.section = found.section or _text(node.get("articleSection"))
    found.body = found.body or next((t for t in _strings(node.get("articleBody")) if t.strip()), "")
    found.url = found.url or _text(node.get("url")) or json_ld.identifier(node.get("mainEntityOfPage"))
    found.authors = found.authors or _names(node.get("author"), graph) or _names(node.get("creator"), graph)
    found.editors = found.editors or _names(node.get("editor"), graph)
    found.publishers += _names(node.get("publisher"), graph)
    found.keywords = found.keywords or _keywords(node.get("keywords"))
    found.images = found.images or list(_images(node.get("image"), graph))
    if str(node.get("isAccessibleForFree")).lower() == "false":
        found.free = False


def _text(value: Any) -> str:
    """The first text in a value, made plain."""
    return next((_plain(text) for text in _strings(value) if text), "")


def _plain(text: str) -> str:
    """Entities decoded, tags out, white space folded.

    "?" stands for half of a surrogate pair, which no text can hold.
    """
    text = unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return fold(text).encode(errors="replace").decode()


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    if isinstance(value, dict) and isinstance(value.get("@value"), str):
        return [value["@value"]]
    return []


def _names(value: Any, graph: Graph, depth: int = 0) -> list[str]:
    if depth > 3:
        return []
    value = graph.resolve(value)
    if isinstance(value, dict):
        return _names(value.get("name") or value.get("alternateName"), graph, depth + 1)
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item, graph, depth + 1)]
    return [name] if isinstance(value, str) and (name := _plain(value)) else []


def _keywords(value: Any) -> list[str]:
    parts = [part for text in _strings(value) for part in text.split(",")]
    return [_plain(part) for part in parts if part.strip()]


def _images(value: Any, graph: Graph, depth: int = 0) -> Iterator[str]:
    value = graph.resolve(value)
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        yield _text(value.get("url") or value.get("contentUrl"))
    elif isinstance(value, list) and depth < 2:
        for item in value[:20]:
            yield from _images(item, graph, depth + 1)


def _crumbs(node: Node) -> list[str]:
    items = node.get("itemListElement")
    names = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            entry = item.get("item")
            label = _text(item.get("name") or (entry.get("name") if isinstance(entry, dict) else ""))
            names += [label] if label else []
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
