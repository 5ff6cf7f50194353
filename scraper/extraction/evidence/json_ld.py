"""The JSON-LD of a page: its typed objects, and which of its articles is the one that the page is about."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from scraper.extraction.evidence import lenient_json
from scraper.text import prose, urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scraper.text.html.elements import Element

MAX_SCRIPT = 2_000_000
MAX_DAMAGED = 300_000
"""Characters of damaged JSON that are read on one page: that takes longer than reading valid JSON."""

MAX_DEPTH = 12
MAX_VALUES = 20_000
"""How deep nodes are looked for, and in how many values those that references name."""

_OPENING = re.compile(r"\s*(?://\s*)?(?:<!--|<!\[CDATA\[)")
_SAME_TITLE = 0.6
"""Share of the words of the shorter of two titles that the other must have."""

Node = dict[str, Any]


class Graph:
    """All typed objects, in page order, and what references name."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self.nodes = list(_nodes(values))

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node["@id"]: node for node in _identified(self._values)}

    def resolve(self, value: Any) -> Any:
        """The object that a reference (`{"@id": …}`) names; any other value as it is."""
        if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return self._by_id.get(value["@id"], value)
        return value


def read(scripts: Iterable[Element]) -> Graph:
    """The graph of all JSON-LD scripts. What is damaged in them is left out, never an error."""
    values: list[Any] = []
    damaged = MAX_DAMAGED
    for script in scripts:
        text = script.raw[:MAX_SCRIPT].strip()
        try:
            values.append(msgspec.json.decode(text))
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            values += _damaged(text[:damaged])
            damaged = max(0, damaged - len(text))
    return Graph(values)


def _damaged(text: str) -> list[Any]:
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    return lenient_json.decode(_OPENING.sub("", text, count=1))


def _nodes(value: Any, depth: int = -1) -> Iterator[Node]:
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


def _identified(values: list[Any]) -> Iterator[Node]:
    """Every object with an `@id` that says more than that."""
    todo = values[::-1]
    for _ in range(MAX_VALUES):
        if not todo:
            return
        value = todo.pop()
        if isinstance(value, dict):
            if isinstance(value.get("@id"), str) and value.keys() - {"@id", "@type"}:
                yield value
            todo += [inner for inner in value.values() if isinstance(inner, dict | list)]
        else:
            todo += [inner for inner in value if isinstance(inner, dict | list)]


def types(node: Node) -> set[str]:
    """The names of its types, without the vocabulary: `NewsArticle`."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return {re.split(r"[/:#]", name)[-1].strip() for name in names if isinstance(name, str)}


def own_articles(
    articles: list[Node], declared_title: str, addresses: list[str], titles: Callable[[], list[str]]
) -> list[Node]:
    """Those of the page's articles that the page is about, best first.

    A page also declares other articles: related, newest, next. Its own one has its address or its headline.
    Where none has, the only one counts unless both say otherwise; of several that say nothing, the first.
    """
    if len(articles) == 1 and _same_headline(articles[0], [prose.key(declared_title)]) > 0:
        return articles
    own = {path for address in addresses if (path := _path(address))}
    keys = [key for title in (declared_title, *titles()) if (key := prose.key(title))]
    scored = [(_same_address(node, own) + _same_headline(node, keys), node) for node in articles]
    agreeing = [(score, node) for score, node in scored if score > 0]
    if agreeing:
        return [node for _, node in sorted(agreeing, key=lambda item: (-item[0], -len(item[1])))]
    neutral = [node for score, node in scored if score == 0]
    titled = [node for node in neutral if _same_headline(node, keys) > 0]
    if titled or neutral:
        return (titled or neutral)[:1]
    return [node for score, node in scored if score == -1] if len(scored) == 1 else []


def identifier(value: Any) -> str:
    """The address in a value that is one, or an object with one."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""


def _path(address: str) -> tuple[str, str] | None:
    """Path and query of an article's address; None for that of a site."""
    url = urls.canonical(address)
    if url is None:
        return None
    parts = urlsplit(url)
    path = parts.path.strip("/").removesuffix("/amp").removeprefix("amp/")
    return (path, parts.query) if path or parts.query else None


def _same_address(node: Node, own: set[tuple[str, str]]) -> int:
    """1 where the node has the page's address, -1 where it has others only, 0 where that cannot be said."""
    declared = (node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))
    paths = [path for value in declared if (path := _path(identifier(value)))]
    if not own or not paths:
        return 0
    return 1 if any(_agree(path, other) for path in paths for other in own) else -1


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    same_query = one[1] == other[1] or (one[0] != "" and "" in (one[1], other[1]))
    return one[0] == other[0] and same_query


def _same_headline(node: Node, titles: list[str]) -> int:
    """1 where the node's headline is one of the page's titles, -1 where it is another, 0 without either."""
    value = node.get("headline") or node.get("name")
    key = prose.key(unescape(value)) if isinstance(value, str) else ""
    if not key or not titles:
        return 0
    return 1 if any(title and _alike(key, title) for title in titles) else -1


def _alike(one: str, other: str) -> bool:
    short, long = sorted((set(one.split()), set(other.split())), key=len)
    return one == other or (len(short) >= 3 and len(short & long) >= _SAME_TITLE * len(short))
