"""One lead, start to finish: fetch, keep the bytes, read, fetch and join further pages, store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from scraper.crawler.visit.assembly import Assembly, memory_of
from scraper.crawler.visit.responses import fetch, refusal_of_type
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
    from scraper.crawler.visit.reader_pool import ReaderPool
    from scraper.crawler.visit.responses import PageClient
    from scraper.model.article import Moment
    from scraper.text.similarity.sketches import Sketch


@dataclass(slots=True)
class LeadVisit:
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
    """Visits leads of one outlet, from URL to outcome. Articles outside [since, until] (days) are not kept.

    `origin` is where new articles are noted to come from.
    """

    def __init__(
        self,
        outlet: Outlet,
        archive: Archive,
        client: PageClient,
        readers: ReaderPool,
        *,
        run: int = 0,
        since: date | None = None,
        until: date | None = None,
        origin: str = "crawl",
    ) -> None:
        self._outlet = outlet
        self._archive = archive
        self._client = client
        self._readers = readers
        self._run = run
        self._since = since
        self._until = until
        self._origin = origin
        self._recorded_notices: set[str] = set()
        self._memory = memory_of(archive, outlet.slug)

    async def visit(self, lead: Lead, *, fresh: bool = False) -> LeadVisit:
        """Visit a lead that is in the archive, and record there what became of it.

        Pages that are stored already are read from the archive, unless `fresh`: then they are asked for if
        they have changed. Raises ArchiveError, and HostClosed, which leaves the lead as it was.
        """
        visit = LeadVisit(lead, fresh=fresh)
        article = await self._article(visit, self._archive.captures.of_lead(lead.url))
        visit.outcome = await self._archive.group_commit(lambda: self._conclude(visit, article))
        if isinstance(article, Article) and not isinstance(visit.outcome, Refused):
            visit.article = article
            if isinstance(visit.outcome, Stored):
                texts = [block.text for block in article.body] + [cut.text for cut in article.removed]
                self._memory.learn(blocks(texts))
        return visit

    def _conclude(self, visit: LeadVisit, result: Article | Outcome) -> Outcome:
        """Keep the article, if it is one, and what became of the lead."""
        lead = visit.lead
        if isinstance(result, Article) and (tombstone := self._archive.tombstones.of(result.url)):
            self._archive.tombstones.add_alias(lead.url, tombstone.url)
            result = Refused(Refusal.FORGOTTEN, tombstone.words)
        if isinstance(result, Article):
            result = replace(self._store(visit, result), cut="; ".join(visit.cut))
        elif self._archive.leads.has_article(lead.url):
            if isinstance(result, NotAnArticle) and result.kind is PageKind.NOT_FOUND and visit.page:
                result = Gone(visit.page.status)
            if not isinstance(result, Gone):
                # A stored article is not lost because a later visit came to nothing.
                self._archive.leads.keep(lead.url, self._run)
                return result
        if isinstance(result, Gone):
            self._archive.articles.gone(lead.url)
        self._archive.leads.finish(lead.url, result, run=self._run, published_at=visit.published_at)
        return result

    def _store(self, visit: LeadVisit, article: Article) -> Stored | Revised | Unchanged:
        """Keep an article; if the site says that it has not changed, there is nothing new to keep."""
        if visit.answered_at and not visit.fetched:
            seen = self._archive.articles.seen_again(visit.lead.url, visit.answered_at)
            if seen:
                return seen
        return self._archive.articles.store(
            article,
            captures=visit.captures,
            sketch=visit.sketch,
            is_copy=self._is_copy(article, visit.lead),
            kind="crawl" if self._origin == "crawl" else "import",
            origin=self._origin,
            extractor=EXTRACTOR_VERSION,
        )

    async def _article(self, visit: LeadVisit, captures: dict[str, int]) -> Article | Outcome:
        assembly = Assembly(
            page=lambda url: self._page(visit, url, captures),
            read=lambda page: self._readers.read(
                page, self._outlet, self._memory.recurring(), visit.lead.published_at
            ),
            refuse=self._out_of_range,
        )
        result = await assembly.article(visit.lead.url)
        visit.page, visit.cut, visit.published_at = assembly.first, assembly.cut, assembly.published_at
        visit.sketch = assembly.sketch
        if visit.page:
            self._record_notices(visit.page)
        return result

    async def _page(self, visit: LeadVisit, url: str, captures: dict[str, int]) -> Page | Outcome:
        stored = self._archive.captures.read(captures[url]) if url in captures else None
        page: Page | Outcome
        if stored is not None and not visit.fresh:
            page = stored
        else:
            page = await fetch(
                self._client, url, self._outlet, lambda page: self._keep(page, visit), cached=stored
            )
        if stored is not None and page is stored:
            visit.captures.append(captures[url])
        return (refusal_of_type(page) or page) if isinstance(page, Page) else page

    async def _keep(self, page: Page, visit: LeadVisit) -> None:
        """The bytes go into the archive before anyone reads them."""
        capture = await self._archive.group_commit(lambda: self._store_capture(page, visit.lead))
        visit.answered_at = page.fetched_at
        if page.ok:
            visit.captures.append(capture)
            visit.fetched += 1

    def _store_capture(self, page: Page, lead: Lead) -> int:
        capture = self._archive.captures.store(page, outlet=self._outlet.slug, lead=lead.url)
        if page.ok:
            self._archive.leads.fetched(lead.url)
        return capture

    def _record_notices(self, page: Page) -> None:
        for notice in usage_policies.of_page(page):
            if notice.kind not in self._recorded_notices:
                self._recorded_notices.add(notice.kind)
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
