"""Looking at a site never seen: its entry points, the form of its articles' addresses, and some articles."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.crawler.discovery import sources
from scraper.crawler.discovery.context import DiscoveryContext
from scraper.crawler.discovery.entry_points import EntryPoint, page_html, plan_sources
from scraper.crawler.lifecycle.shutdown import StopRequest, run_until_stopped
from scraper.crawler.reporting.wording import describe
from scraper.crawler.visit.reader_pool import ReaderPool
from scraper.discover.lists import links
from scraper.discover.profiles import draft
from scraper.fetch import Client, PoliteClient
from scraper.model import Article, Discovery, Failed, Page
from scraper.model.article import iso
from scraper.outlets import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scraper.crawler.discovery.entry_points import EntryPointKind
    from scraper.discover.profiles.draft import Draft
    from scraper.model import Lead, NotAnArticle, Outcome
    from scraper.settings import Settings

MAX_LISTS = 4
"""So many documents of one entry point are read: an index of sitemaps and its newest parts."""

MAX_ENTRY_POINTS = 6
"""So many feeds, sitemaps and sections that the site names are tried, of each kind."""

MAX_LEADS = 1000
"""More leads of one entry point teach nothing."""

MAX_TRIALS = 3
"""So many articles are read."""

_LABELS = {"wordpress": "WordPress"}


@dataclass(frozen=True, slots=True)
class Trial:
    """An article that was tried: what the reader made of it, or what came instead."""

    url: str
    result: Article | NotAnArticle | Outcome

    def __str__(self) -> str:
        if not isinstance(self.result, Article):
            return f"{self.url}: {describe(self.result)}"
        article = self.result
        wanted = {"date": article.published_at, "author": article.authors, "text": article.body}
        lacks = [name for name, value in wanted.items() if not value]
        words = f"{article.title} · {iso(article.published_at) or 'no date'} · {len(article.body)} paragraphs"
        return f"{self.url}: {words}" + (f" · without {', '.join(lacks)}" if lacks else "")


@dataclass(slots=True)
class SiteSurvey:
    """What came of looking: a `draft` of the profile, how many articles were named, and those tried.

    There is no draft if the home page did not come (`trouble` says why), or a signal ended it.
    """

    draft: Draft | None = None
    trouble: Outcome | None = None
    named: int = 0
    trials: list[Trial] = field(default_factory=list)
    interrupted: bool = False


def survey_site(
    url: str,
    settings: Settings,
    *,
    name: str | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_message: Callable[[str], None] = lambda _: None,
) -> SiteSurvey:
    """Look at the site of a URL, as politely as a crawl does, and keep nothing.

    `name` is the outlet's, if the site need not be asked for it; `resolve` is as for `crawl`; `on_message` is
    given line by line what is found. Raises ValueError for a URL without a host, and UnknownHost or
    Unreachable when the site cannot be reached.
    """
    start = unknown(url)
    survey = SiteSurvey()
    stop = StopRequest()

    async def session(archive: Archive) -> None:
        async with Client(settings, resolve=resolve) as client, ReaderPool(settings.processes) as readers:
            polite_client = PoliteClient(client, settings)
            context = DiscoveryContext(
                start, archive, polite_client, None, None, settings.max_index_pages, lambda _: None
            )
            await _Surveyor(context, readers, survey, on_message).run(name)

    with TemporaryDirectory(prefix="kliping-") as folder, Archive(Path(folder) / "scratch.db") as archive:
        archive.outlets.register(start)
        asyncio.run(run_until_stopped(session(archive), stop))
    survey.interrupted = stop.requested
    return survey


class _Surveyor:
    def __init__(
        self,
        context: DiscoveryContext,
        readers: ReaderPool,
        survey: SiteSurvey,
        on_message: Callable[[str], None],
    ) -> None:
        self._context = context
        self._readers = readers
        self._survey = survey
        self._on_message = on_message
        self._leads: dict[str, Lead] = {}
        self._working: dict[EntryPointKind, list[str]] = {}

    async def run(self, name: str | None) -> None:
        """Ask for the home page, for its entry points, and for some articles."""
        context, survey = self._context, self._survey
        robots = await context.client.robots(context.outlet.home, context.outlet)
        home = await context.fetch(context.outlet.home)
        if not isinstance(home, Page):
            survey.trouble = home
            return
        tried: Counter[EntryPointKind] = Counter()
        for point in plan_sources(context.outlet, home, robots):
            if self._is_due(point, tried):
                tried[point.kind] += 1
                await self._try(point)
        html = page_html(home)
        await self._try_sections(html, home.url)
        others = links.others(html, home.url, context.outlet, context.shapes)
        leads = tuple(self._leads.values())
        drafted = draft.draft(context.outlet, draft.Seen(html, home.url, self._found(), leads, others), name)
        survey.named = len(self._leads)
        await self._read_articles(drafted)
        failed = [trial.url for trial in survey.trials if not isinstance(trial.result, Article)]
        articles = [trial.result for trial in survey.trials if isinstance(trial.result, Article)]
        survey.draft = drafted.without(failed).in_language_of(articles)

    def _is_due(self, point: EntryPoint, tried: Counter[EntryPointKind]) -> bool:
        """Whether an entry point is worth a request: guessed ones only where none of their kind works.

        No sitemap is guessed where WordPress' API works; pages of links are for `_try_sections`.
        """
        if point.kind not in {"feed", "wordpress", "sitemap"}:
            return False
        if not point.guessed:
            return tried[point.kind] < MAX_ENTRY_POINTS
        has_api = point.kind == "sitemap" and "wordpress" in self._working
        return point.kind not in self._working and not has_api

    async def _try_sections(self, html: str, url: str) -> None:
        """The sections that the home page links to, of which those work that link to articles themselves."""
        context = self._context
        if not self._leads:
            self._keep(links.leads(html, url, context.outlet))
        for section in islice(links.sections(html, url, context.outlet, context.shapes), MAX_ENTRY_POINTS):
            await self._try(EntryPoint("section", section))

    async def _try(self, point: EntryPoint) -> None:
        """Read an entry point, and note whether it names articles; they are kept."""
        max_lists = MAX_LISTS if point.kind in {"feed", "sitemap"} else 1
        named, lists = 0, 0
        async with aclosing(sources.of_entry_point(self._context, point)) as batches:
            async for batch in batches:
                named += len(batch.leads)
                self._keep(batch.leads)
                lists += not batch.more
                if lists >= max_lists or named >= MAX_LEADS:
                    break
        if named:
            self._working.setdefault(point.kind, []).append(point.url)
            self._on_message(f"{_LABELS.get(point.kind, point.kind)} {point.url}: {named} articles")

    def _found(self) -> Discovery:
        """The entry points that work, as a profile has them."""
        working = {kind: tuple(urls) for kind, urls in self._working.items()}
        return Discovery(
            working.get("feed", ()),
            working.get("sitemap", ()),
            working.get("section", ()),
            wordpress="wordpress" in working,
        )

    def _keep(self, leads: Iterable[Lead]) -> None:
        new = [lead for lead in leads if lead.url not in self._leads]
        self._leads |= {lead.url: lead for lead in new}
        self._context.shapes.learn(lead.url for lead in new if draft.is_sure(lead))

    async def _read_articles(self, drafted: Draft) -> None:
        outlet = drafted.counted()
        for url in outlet.samples.articles[:MAX_TRIALS]:
            result: Article | NotAnArticle | Outcome
            page = await self._context.fetch(url)
            if isinstance(page, Page):
                reading = await self._readers.read(page, outlet)
                result = reading if isinstance(reading, Failed) else reading.result
            else:
                result = page
            self._survey.trials.append(Trial(url, result))
            self._on_message(f"article {self._survey.trials[-1]}")
