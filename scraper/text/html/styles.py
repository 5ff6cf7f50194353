"""What a page's styles say about its text: what is not displayed, and where line breaks are.

Only plain cases are read: attributes of an element, and rules of a `<style>` for one class. Whole sections
that are hidden stay, since pages hide the later parts of an article until they are asked for.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CSS, MAX_RULES, MAX_SELECTORS = 300_000, 500, 500
"""Characters of the styles, declarations of one kind in them, and characters of a rule's selectors."""
MAX_NODES = 500
"""So many elements of a kind are looked at."""
MAX_HIDDEN_TEXT = 300
"""Characters of a text that a class may hide; a longer one is a part of the article, shown when asked for."""

_STYLED = (
    'style,pre,[aria-hidden="true"],[hidden],[style*="display:none"],[style*="display: none"]'
    ',[style*="white-space"],[class*="whitespace-pre"]'
)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none")
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_DISPLAYED = re.compile(r"display\s*:\s*(?!none)[a-z]")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_ONE_CLASS = re.compile(r"\s*(?:[a-z]+)?\.([A-Za-z][\w-]*)\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class Styles(NamedTuple):
    """Elements by their node's `mem_id`.

    `concealed` are those whose text is not displayed, and whether that holds for a block too; `keeping_lines`
    those whose line breaks are displayed, and whether blank lines part their text.
    """

    concealed: dict[int, bool]
    keeping_lines: dict[int, bool]


def read(tree: LexborHTMLParser, inline: Container[int]) -> Styles:
    """The styles of a page; `inline` holds the `tag_id`s of elements that an attribute may conceal.

    What holds pictures is not concealed, nor what a class hides and holds links.
    """
    rules: list[str] = []
    hidden: list[LexborNode] = []
    keeping: list[LexborNode] = []
    for node in tree.css(_STYLED):
        own = node.attributes
        style = own.get("style") or ""
        if node.tag == "style":
            rules.append(node.text())
            continue
        if (
            node.tag_id in inline
            and node.first_child is not None
            and ("hidden" in own or own.get("aria-hidden") == "true" or _NOT_DISPLAYED.search(style))
        ):
            hidden.append(node)
        if node.tag == "pre" or _KEEPS_LINES.search(style) or "whitespace-pre" in (own.get("class") or ""):
            keeping.append(node)
    css = _without_comments("\n".join(rules)[:MAX_CSS])
    concealed = {node.mem_id: False for node in hidden[:MAX_NODES] if _holds(node, without="img,amp-img")}
    for nodes in _of_classes(tree, css, _NOT_DISPLAYED):
        if sum(len(node.text()) for node in nodes) <= MAX_HIDDEN_TEXT * len(nodes):
            concealed |= {node.mem_id: True for node in nodes if _holds(node, without="img,amp-img,a")}
    keeping += [node for nodes in _of_classes(tree, css, _KEEPS_LINES) for node in nodes]
    texts = ((node.mem_id, node.text()) for node in keeping[:MAX_NODES])
    return Styles(
        concealed, {at: bool(_BLANK_LINE.search(text.strip())) for at, text in texts if "\n" in text}
    )


def paragraphs(text: str, *, blank_lines: bool) -> list[str]:
    """A text whose line breaks are displayed, in paragraphs: parted by blank lines, else by each break."""
    text = text.replace("\r\n", "\n")
    return _BLANK_LINE.split(text) if blank_lines else text.split("\n")


def _holds(node: LexborNode, *, without: str) -> bool:
    """Whether an element holds text and none of certain elements."""
    return bool(node.text().strip()) and node.css_first(without) is None


def _of_classes(tree: LexborHTMLParser, css: str, declared: re.Pattern[str]) -> Iterator[list[LexborNode]]:
    """The elements of each class for which a rule declares something; hidden, if no rule displays it."""
    parts = [part for top, selectors in _rules(css, declared) if top for part in selectors]
    names = {one[1] for one in map(_ONE_CLASS.fullmatch, parts) if one}
    if names and declared is _NOT_DISPLAYED:
        for _, selectors in _rules(css, _DISPLAYED):
            names.difference_update(*map(_CLASS.findall, selectors))
    if names:
        found: dict[str, list[LexborNode]] = {}
        for node in tree.css(",".join(f".{name}" for name in names))[:MAX_NODES]:
            for name in names.intersection((node.attributes.get("class") or "").split()):
                found.setdefault(name, []).append(node)
        yield from found.values()


def _rules(css: str, declared: re.Pattern[str]) -> Iterator[tuple[bool, list[str]]]:
    """The selectors of the rules that declare something, and whether these stand outside `@media`."""
    depth = at = 0
    for match in islice(declared.finditer(css), MAX_RULES):
        opening = css.rfind("{", at, match.start())
        if opening >= 0:
            depth += css.count("{", at, opening) - css.count("}", at, opening)
            at = opening
            begin = max(0, opening - MAX_SELECTORS)
            begin = max(begin, *(css.rfind(mark, begin, opening) + 1 for mark in "};{"))
            yield depth == 0, css[begin:opening].split(",")


def _without_comments(css: str) -> str:
    first, *others = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in others)
