"""The address of a picture: pages that load pictures late write it in many places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.text.html.elements import Element, Picture

_NAMES = (
    *("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "src", "srcset"),
    *("data-lazy", "data-orig-file"),
)
"""Attributes that hold it, best first: `src` is often a placeholder where another is set."""

_PLACEHOLDER = re.compile(
    r"^data:|^about:|(?:blank|pixel|spacer|placeholder|loading|transparent|lazy|1x1)[\w.-]*$", re.IGNORECASE
)
_FILE = re.compile(r"^(?:https?:)?/{1,2}\S+\.(?:jpe?g|png|webp|gif|avif)(?:[?#]\S*)?$", re.IGNORECASE)
_WIDTH = re.compile(r"([\d.]{1,8})[wx]$")


def find(picture: Picture) -> str:
    """The address as written, absolute or not, or "".

    It stands in an attribute of the `<img>`, else in a `<source>` of its `<picture>`, else in the copy that
    the `<noscript>` behind it holds.
    """
    for element in (picture, *picture.substitutes):
        if address := _of(element):
            return address
    return ""


def _of(element: Element) -> str:
    own = element.attributes
    for name in _NAMES:
        if value := own.get(name):
            address = (
                _widest(value) if name.endswith("srcset") else value.strip().partition(" ")[0].rstrip(",")
            )
            if address and not _PLACEHOLDER.search(address):
                return address
    return next(
        (value for name, value in own.items() if value and name[:5] == "data-" and _FILE.match(value)), ""
    )


def _widest(srcset: str) -> str:
    """The address of the largest picture in a `srcset`; the first where none says how large it is."""
    best, widest = "", -1.0
    for candidate in srcset.split(", "):
        address, _, size = candidate.strip().rstrip(",").partition(" ")
        width = _WIDTH.match(size.strip())
        wide = float(width[1]) if width and width[1].count(".") < 2 and width[1] != "." else 0.0
        if address and wide > widest:
            best, widest = address, wide
    return best
