"""The text of an article as HTML: its elements in the markup of its family. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from scraper.demo.view import tag_path

if TYPE_CHECKING:
    from scraper.demo.articles import DemoArticle, Element, Link
    from scraper.demo.families import Family
    from scraper.demo.view import View


@dataclass(slots=True)
class Writer:
    """Writes the elements of one page; it remembers which tags the text has linked already."""

    article: DemoArticle
    family: Family
    view: View
    _unlinked: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._unlinked = set(self.article.tags) if self.family.links_tags else set()

    def body(self, elements: tuple[Element, ...], *, last: bool) -> str:
        """The elements as HTML; the `last` page bears the article's end mark or initials."""
        closing = (self.article.closing or "") if last else ""
        mark = f" {closing}" if closing.startswith("*") else ""
        final = max(index for index, element in enumerate(elements) if element.kind == "p")
        pieces: list[str] = []
        listed = False
        for index, element in enumerate(elements):
            piece = self._element(element, mark if index == final else "")
            if element.kind == "li" and listed:
                pieces[-1] = pieces[-1].replace("</ul>", f"{piece}</ul>")
            else:
                pieces.append(f"<ul>{piece}</ul>" if element.kind == "li" else piece)
            listed = element.kind == "li"
        if closing and not mark:
            pieces.append(self.family.elements["p"].format(closing))
        return self.family.breaks.join(pieces)

    def picture(self, number: int) -> str:
        """The picture of that number, counted from 1."""
        picture = self.article.pictures[number - 1]
        caption = escape(picture.caption or "")
        return self.family.picture.format(
            url=self.view.url(picture.path),
            alt=caption,
            title=escape(self.article.title),
            caption=self.family.caption.format(caption) if caption else "",
        )

    def link(self, form: str, link: Link) -> str:
        """A link to another article, by the pattern `form`."""
        return form.format(url=self.view.url(link.path), title=escape(link.title))

    def _element(self, element: Element, end: str) -> str:
        if element.kind == "photo":
            return self.picture(int(element.text))
        form = self.family.elements[element.kind]
        if element.kind == "read":
            return self.link(form, self.article.links[element.text])
        text = escape(element.text, quote=False)
        return form.format(self._with_tag_links(text) + end if element.kind == "p" else text)

    def _with_tag_links(self, text: str) -> str:
        """The first mention of each tag becomes a link, as content systems do."""
        if not self._unlinked:
            return text

        def link(match: re.Match[str]) -> str:
            tag = match[0]
            if tag not in self._unlinked:
                return tag
            self._unlinked.discard(tag)
            return f'<a href="{self.view.url(tag_path(tag))}">{tag}</a>'

        words = "|".join(re.escape(tag) for tag in sorted(self._unlinked, key=len, reverse=True))
        return re.sub(rf"\b(?:{words})\b", link, text)
