"""What every source of leads works at: the outlet, the days wanted, and a way of asking for pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.crawler.report import Found, SourceKind
from scraper.crawler.visit.responses import ask
from scraper.discover.urls.url_shape import Shapes
from scraper.model import Failed, Lead, Outcome, Outlet, Page, Refusal, Refused
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scraper.archive import Archive
    from scraper.fetch import PoliteClient

SHUT = 5
"""After so many lists in a row that were blocked or broken a site is not open to guesses."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Leads that the list at `url` names; its next batch follows if there is `more` of it.

    `sure` leads are articles whatever their address looks like. `answered` tells that the list is what it was
    taken for, even if it names nothing. A list that was `guessed` and names nothing is not told of.
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
"""What a source is: the leads of an outlet, batch by batch, each list asked for when it is its turn."""


@dataclass(slots=True)
class Desk:
    """Where the sources of one outlet's leads are read, in one run.

    `since` and `until` are the first and the last day wanted; of each kind of list, `most` are read; `tell`
    hears of lists that could not be had. `shapes` are those of the outlet's article addresses, where known.
    """

    outlet: Outlet
    archive: Archive
    polite_client: PoliteClient
    since: date | None
    until: date | None
    most: int
    tell: Callable[[Found], None]
    shapes: Shapes = field(default_factory=Shapes)
    _read: dict[SourceKind, int] = field(default_factory=dict)
    _turned_away: int = 0
    _asked: set[str] = field(default_factory=set)

    def may_read(self, kind: SourceKind) -> bool:
        """Whether one more list of this kind may be read; counts it."""
        self._read[kind] = self._read.get(kind, 0) + 1
        return self._read[kind] <= self.most

    @property
    def is_open(self) -> bool:
        """Whether the site may be asked for what is perhaps not there."""
        return self._turned_away < SHUT

    def new(self, urls: Iterable[str]) -> Iterable[str]:
        """Those not asked for before in this run, in canonical form."""
        for url in urls:
            target = canonical(url, self.outlet.home)
            if target and target not in self._asked:
                self._asked.add(target)
                yield target

    async def page(
        self, kind: SourceKind, url: str, *, guessed: bool = False, further: bool = False
    ) -> Page | None:
        """A page, or None.

        Its trouble is told, unless it was `guessed` and is not there, or is a `further` page and the server
        says that there is none (WordPress answers 400).
        """
        page = await self.ask(url)
        self._turned_away = self._turned_away + 1 if _is_shut(page) else 0
        if isinstance(page, Page):
            return page
        is_absent = guessed and not isinstance(page, Refused)
        is_past_end = further and isinstance(page, Refused) and page.reason is Refusal.HTTP_ERROR
        if not (is_absent or is_past_end):
            self.tell(Found(self.outlet.slug, kind, url, trouble=page))
        return None

    async def ask(self, url: str) -> Page | Outcome:
        """A page, asked for only if it has changed since it was last received, or what became of it."""
        captures = self.archive.captures
        capture = captures.newest(url)
        known = captures.read(capture) if capture is not None else None
        return await ask(self.polite_client, url, self.outlet, self._keep, known=known)

    def today(self) -> date:
        """The day that it is in the outlet's zone."""
        return datetime.now(ZoneInfo(self.outlet.zone)).date()

    def last_day(self) -> date:
        """The last day of which anything can be wanted."""
        return min(self.until or date.max, self.today())

    async def _keep(self, page: Page) -> None:
        store = self.archive.captures.store
        await self.archive.group_commit(lambda: store(page, outlet=self.outlet.slug))


def _is_shut(answer: Page | Outcome) -> bool:
    """Whether an answer tells of the site rather than of the page."""
    return isinstance(answer, Failed) or (
        isinstance(answer, Refused) and answer.reason in {Refusal.BLOCKED, Refusal.CHALLENGE}
    )
