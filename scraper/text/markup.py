"""HTML as the reader needs it: one walk over the parsed tree gives lines of text in boxes.

This is the only file that knows the HTML library (selectolax, on the lexbor parser). A `Document` holds the
head's metadata and the scripts, and the body as `Line`s in reading order. A line is what the eye sees as one
paragraph: the text of one block, or a run between two `<br>`s. Attributes are looked up when asked for, since
most are never needed.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scraper.text import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Attributes = dict[str, str | None]

MAX_CHARACTERS = 12_000_000
"""Text beyond this is not parsed; the largest real articles stay under a tenth of it."""

MAX_BOXES = 100_000
MAX_LINES = 20_000
MAX_DEPTH = 256
MAX_INLINE = 500
"""Bounds on the walk, for pages made to be slow: boxes and lines of a page, boxes within boxes, and inline
elements of a line. Real pages stay far below; beyond them text is kept, structure is not."""

_INLINE = frozenset(
    (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr"
        " picture q s samp small span strike strong sub sup time tt u var wbr"
    ).split()
)
_UNSEEN = frozenset(
    (
        "-comment -doctype script style noscript template svg math iframe object embed select option"
        " datalist textarea button input canvas audio video map head title link meta base"
    ).split()
)
_IMAGES = frozenset(("img", "amp-img"))
_STRONG = frozenset(("b", "strong"))
_STYLED = frozenset(("font", "span"))
_PLAIN = frozenset("b big em i nobr small strong sub sup tt u wbr".split())
_BLOCK, _TEXT, _INLINE_PLAIN, _INLINE_NAMED, _BREAK, _PICTURE, _HIDDEN = range(7)
_KINDS = (
    dict.fromkeys(_UNSEEN, _HIDDEN)
    | dict.fromkeys(_INLINE, _INLINE_NAMED)
    | dict.fromkeys(_PLAIN, _INLINE_PLAIN)
    | dict.fromkeys(_IMAGES, _PICTURE)
    | {"-text": _TEXT, "br": _BREAK}
)
"""What the walk does at a tag; every other one is a block."""
_INLINE_KINDS = (_INLINE_NAMED, _INLINE_PLAIN)

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Element:
    """An element: `tag`, and its attributes when asked for."""

    __slots__ = ("_attributes", "_label", "_node", "tag")

    def __init__(self, tag: str, node: LexborNode) -> None:
        self.tag = tag
        self._node = node
        self._attributes: Attributes | None = None
        self._label: str | None = None

    @property
    def attributes(self) -> Attributes:
        """Attribute names, in lower case, to values; a value is None where only the name stands."""
        if self._attributes is None:
            self._attributes = self._node.attributes
        return self._attributes

    def get(self, name: str) -> str:
        """The attribute's value, or "" where there is none."""
        return self.attributes.get(name) or ""

    @property
    def label(self) -> str:
        """Its class and id in lower case, parted by a space: what the site's makers call it."""
        if self._label is None:
            own = self.attributes
            self._label = f"{own.get('class') or ''} {own.get('id') or ''}".strip().lower() if own else ""
        return self._label

    @property
    def identity(self) -> int:
        """The same for every `Element` that stands for the same node of the page."""
        return self._node.mem_id

    @property
    def text(self) -> str:
        """The text of the element and all in it, white space folded."""
        return fold(self._node.text())

    @property
    def raw(self) -> str:
        """The text exactly as it stands, for scripts."""
        return self._node.text()

    def css(self, selector: str) -> list[Element]:
        """Elements inside that match a CSS selector. Raises ValueError for a broken selector."""
        return _select(self._node, selector)

    def __repr__(self) -> str:
        return f"<{self.tag} {self.label!r}>"


class Box(Element):
    """A block-level element and the box around it.

    `index` is its place among the page's boxes, `end` that of the first box behind it and all in it.
    `memo` and `outer` are for the caller's remarks on the box and on where it stands.
    """

    __slots__ = ("depth", "end", "index", "memo", "outer", "parent")

    def __init__(self, tag: str, node: LexborNode, parent: Box | None, index: int) -> None:
        self.tag = tag
        self._node = node
        self._attributes = self._label = None
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.index = index
        self.end = index + 1
        self.memo: str | None = None
        self.outer: str | None = None

    def path(self) -> Iterator[Box]:
        """The box itself, the one around it, and so on up to the body."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def near(self, count: int) -> Iterator[Box]:
        """The box itself and those around it, `count` in all at most."""
        return islice(self.path(), count)

    def within(self, other: Box) -> bool:
        """Whether `other` is this box or one around it."""
        return other.index <= self.index < other.end

    @property
    def hidden(self) -> bool:
        """Whether its own style or attribute hides it."""
        attributes = self.attributes
        if not attributes:
            return False
        style = attributes.get("style") or ""
        return "hidden" in attributes or (
            "none" in style and "display:none" in style.replace(" ", "").lower()
        )


class Line:
    """One visual paragraph, in its `box`.

    `linked` and `strong` count the characters inside links and in bold type; `index` is its place in
    the document.
    """

    __slots__ = ("_folded", "_inline", "_links", "_nodes", "box", "index", "linked", "strong", "text")

    def __init__(
        self, text: str, box: Box, nodes: Sequence[LexborNode], linked: int, strong: int, index: int
    ) -> None:
        self.text = text
        self.box = box
        self.linked = linked
        self.strong = strong
        self.index = index
        self._nodes = nodes
        self._inline: list[Element] | None = None
        self._links: list[Element] | None = None
        self._folded: str | None = None

    @property
    def folded(self) -> str:
        """The text in lower case, for a quick look at its words."""
        if self._folded is None:
            self._folded = self.text.lower()
        return self._folded

    @property
    def inline(self) -> list[Element]:
        """The inline elements in it that carry attributes, anchors included."""
        if self._inline is None:
            self._inline = [Element(node.tag or "", node) for node in self._nodes]
        return self._inline

    @property
    def links(self) -> list[Element]:
        """The anchors in it that lead somewhere."""
        if self._links is None:
            self._links = (
                [element for element in self.inline if element.tag == "a" and element.get("href")]
                if self._nodes
                else []
            )
        return self._links

    @property
    def parts(self) -> list[str]:
        """The text as its inline elements part it: names that stand side by side without a space, say."""
        edges = {0, len(self.text)}
        start = 0
        for element in self.inline:
            text = element.text
            at = self.text.find(text, start) if text else -1
            if at >= 0:
                edges |= {at, at + len(text)}
                start = at
        cuts = sorted(edges)
        pieces = (self.text[a:b].strip() for a, b in pairwise(cuts))
        return [piece for piece in pieces if piece]

    def __repr__(self) -> str:
        return f"Line({self.index}, {self.box!r}, {self.text[:60]!r})"


class Picture(Element):
    """An `<img>`, or AMP's; `index` tells how many lines stand before it, `anchor` the link around it."""

    __slots__ = ("anchor", "box", "index")

    def __init__(self, node: LexborNode, box: Box, index: int, anchor: LexborNode | None) -> None:
        super().__init__("img", node)
        self.box = box
        self.index = index
        self.anchor = Element("a", anchor) if anchor is not None else None


class Document:
    """A page, parsed and walked once.

    `metas`, `links` and `scripts` are the `<meta>`, `<link>` and inline `<script>` elements of the whole
    page; `lines`, `pictures` and `boxes` the body in document order, as far as the bounds allow.
    """

    def __init__(self, html: str) -> None:
        """Parse and walk. Raises ValueError if the text cannot be parsed."""
        self._tree = parse(html)
        self.metas: list[Attributes] = []
        self.links: list[Attributes] = []
        self.scripts: list[Element] = []
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.boxes: list[Box] = []
        for node in self._tree.css("meta,link,script"):
            tag = node.tag
            if tag == "meta":
                self.metas.append(node.attributes)
            elif tag == "link":
                self.links.append(node.attributes)
            elif "src" not in node.attributes:
                self.scripts.append(Element("script", node))
        if self._tree.body is not None:
            _Walk(self).run(self._tree.body)

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

    def css(self, selector: str) -> list[Element]:
        """Elements of the page that match a CSS selector. Raises ValueError for a broken selector."""
        return _select(self._tree.root, selector)


def parse(html: str) -> LexborHTMLParser:
    """The parsed tree. Text past `MAX_CHARACTERS` is left out.

    Raises ValueError if it cannot be parsed, or not in bounded time.
    """
    if (excess := bounds.excess(html)) is not None:
        raise ValueError(f"the HTML is made to be slow: {excess}")
    try:
        return LexborHTMLParser(html[:MAX_CHARACTERS])
    except SelectolaxError as fault:
        raise ValueError(f"the HTML cannot be parsed: {fault}") from fault


def fold(text: str) -> str:
    """White space of every kind, non-breaking too, folded to single spaces, none at the ends."""
    return " ".join(text.split())


def _select(node: LexborNode | None, selector: str) -> list[Element]:
    if node is None:
        return []
    try:
        return [Element(found.tag or "", found) for found in node.css(selector)]
    except SelectolaxError as fault:
        raise ValueError(f"not a CSS selector: {selector!r}") from fault


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
            tag = node.tag or "-comment"
            kind = kinds.get(tag, _BLOCK)
            if kind == _TEXT:
                if node.is_empty_text_node:
                    if parts:
                        parts.append(" ")
                else:
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
            elif kind in _INLINE_KINDS:
                if breaks == 1 and closed and tag in _STYLED and parts:
                    # Old layouts part a date from a headline by a style and a break, where others use boxes.
                    flush(box)
                    breaks = 0
                if kind == _INLINE_NAMED and len(self.nodes) < MAX_INLINE:
                    self.nodes.append(node)
                child = node.first_child
                if child is not None:
                    stack.append((node, None, anchor, bold))
                    if tag == "a":
                        anchor = node
                    elif tag in _STRONG:
                        bold = True
                    node = child
                    continue
            elif kind == _PICTURE:
                pictures.append(Picture(node, box, len(lines), anchor))
            elif kind == _BREAK:
                breaks += 1
            node = node.next
        if parts:
            flush(box)
        boxes[0].end = len(boxes)

    def flush(self, box: Box) -> None:
        """A line ends: keep it if it holds any text, and the page has not too many."""
        parts = self.parts
        text = fold(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        lines = self.page.lines
        if text and len(lines) < MAX_LINES:
            lines.append(Line(text, box, self.nodes, self.linked, self.strong, len(lines)))
            self.nodes = []
        self.linked = self.strong = 0
