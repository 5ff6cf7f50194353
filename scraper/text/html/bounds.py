"""Markup made to be slow: detected before it is parsed.

HTML parsers take time by the square of three things: elements within elements, attributes of one element, and
options of one list. Real pages stay far below these bounds, and most hold too few tags to be looked at twice.
"""

from __future__ import annotations

import re

SHORT = 100_000
"""Bytes of a page that holds too little to take longer than a second or two."""

MAX_NESTED = 12_000
MAX_ATTRIBUTES = 10_000
MAX_REPEATED = 10_000

_CHUNK = 16_384
_TAG = re.compile(rb"<(/?)([a-zA-Z][\w:-]*)")
_LONG_TAG = re.compile(rb"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*'){30000,}")
_ATTRIBUTE = re.compile(rb"[\s/\"'][^\s=/\"'>]+")
_FLAT = frozenset(
    (
        b"area base br col embed hr img input link meta param source track wbr"
        b" p li dt dd tr td th thead tbody tfoot option rt rp"
    ).split()
)
"""Elements without an end, or that end where the next of their kind begins: they do not nest."""


def excess(html: bytes) -> str | None:
    """What makes a page too slow to parse, in words, or None for every page that is not."""
    if (found := _attributes(html)) is not None or len(html) < SHORT:
        return found
    return _nested(html) or _repeated(html) if html.count(b"<") > MAX_REPEATED else None


def _nested(html: bytes) -> str | None:
    opened = 0
    for start in range(0, len(html), _CHUNK):
        end = start + _CHUNK
        opened += html.count(b"<", start, end) - 2 * html.count(b"</", start, end)
        if opened > MAX_NESTED:
            deepest = _deepest(html)
            return f"{deepest:,} elements within each other" if deepest > MAX_NESTED else None
    return None


def _deepest(html: bytes) -> int:
    """How deep the elements nest, as far as tags alone show."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _attributes(html: bytes) -> str | None:
    """An element of very many attributes leaves a long stretch of the page without the sign of a tag."""
    checked = -1
    for start in range(0, len(html) - _CHUNK, _CHUNK):
        if html.find(b"<", start, start + _CHUNK) < 0:
            opening = html.rfind(b"<", 0, start)
            tag = _LONG_TAG.match(html, opening) if opening != checked else None
            if tag and len(_ATTRIBUTE.findall(tag[0])) > MAX_ATTRIBUTES:
                return f"an element of over {MAX_ATTRIBUTES:,} attributes"
            checked = opening
    return None


def _repeated(html: bytes) -> str | None:
    for tag in (b"<option", b"<html", b"<body"):
        count = html.count(tag) + html.count(tag.upper())
        if count > MAX_REPEATED:
            return f"{count:,} elements {tag.decode()}>"
    return None
