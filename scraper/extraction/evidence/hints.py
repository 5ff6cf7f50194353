"""Hints of an outlet's profile: CSS selectors for cases that the general rules do not read correctly.

A hint that finds nothing on a page (the site has changed, or the page has another template) is ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.text.html.elements import Box, Element
    from scraper.text.html.markup import Document


def boxes(page: Document, selector: str | None) -> list[Box]:
    """The boxes that a selector finds; none for a selector that is broken."""
    found = {element.identity for element in elements(page, selector)}
    return [box for box in page.boxes if box.identity in found] if found else []


def elements(page: Document, selector: str | None) -> list[Element]:
    """The elements that a selector finds; none for a selector that is broken."""
    if not selector:
        return []
    try:
        return page.css(selector)
    except ValueError:
        return []
