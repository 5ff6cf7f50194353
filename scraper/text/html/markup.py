"""HTML as the reader needs it: one walk over the parsed tree gives lines of text in boxes.

Only this file and `elements` know the HTML library (selectolax, on the lexbor parser). A `Document` holds the
head's metadata and the scripts, and the body as `Line`s in reading order. A line is what is displayed as one
paragraph: the text of one block, or a run between two `<br>`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError, create_tag

from scraper.text.html import bounds, stray_anchors
from scraper.text.html.elements import Box, Element, Line, Picture, fold, select

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

_TEXT, _BLOCK, _BREAK, _PICTURE, _HIDDEN, _DECLARATION, _PLAIN, _STRONG, _NAMED, _STYLED, _ANCHOR = range(11)
"""What the walk does at a node. From `_PLAIN` on it is inline, from `_NAMED` on its attributes may matter."""

_TAGS = {
    _BREAK: "br",
    _PICTURE: "img",
    _HIDDEN: (
        "style noscript template svg math iframe object embed select option datalist textarea button input"
        " canvas audio video map head title base"
    ),
    _DECLARATION: "script meta link",
    _PLAIN: "big em i nobr small sub sup tt u wbr",
    _STRONG: "b strong",
    _NAMED: (
        "abbr acronym bdi bdo cite code data del dfn ins kbd label mark picture q s samp strike time var"
    ),
    _STYLED: "font span",
    _ANCHOR: "a",
}
_TEXT_ID, _COMMENT_ID = 2, 4
"""LXB_TAG__TEXT and LXB_TAG__EM_COMMENT in lexbor's table of tags; it only ever grows."""

_KINDS = {create_tag(tag).tag_id: kind for kind, tags in _TAGS.items() for tag in tags.split()}
_KINDS |= {_TEXT_ID: _TEXT, _COMMENT_ID: _HIDDEN}
_OTHER_KINDS = {"amp-img": _PICTURE, "": _HIDDEN}
"""Kinds by tag where lexbor knows none; every other element is a block."""


class Document:
    """A page, parsed and walked once.

    `metas`, `links` and `scripts` are the `<meta>`, `<link>` and inline `<script>` elements of the whole
    page, `source` its bytes in UTF-8; `lines`, `pictures` and `boxes` the body in document order, as far as
    the bounds allow.
    """

    def __init__(self, html: str | bytes) -> None:
        """Parse and walk text, or bytes in UTF-8. Raises ValueError if the text cannot be parsed."""
        self.source = as_utf8(html)
        self._tree = parse(self.source)
        self.metas: list[Attributes] = []
        self.links: list[Attributes] = []
        self.scripts: list[Element] = []
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.boxes: list[Box] = []
        if self._tree.head is not None:
            self.search(self._tree.head)
        if self._tree.body is not None:
            _Walk(self).run(self._tree.body)
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
        node = self._tree.css_first("head title")
        return fold(node.text()) if node is not None else ""

    @property
    def language(self) -> str:
        """What `<html lang>` says, or ""."""
        root = self._tree.root
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
        return select(self._tree.root, selector)


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

    def run(self, body: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915
        """Walk the tree in document order, without recursion: pages may nest deeper than Python's stack.

        One long loop, for it turns some 2,000 times a page: one call more in it shows.
        """
        box = Box("body", body, None, 0)
        boxes, pictures, lines = self.page.boxes, self.page.pictures, self.page.lines
        boxes.append(box)
        parts, flush, kinds = self.parts, self.flush, _KINDS
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
                node = node.next
                continue
            if node.is_empty_text_node:  # two of five nodes are
                if parts:
                    parts.append(" ")
                node = node.next
                continue
            kind = kinds.get(node.tag_id)
            if kind is None:
                tag = node.tag or ""
                kind = _OTHER_KINDS.get(tag, _BLOCK)
            if kind == _TEXT:
                text = node.text_content or ""
                if breaks and not text.isspace():
                    if breaks > 1:
                        flush(box)
                    elif parts:
                        parts.append(" ")
                    breaks = 0
                closed = False
                parts.append(text)
                if anchor is not None:
                    self.linked += len(text.strip())
                if bold:
                    self.strong += len(text.strip())
            elif kind == _BLOCK:
                if parts:
                    flush(box)
                breaks = 0
                child = node.first_child
                if child is not None:
                    stack.append((node, box, anchor, bold))
                    if box.depth < MAX_DEPTH and len(boxes) < MAX_BOXES:
                        box = Box(tag, node, box, len(boxes))
                        boxes.append(box)
                    node = child
                    continue
            elif kind >= _PLAIN:
                if kind == _STYLED and breaks == 1 and closed and parts:
                    # Old layouts part a date from a headline by a style and a break, where others use boxes.
                    flush(box)
                    breaks = 0
                if kind >= _NAMED and len(self.nodes) < MAX_INLINE:
                    self.nodes.append(node)
                child = node.first_child
                if child is not None:
                    stack.append((node, None, anchor, bold))
                    if kind == _ANCHOR:
                        anchor = node
                    elif kind == _STRONG:
                        bold = True
                    node = child
                    continue
            elif kind == _PICTURE:
                pictures.append(Picture(node, box, len(lines), anchor))
            elif kind == _BREAK:
                breaks += 1
            elif kind == _DECLARATION:
                self.page.keep(node)
            elif node.first_child is not None:
                self.page.search(node)
                if node.tag == "noscript":
                    self.unscripted(node, box, anchor)
            node = node.next
        if parts:
            flush(box)
        boxes[0].end = len(boxes)

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
