"""Usage policies of a page, about archiving and machine reading: in its headers and its metas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.model import UsagePolicy
from scraper.text.html.charset import decode
from scraper.text.html.markup import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.model import Page
    from scraper.model.usage_policy import UsagePolicyKind

MAX_HEAD = 65_536
"""Bytes of a page in which its metas are looked for."""

_DIRECTIVES: tuple[UsagePolicyKind, ...] = ("noarchive", "noai", "noimageai")
_TDM: UsagePolicyKind = "tdm-reservation"
_SIGNS = tuple(word.encode() for word in (*_DIRECTIVES, _TDM))
_ROBOTS_METAS = frozenset(("robots", "googlebot", "googlebot-news"))


def of_page(page: Page) -> list[UsagePolicy]:
    """The usage policies of a page, one of each kind: of its headers before those of its metas."""
    found: dict[UsagePolicyKind, UsagePolicy] = {}
    for name, content in (*_headers(page), *_metas(page)):
        for kind in _kinds(name, content):
            found.setdefault(kind, UsagePolicy(kind, f"{name}: {content}", page.url))
    return list(found.values())


def _kinds(name: str, content: str) -> list[UsagePolicyKind]:
    if name.lower() == _TDM:
        return [_TDM] if content.strip() == "1" else []
    words = content.lower().replace(",", " ").replace(":", " ").split()
    return [kind for kind in _DIRECTIVES if kind in words]


def _headers(page: Page) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in page.headers if name.lower() in {"x-robots-tag", _TDM})


def _metas(page: Page) -> Iterator[tuple[str, str]]:
    head = page.content[:MAX_HEAD].partition(b"</head")[0]
    lowered = head.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return
    html = decode(head, page.header("content-type"))
    for node in parse(html).css("meta[name][content]"):
        name, content = node.attributes.get("name") or "", node.attributes.get("content") or ""
        if name.lower() in _ROBOTS_METAS or name.lower() == _TDM:
            yield name, content
