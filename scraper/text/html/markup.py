"""HTML as the reader needs it: one walk over the parsed tree gives lines of text in boxes.

Only this file, `elements`, `kinds` and `styles` know the HTML library (selectolax, on the lexbor parser). A
`Document` holds the
head's metadata and the scripts, and the body as `Line`s in reading order. A line is what is displayed as one
paragraph: the text of one block, or a run between two `<br>`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scraper.text.html import bounds, stray_anchors, styles
from scraper.text.html.elements import Box, Element, Line, Picture, fold, select
from scraper.text.html.kinds import (
    ANCHOR,
    BLOCK,
    BREAK,
    DECLARATION,
    HIDDEN,
    INLINE_IDS,
    KINDS,
    NAMED,
    PICTURE,
    PLAIN,
    QUOTE_ID,
    STRONG,
    STYLED,
    TEXT,
    other_kind,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.text.html.elements import Attributes

MAX_BYTES = 12_000_000
"""What lies beyond this is not parsed; the largest real articles stay under a tenth of it."""

MAX_BOXES = 100_000
MAX_LINES = 20_000
MAX_DEPTH = 256
MAX_INLINE = 500
"""Bounds on the walk, for pages made to be slow: boxes and lines of a page, boxes within boxes, and inline
elements of a line. Real pages stay far below; beyond them text is kept, structure is not."""


class Document:
    """A page, parsed and walked once.

    `metas`, `links` and `scripts` are the `<meta>`, `<link>` and inline `<script>` elements of the whole
    page, `source` its bytes in UTF-8; `lines`, `pictures` and `boxes` the body in document order, as far as
    the bounds allow.
    """

    def __init__(self, html: str | bytes) -> None:
        """Parse and walk text, or bytes in UTF-8. Raises ValueError if the text cannot be parsed."""
        self.source = as_utf8(html)
        self.tree = parse(self.source)
        self.metas: list[Attributes] = []
        self.links: list[Attributes] = []
        self.scripts: list[Element] = []
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.boxes: list[Box] = []
        if self.tree.head is not None:
            self.search(self.tree.head)
        if self.tree.body is not None:
            _Walk(self).run(self.tree.body)
            stray_anchors.unlink(self.lines, self.source)

    def search(self, hidden: LexborNode) -> None:
        """Keep what stands in an element that is not displayed."""
        for node in hidden.css("meta,link,script"):
            self.keep(node)

    def keep(self, node: LexborNode) -> None:
        """Keep a `<meta>`, `<link>` or `<script>`."""
        attributes = node.attributes
        tag = node.tag
        if tag == "meta":
            self.metas.append(attributes)
        elif tag == "link":
            self.links.append(attributes)
        elif "src" not in attributes:
            self.scripts.append(Element("script", node))

    @property
    def title(self) -> str:
        """The text of `<title>`."""
        node = self.tree.css_first("head title")
        return fold(node.text()) if node is not None else ""

    @property
    def language(self) -> str:
        """What `<html lang>` says, or ""."""
        root = self.tree.root
        return (root.attributes.get("lang") or "") if root is not None else ""

    def lines_in(self, box: Box, start: int = 0) -> list[Line]:
        """The lines in a box, from the line `start` on."""
        first, end = box.index, box.end
        return [line for line in self.lines[start:] if first <= line.box.index < end]

    def mentions(self, *words: str) -> bool:
        """Whether a word stands anywhere in the page's source: a quick look before a selector's slow one."""
        return any(word.encode() in self.source for word in words)

    def css(self, selector: str) -> list[Element]:
        """Elements of the page that match a CSS selector. Raises ValueError for a broken selector."""
        return select(self.tree.root, selector)


def as_utf8(html: str | bytes) -> bytes:
    """HTML in UTF-8, if it is not already."""
    return html.encode("utf-8", "ignore") if isinstance(html, str) else html


def parse(html: str | bytes) -> LexborHTMLParser:
    """The parsed tree of text, or of bytes in UTF-8. What lies past `MAX_BYTES` is left out.

    Raises ValueError if it cannot be parsed, or not in bounded time.
    """
    encoded = as_utf8(html)
    if (excess := bounds.excess(encoded)) is not None:
        raise ValueError(f"the HTML is made to be slow: {excess}")
    try:
        return LexborHTMLParser(encoded[:MAX_BYTES])
    except SelectolaxError as fault:
        raise ValueError(f"the HTML cannot be parsed: {fault}") from fault


class _Walk:
    """The state of one walk: the line being gathered, and the inline elements in it."""

    def __init__(self, page: Document) -> None:
        self.page = page
        self.parts: list[str] = []
        self.nodes: list[LexborNode] = []
        self.linked = 0
        self.strong = 0
        self.concealed, self.keeping_lines = styles.read(page.tree, INLINE_IDS)

    def run(self, body: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915
        """Walk the tree in document order, without recursion: pages may nest deeper than Python's stack.

        One long loop, for it turns some 2,000 times a page: one call more in it shows.
        """
        box = Box("body", body, None, 0)
        boxes, pictures, lines = self.page.boxes, self.page.pictures, self.page.lines
        boxes.append(box)
        parts, flush, kinds = self.parts, self.flush, KINDS
        concealed, keeping_lines = self.concealed, self.keeping_lines
        quotes = 0
        stack: list[tuple[LexborNode, Box | None, LexborNode | None, bool]] = []
        node = body.first_child
        anchor: LexborNode | None = None
        bold = False
        breaks = 0
        closed = False
        while True:
            if node is None:
                if not stack:
                    break
                node, outer, anchor, bold = stack.pop()
                if outer is not None:
                    if parts:
                        flush(box)
                    breaks = 0
                    box.end = len(boxes)
                    box = outer
                else:
                    closed = True
                    if quotes and node.tag_id == QUOTE_ID:
                        parts.append("”")
                        quotes -= 1
                node = node.next
                continue
            if node.is_empty_text_node:  # two of five nodes are
                if parts:
                    parts.append(" ")
                node = node.next
                continue
            kind = kinds.get(node.tag_id)
            if kind is None:
                kind = other_kind(node)
            if concealed and (kind == BLOCK or kind >= PLAIN):
                whole = concealed.get(node.mem_id)
                if whole or (whole is not None and kind != BLOCK):
                    kind = HIDDEN
            if kind == TEXT:
                text = node.text_content or ""
                if breaks and not text.isspace():
                    if breaks > 1:
                        flush(box)
                    elif parts:
                        parts.append(" ")
                    breaks = 0
                closed = False
                if keeping_lines and "\n" in text:
                    text = self.paragraphs(text, node, box)
                parts.append(text)
                if anchor is not None:
                    self.linked += len(text.strip())
                if bold:
                    self.strong += len(text.strip())
            elif kind == BLOCK:
                if parts:
                    flush(box)
                breaks = 0
                child = node.first_child
                if child is not None:
                    stack.append((node, box, anchor, bold))
                    if box.depth < MAX_DEPTH and len(boxes) < MAX_BOXES:
                        box = Box(node.tag or "", node, box, len(boxes))
                        boxes.append(box)
                    node = child
                    continue
            elif kind >= PLAIN:
                if kind == STYLED and breaks == 1 and closed and parts:
                    # Old layouts part a date from a headline by a style and a break, where others use boxes.
                    flush(box)
                    breaks = 0
                if kind >= NAMED and len(self.nodes) < MAX_INLINE:
                    self.nodes.append(node)
                child = node.first_child
                if child is not None:
                    stack.append((node, None, anchor, bold))
                    if kind == ANCHOR:
                        anchor = node
                    elif kind == STRONG:
                        bold = True
                    elif kind == NAMED and node.tag_id == QUOTE_ID:
                        if breaks > 1:
                            flush(box)
                        parts.append(" “" if breaks else "“")
                        breaks = 0
                        quotes += 1
                    node = child
                    continue
            elif kind == PICTURE:
                pictures.append(Picture(node, box, len(lines), anchor))
            elif kind == BREAK:
                breaks += 1
            elif kind == DECLARATION:
                self.page.keep(node)
            elif node.first_child is not None:
                self.page.search(node)
                if node.tag == "noscript":
                    self.unscripted(node, box, anchor)
            node = node.next
        if parts:
            flush(box)
        boxes[0].end = len(boxes)

    def paragraphs(self, text: str, node: LexborNode, box: Box) -> str:
        """If the line breaks of a text are displayed, keep its paragraphs but the last, which is returned."""
        around = node.parent
        for _ in range(MAX_DEPTH):
            if around is None or around.mem_id in self.keeping_lines:
                break
            around = around.parent
        if around is None or around.mem_id not in self.keeping_lines:
            return text
        *whole, last = styles.paragraphs(text, blank_lines=self.keeping_lines[around.mem_id])
        for paragraph in whole:
            self.parts.append(paragraph)
            self.flush(box)
        return last

    def unscripted(self, node: LexborNode, box: Box, anchor: LexborNode | None) -> None:
        """Keep the pictures that a `<noscript>` alone holds; behind an `<img>` it holds that one's copy."""
        before = node.prev
        while before is not None and before.is_text_node:
            before = before.prev
        if before is None or before.tag != "img":
            for copy in node.css("img"):
                self.page.pictures.append(Picture(copy, box, len(self.page.lines), anchor))

    def flush(self, box: Box) -> None:
        """A line ends: keep it if it holds any text, and the page has not too many."""
        parts = self.parts
        text = fold(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        lines = self.page.lines
        if text and len(lines) < MAX_LINES:
            lines.append(Line(text, box, tuple(self.nodes), self.linked, self.strong, len(lines)))
            self.nodes.clear()
        self.linked = self.strong = 0
