"""One article from its pages, wherever these come from: the web, or the archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scraper.crawler.reporting.wording import describe
from scraper.extraction import Reading, adds, stitch
from scraper.model import Article, Failed, NotAnArticle, Outcome, Page, PageKind, Refusal, Refused
from scraper.text.similarity.fingerprint import OutletMemory, blocks
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scraper.archive import Archive
    from scraper.extraction import Pager
    from scraper.model.article import Moment
    from scraper.text.similarity.sketches import Sketch

REMEMBERED = 300
"""So many of an outlet's newest articles tell what recurs on all: enough to see it, few enough to follow a
change of its template."""

_KEPT_FROM_READERS = {PageKind.PAYWALL: Refusal.PAYWALL, PageKind.CHALLENGE: Refusal.CHALLENGE}


def memory_of(archive: Archive, outlet: str) -> OutletMemory:
    """What the newest articles of an outlet (its slug) have in common."""
    memory = OutletMemory()
    for texts in archive.articles.recent_blocks(outlet, REMEMBERED):
        memory.learn(blocks(texts))
    return memory


@dataclass(slots=True)
class Assembly:
    """The way from an address to an article.

    `page` gives the page at a URL, or why there is none; `read` reads it; `refuse` says of the article on
    the first page why it is not wanted, if so. Afterwards `first` is the first page, if it came,
    `published_at` the time on it, `cut` says which further pages the article lacks, and why, and `sketch` is
    that of its text, if one page had all of it.
    """

    page: Callable[[str], Awaitable[Page | Outcome]]
    read: Callable[[Page], Awaitable[Reading | Failed]]
    refuse: Callable[[Article], Refused | None] = lambda _: None
    first: Page | None = None
    published_at: Moment | None = None
    cut: list[str] = field(default_factory=list)
    sketch: Sketch | None = None

    async def article(self, url: str) -> Article | Outcome:
        """The whole article whose first page is at `url`, or what is there instead."""
        page = await self.page(url)
        if not isinstance(page, Page):
            return page
        self.first = page
        reading = await self.read(page)
        if isinstance(reading, Failed):
            return reading
        first = reading.result
        if isinstance(first, NotAnArticle):
            reason = _KEPT_FROM_READERS.get(first.kind)
            return Refused(reason, first.evidence) if reason else first
        self.published_at = first.published_at
        if refused := self.refuse(first):
            return refused
        loaded = {canonical(url), canonical(page.url)}
        if reading.pager:
            return await self._complete(first, reading.pager, loaded)
        self.sketch = reading.sketch
        return first

    async def _complete(self, first: Article, pager: Pager, loaded: set[str | None]) -> Article | Outcome:
        """The whole article: as shown at once if the site can, else joined from its pages."""
        if pager.whole:
            single_page = await self._part(pager.whole)
            if isinstance(single_page, Failed):
                return single_page
            if isinstance(single_page, Reading) and isinstance(single_page.result, Article):
                self.sketch = single_page.sketch
                return replace(single_page.result, pages=pager.pages)
        return await self._joined(first, pager, loaded)

    async def _joined(self, first: Article, pager: Pager, loaded: set[str | None]) -> Article | Outcome:
        """One article of all pages that the pager of any of them names; `cut` says what is left out."""
        parts: list[Article] = []
        number = 0
        while number < len(pager.pages):
            url, number = pager.pages[number], number + 1
            is_loaded = canonical(url) in loaded
            reading = Reading(first, pager) if is_loaded else await self._part(url)
            if isinstance(reading, Failed):
                return reading  # the whole lead is tried again later, from the pages stored by now
            part = reading.result if isinstance(reading, Reading) else reading
            if not isinstance(part, Article):
                self.cut.append(f"page {number}: {describe(part)}")
                continue
            if parts and not adds(part, parts):
                self.cut.append(f"page {number} only repeats; it and what follows were left out")
                return stitch(parts, pager.pages[: number - 1])
            parts.append(part)
            pager = pager.joined(reading.pager if isinstance(reading, Reading) else None)
        if pager.beyond:
            self.cut.append(f"the pager goes on to page {pager.beyond}; {number} were read")
        return stitch(parts or [first], pager.pages)

    async def _part(self, url: str) -> Reading | Outcome:
        page = await self.page(url)
        return await self.read(page) if isinstance(page, Page) else page
