"""The head's `<meta>` and `<link>` elements: Open Graph, article:*, Twitter, Dublin Core, plain names."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from scraper.text.html.elements import fold

if TYPE_CHECKING:
    from scraper.text.html.markup import Document


class Meta:
    """Contents of metas by name (`property`, `name` or `itemprop`, in lower case), in page order."""

    def __init__(self, page: Document) -> None:
        self._values: dict[str, list[str]] = {}
        for attributes in page.metas:
            content = attributes.get("content")
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if name and content:
                self._values.setdefault(name.strip().lower(), []).append(content)
        self._links = page.links

    def get(self, *names: str) -> str:
        """The first content that is not empty, by the order of `names`; white space folded."""
        for name in names:
            for content in self._values.get(name, ()):
                text = fold(unescape(content) if "&" in content else content)
                if text:
                    return text
        return ""

    def all(self, name: str) -> list[str]:
        """Every content under a name."""
        return [fold(unescape(content)) for content in self._values.get(name, ()) if content.strip()]

    def link(self, relation: str) -> list[str]:
        """The targets of `<link rel=…>`, in page order."""
        return [
            (attributes.get("href") or "").strip()
            for attributes in self._links
            if relation in (attributes.get("rel") or "").lower().split() and attributes.get("href")
        ]
