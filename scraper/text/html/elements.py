"""What a page consists of, as the reader sees it: elements, the boxes among them, lines of text, pictures.

Attributes are looked up when asked for, since most are never needed.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from selectolax.lexbor import SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

Attributes = dict[str, str | None]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    "|(?<![\u0600-\U0010ffff])[\u200c\u200d]"
)
"""Characters that are not displayed. Two of them join letters in the scripts of Asia, and parts of emoji."""


def fold(text: str) -> str:
    """White space of every kind, non-breaking too, folded to single spaces, none at the ends.

    Characters that are not displayed, such as soft hyphens, are left out.
    """
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


def select(node: LexborNode | None, selector: str) -> list[Element]:
    """Elements in a node that match a CSS selector. Raises ValueError for a broken selector."""
    if node is None:
        return []
    try:
        return [Element(found.tag or "", found) for found in node.css(selector)]
    except SelectolaxError as fault:
        raise ValueError(f"not a CSS selector: {selector!r}") from fault


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
        if self._attributes is None:
            self._attributes = self._node.attributes
        return self._attributes.get(name) or ""

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
    def parent_anchor(self) -> Element | None:
        """The anchor that the element stands in, if any."""
        node = self._node.parent
        while node is not None and node.tag not in {"a", "body"}:
            node = node.parent
        return Element("a", node) if node is not None and node.tag == "a" else None

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
        return select(self._node, selector)

    def __repr__(self) -> str:
        return f"<{self.tag} {self.label!r}>"


class Box(Element):
    """A block-level element and the box around it.

    `index` is its place among the page's boxes, `end` that of the first box behind it and all in it.
    `role` and `outside_role` are caches for the caller (`boilerplate`).
    """

    __slots__ = ("depth", "end", "index", "outside_role", "parent", "role")

    def __init__(self, tag: str, node: LexborNode, parent: Box | None, index: int) -> None:
        self.tag = tag
        self._node = node
        self._attributes = self._label = None
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.index = index
        self.end = index + 1
        self.role: str | None = None
        self.outside_role: str | None = None

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
    def anchors(self) -> list[Element]:
        """The anchors in it."""
        return [element for element in self.inline if element.tag == "a"]

    @property
    def links(self) -> list[Element]:
        """The anchors in it that lead somewhere."""
        if self._links is None:
            inline = self.inline if self._nodes else ()
            self._links = [element for element in inline if element.tag == "a" and element.get("href")]
        return self._links

    def unlink(self) -> None:
        """Count its text as no link."""
        self.linked = 0
        self._links = []

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
    """An `<img>`, or AMP's; `index` is the number of lines before it, `anchor` the link around it."""

    __slots__ = ("anchor", "box", "index")

    def __init__(self, node: LexborNode, box: Box, index: int, anchor: LexborNode | None) -> None:
        super().__init__("img", node)
        self.box = box
        self.index = index
        self.anchor = Element("a", anchor) if anchor is not None else None

    @property
    def substitutes(self) -> list[Element]:
        """Elements that hold its address besides: sources of its `<picture>`, the copy in a `<noscript>`."""
        around = self._node.parent
        sources = select(around, "source[srcset]") if around is not None and around.tag == "picture" else []
        after = self._node.next
        while after is not None and after.is_text_node:
            after = after.next
        copies = select(after, "img") if after is not None and after.tag == "noscript" else []
        return sources + copies
