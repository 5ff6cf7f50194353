"""What every source of leads works with: the outlet, the days wanted, and a way to request pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.crawler.reporting.events import Found, SourceKind
from scraper.crawler.visit.responses import fetch
from scraper.discover.urls.url_shape import UrlShapes
from scraper.model import Failed, Lead, Outcome, Outlet, Page, Refusal, Refused
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scraper.archive import Archive
    from scraper.fetch import PoliteClient

MAX_REFUSALS = 5
"""After so many lists in a row that were blocked or broken, nothing more is guessed at a site."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Leads that the list at `url` names; its next batch follows if there is `more` of it.

    `sure` leads are articles whatever their address looks like. `answered`: the list is what it was taken
    for, even if it names nothing. A list that was `guessed` and names nothing is not reported.
    """

    kind: SourceKind
    url: str
    leads: list[Lead]
    more: bool = False
    sure: bool = False
    answered: bool = False
    guessed: bool = False
    trouble: Outcome | None = None


Leads = AsyncGenerator[Batch, None]
"""What a source is: the leads of an outlet, batch by batch, each list requested when it is its turn."""


@dataclass(slots=True)
class DiscoveryContext:
    """Where the sources of one outlet's leads are read, in one run.

    `since` and `until` are the first and the last day wanted; of each kind of list, at most `max_lists` are
    read; `on_event` is called for lists that could not be had. `shapes` are those of the outlet's article
    addresses, where known. `empty_days` gathers the days whose index named no article.
    """

    outlet: Outlet
    archive: Archive
    client: PoliteClient
    since: date | None
    until: date | None
    max_lists: int
    on_event: Callable[[Found], None]
    shapes: UrlShapes = field(default_factory=UrlShapes)
    empty_days: list[date] = field(default_factory=list)
    _lists_read: dict[SourceKind, int] = field(default_factory=dict)
    _refusals: int = 0
    _requested: set[str] = field(default_factory=set)

    def may_read(self, kind: SourceKind) -> bool:
        """Whether one more list of this kind may be read; counts it."""
        self._lists_read[kind] = self._lists_read.get(kind, 0) + 1
        return self._lists_read[kind] <= self.max_lists

    @property
    def may_guess(self) -> bool:
        """Whether the site may be asked for what is perhaps not there."""
        return self._refusals < MAX_REFUSALS

    def unrequested(self, urls: Iterable[str]) -> Iterable[str]:
        """Those not requested before in this run, in canonical form."""
        for url in urls:
            target = canonical(url, self.outlet.home)
            if target and target not in self._requested:
                self._requested.add(target)
                yield target

    async def fetch_list(
        self, kind: SourceKind, url: str, *, guessed: bool = False, further: bool = False
    ) -> Page | None:
        """A page, or None.

        Its trouble is reported, unless it was `guessed` and is not there, or is a `further` page and the
        server says that there is none (WordPress answers 400).
        """
        page = await self.fetch(url)
        self._refusals = self._refusals + 1 if _is_refusal(page) else 0
        if isinstance(page, Page):
            return page
        is_absent = guessed and not isinstance(page, Refused)
        is_past_end = further and isinstance(page, Refused) and page.reason is Refusal.HTTP_ERROR
        if not (is_absent or is_past_end):
            self.on_event(Found(self.outlet.slug, kind, url, trouble=page))
        return None

    async def fetch(self, url: str) -> Page | Outcome:
        """A page, requested only if it has changed since it was last received, or what became of it."""
        captures = self.archive.captures
        capture = captures.newest(url)
        cached = captures.read(capture) if capture is not None else None
        return await fetch(self.client, url, self.outlet, self._store, cached=cached)

    def today(self) -> date:
        """The day that it is in the outlet's zone."""
        return datetime.now(ZoneInfo(self.outlet.zone)).date()

    def last_day(self) -> date:
        """The last day of which anything can be wanted."""
        return min(self.until or date.max, self.today())

    async def _store(self, page: Page) -> None:
        store = self.archive.captures.store
        await self.archive.group_commit(lambda: store(page, outlet=self.outlet.slug))


def _is_refusal(answer: Page | Outcome) -> bool:
    """Whether an answer is about the site rather than about the page."""
    return isinstance(answer, Failed) or (
        isinstance(answer, Refused) and answer.reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
    )
