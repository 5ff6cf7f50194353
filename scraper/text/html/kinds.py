"""The kinds of elements, as HTML displays them: what the walk over a page does at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import create_tag

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TEXT, BLOCK, BREAK, PICTURE, HIDDEN, DECLARATION, PLAIN, STRONG, NAMED, STYLED, ANCHOR = range(11)
"""What the walk does at a node. From `PLAIN` on it is inline, from `NAMED` on its attributes may matter."""

_TAGS = {
    BLOCK: (
        "address article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main marquee menu nav noframes ol p"
        " pre search section summary table tbody td tfoot th thead tr ul xmp"
    ),
    BREAK: "br",
    PICTURE: "img",
    HIDDEN: (
        "style noscript template svg math iframe object embed select option datalist textarea button input"
        " canvas audio video map head title base"
    ),
    DECLARATION: "script meta link",
    PLAIN: "big em i nobr small sub sup tt u wbr",
    STRONG: "b strong",
    NAMED: (
        "abbr acronym bdi bdo cite code data del dfn ins kbd label mark picture q s samp strike time var"
    ),
    STYLED: "font span",
    ANCHOR: "a",
}
_TEXT_ID, _COMMENT_ID = 2, 4
"""LXB_TAG__TEXT and LXB_TAG__EM_COMMENT in lexbor's table of tags; it only ever grows."""

KINDS = {create_tag(tag).tag_id: kind for kind, tags in _TAGS.items() for tag in tags.split()}
KINDS |= {_TEXT_ID: TEXT, _COMMENT_ID: HIDDEN}
INLINE_IDS = frozenset(tag_id for tag_id, kind in KINDS.items() if kind >= PLAIN)
_OTHER_KINDS = {"amp-img": PICTURE, "": HIDDEN}
"""Kinds by tag where lexbor knows none; every other element is inline, unless blocks stand in it."""
QUOTE_ID = create_tag("q").tag_id


def other_kind(node: LexborNode) -> int:
    """What the walk does at an element that HTML does not know: it is a block if it holds blocks."""
    kind = _OTHER_KINDS.get(node.tag or "")
    if kind is not None:
        return kind
    child = node.first_child
    while child is not None:
        if KINDS.get(child.tag_id) == BLOCK:
            return BLOCK
        child = child.next
    return NAMED
