"""What a crawl is to do at each outlet, and what its workers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from scraper.archive import Archive
    from scraper.crawler.lifecycle.shutdown import StopRequest
    from scraper.crawler.reporting.events import Event
    from scraper.crawler.targets import Target
    from scraper.crawler.visit.reader_pool import ReaderPool
    from scraper.fetch import PoliteClient
    from scraper.model import Lead
    from scraper.settings import Settings


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What is wanted of an outlet: see `crawl`, and for what follows `revisit`, `update`.

    Articles to `revisit` are read again; without `poll` the outlet is not asked what is new, else as far
    `back_to` as that day. What came to nothing is tried again only if that was before `tried_before`.
    """

    since: date | None = None
    until: date | None = None
    limit: int | None = None
    keyword: str | None = None
    fill: bool = False
    dry_run: bool = False
    revisit: tuple[Lead, ...] = ()
    poll: bool = True
    back_to: date | None = None
    tried_before: datetime | None = None

    @property
    def is_unrestricted(self) -> bool:
        """Whether all that is new is wanted."""
        return not (self.since or self.until or self.limit or self.keyword or self.fill)


@dataclass(frozen=True, slots=True)
class OutletPlan:
    """What is to be done at one outlet: its targets, at least one, and the options of the crawl."""

    targets: tuple[Target, ...]
    options: CrawlOptions

    @property
    def has_whole_outlet(self) -> bool:
        """Whether the outlet as a whole is a target, not only pages of it."""
        return any(target.page is None for target in self.targets)


@dataclass(frozen=True, slots=True)
class CrawlContext:
    """What all workers of a crawl share."""

    archive: Archive
    run: int
    client: PoliteClient
    readers: ReaderPool
    settings: Settings
    on_event: Callable[[Event], None]
    stop: StopRequest


class ListenerError(Exception):
    """The `on_event` callback raised `fault`."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault
