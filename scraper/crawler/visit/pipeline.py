"""One lead, start to finish: fetch, keep the bytes, read, fetch and join further pages, store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from scraper.crawler.visit.assembly import Assembly, memory_of
from scraper.crawler.visit.responses import ask, refusal_of_type
from scraper.discover import usage_policies
from scraper.extraction.version import EXTRACTOR_VERSION
from scraper.model import (
    Article,
    Gone,
    Lead,
    NotAnArticle,
    Outcome,
    Outlet,
    Page,
    PageKind,
    Refusal,
    Refused,
    Revised,
    Stored,
    Unchanged,
)
from scraper.text.similarity.fingerprint import blocks

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.crawler.visit.reader_pool import Readers
    from scraper.crawler.visit.responses import Visitor
    from scraper.model.article import Moment
    from scraper.text.similarity.sketches import Sketch


@dataclass(slots=True)
class Taken:
    """A lead that came to its outcome: the article, its first page if one came, and how many were fetched.

    `cut` tells which further pages the article lacks, and why; `answered_at` when the last answer came;
    `sketch` is that of the article's text, if it was made.
    """

    lead: Lead
    fresh: bool = False
    outcome: Outcome | None = None
    article: Article | None = None
    page: Page | None = None
    published_at: Moment | None = None
    fetched: int = 0
    answered_at: datetime | None = None
    captures: list[int] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    sketch: Sketch | None = None


class Pipeline:
    """Takes leads of one outlet from URL to outcome. Articles outside [since, until] (days) are not kept.

    `origin` is where new articles are noted to come from.
    """

    def __init__(
        self,
        outlet: Outlet,
        archive: Archive,
        polite_client: Visitor,
        readers: Readers,
        *,
        run: int = 0,
        since: date | None = None,
        until: date | None = None,
        origin: str = "crawl",
    ) -> None:
        self._outlet = outlet
        self._archive = archive
        self._polite_client = polite_client
        self._readers = readers
        self._run = run
        self._since = since
        self._until = until
        self._origin = origin
        self._noticed: set[str] = set()
        self._memory = memory_of(archive, outlet.slug)

    async def take(self, lead: Lead, *, fresh: bool = False) -> Taken:
        """Visit a lead that is in the archive, and record there what became of it.

        Pages that are stored already are read from the archive, unless `fresh`: then they are asked for if
        they have changed. Raises ArchiveError, and HostClosed, which leaves the lead as it was.
        """
        taken = Taken(lead, fresh=fresh)
        article = await self._article(taken, self._archive.captures.of_lead(lead.url))
        taken.outcome = await self._archive.group_commit(lambda: self._concluded(taken, article))
        if isinstance(article, Article) and not isinstance(taken.outcome, Refused):
            taken.article = article
            if isinstance(taken.outcome, Stored):
                texts = [block.text for block in article.body] + [cut.text for cut in article.removed]
                self._memory.learn(blocks(texts))
        return taken

    def _concluded(self, taken: Taken, result: Article | Outcome) -> Outcome:
        """Keep the article, if it is one, and what became of the lead."""
        lead = taken.lead
        if isinstance(result, Article) and (stone := self._archive.tombstones.of(result.url)):
            self._archive.tombstones.add_alias(lead.url, stone.url)
            result = Refused(Refusal.FORGOTTEN, stone.words)
        if isinstance(result, Article):
            result = replace(self._store(taken, result), cut="; ".join(taken.cut))
        elif self._archive.leads.has_article(lead.url):
            if isinstance(result, NotAnArticle) and result.kind is PageKind.NOT_FOUND and taken.page:
                result = Gone(taken.page.status)
            if not isinstance(result, Gone):
                # What is known is not lost because a later visit came to nothing.
                self._archive.leads.keep(lead.url, self._run)
                return result
        if isinstance(result, Gone):
            self._archive.articles.gone(lead.url)
        self._archive.leads.finish(lead.url, result, run=self._run, published_at=taken.published_at)
        return result

    def _store(self, taken: Taken, article: Article) -> Stored | Revised | Unchanged:
        """Keep an article; if the site says that it has not changed, there is nothing new to keep."""
        if taken.answered_at and not taken.fetched:
            seen = self._archive.articles.seen_again(taken.lead.url, taken.answered_at)
            if seen:
                return seen
        return self._archive.articles.store(
            article,
            captures=taken.captures,
            sketch=taken.sketch,
            is_copy=self._is_copy(article, taken.lead),
            kind="crawl" if self._origin == "crawl" else "import",
            origin=self._origin,
            extractor=EXTRACTOR_VERSION,
        )

    async def _article(self, taken: Taken, known: dict[str, int]) -> Article | Outcome:
        assembly = Assembly(
            page=lambda url: self._page(taken, url, known),
            read=lambda page: self._readers.read(page, self._outlet, self._memory.recurring()),
            refuse=self._out_of_range,
        )
        result = await assembly.article(taken.lead.url)
        taken.page, taken.cut, taken.published_at = assembly.first, assembly.cut, assembly.published_at
        taken.sketch = assembly.sketch
        if taken.page:
            self._take_notice(taken.page)
        return result

    async def _page(self, taken: Taken, url: str, known: dict[str, int]) -> Page | Outcome:
        stored = self._archive.captures.read(known[url]) if url in known else None
        page: Page | Outcome
        if stored is not None and not taken.fresh:
            page = stored
        else:
            page = await ask(
                self._polite_client, url, self._outlet, lambda page: self._keep(page, taken), known=stored
            )
        if stored is not None and page is stored:
            taken.captures.append(known[url])
        return (refusal_of_type(page) or page) if isinstance(page, Page) else page

    async def _keep(self, page: Page, taken: Taken) -> None:
        """The bytes go into the archive before anyone reads them."""
        capture = await self._archive.group_commit(lambda: self._kept(page, taken.lead))
        taken.answered_at = page.fetched_at
        if page.ok:
            taken.captures.append(capture)
            taken.fetched += 1

    def _kept(self, page: Page, lead: Lead) -> int:
        capture = self._archive.captures.store(page, outlet=self._outlet.slug, lead=lead.url)
        if page.ok:
            self._archive.leads.fetched(lead.url)
        return capture

    def _take_notice(self, page: Page) -> None:
        for notice in usage_policies.of_page(page):
            if notice.kind not in self._noticed:
                self._noticed.add(notice.kind)
                self._archive.usage_policies.record(self._outlet.slug, notice)

    def _is_copy(self, article: Article, lead: Lead) -> bool:
        """Whether the lead is another form of an article (AMP, mobile) whose own address was read before."""
        return article.url != lead.url and self._archive.leads.is_stored(article.url)

    def _out_of_range(self, article: Article) -> Refused | None:
        published = article.published_at
        if published is None:
            return None
        day = published.date() if isinstance(published, datetime) else published
        if (self._since and day < self._since) or (self._until and day > self._until):
            return Refused(Refusal.OUT_OF_RANGE, f"published {published}")
        return None
