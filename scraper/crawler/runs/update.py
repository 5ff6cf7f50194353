"""An update: one pass over the outlets, that asks what is new where that is due, and ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scraper.archive import Archive
from scraper.archive.store.locks import UPDATE
from scraper.crawler.reporting.summary import Summary
from scraper.crawler.runs import schedule
from scraper.crawler.runs.crawl import run_plans
from scraper.crawler.runs.crawl_plan import CrawlOptions, OutletPlan
from scraper.crawler.targets import Target, parse_targets
from scraper.errors import UpdateRunning, UsageError
from scraper.outlets import load_outlets, unknown
from scraper.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from scraper.archive.queries.activity import Polls, SeenArticle
    from scraper.crawler.reporting.events import Event
    from scraper.model import Lead, Outlet

MARGIN = timedelta(days=1)
"""What an outlet published so long before the last poll is looked for again: not all is listed at once."""

LONGEST_GAP = timedelta(days=31)
"""A source that never answers makes the others be read so far back, and no farther."""

ANY_RUN = 1 << 62
"""A run that is yet to come."""


def update(
    names: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    max_time: timedelta | None = None,
    revisits: bool = True,
    now: datetime | None = None,
    outlets: Mapping[str, Outlet] | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Summary:
    """Do what is due `now` (aware; None: the present) at these outlets, or at all that were ever crawled.

    An outlet is asked what is new, as far back as the last time that all its sources answered, if
    `schedule.next_poll` says so; what is new is visited, then articles whose revisit is due (unless without
    `revisits`), then what earlier runs left. The Summary has those outlets at which there was anything to do;
    where there was none, no run is recorded. After `max_time` it ends, and says `timed_out`: the next update
    does the rest. The other parameters are those of `crawl`.

    Raises UpdateRunning while another update works on the archive, UsageError for a name that is no outlet's
    or if there is none to update, and ArchiveError.
    """
    chosen = settings or Settings()
    profiles = load_outlets() if outlets is None else outlets
    with Archive(chosen.archive) as archive:
        lock = archive.lock(UPDATE)
        if not lock.acquire():
            raise UpdateRunning(
                f"archive {archive.path}: another update is at work on it; try again when it has ended"
            )
        try:
            wanted = _wanted(names, archive, profiles)
            plans = _plans(archive, wanted, now or datetime.now(UTC), revisits=revisits)
            if not plans:
                return Summary()
            return run_plans(
                archive,
                plans,
                chosen,
                targets=list(plans),
                command="update",
                resolve=resolve,
                on_event=on_event,
                max_time=max_time,
            )
        finally:
            lock.release()


def _wanted(names: Sequence[str], archive: Archive, profiles: Mapping[str, Outlet]) -> dict[str, Outlet]:
    """The outlets by slug. Of one without a profile, the archive has the address of its home."""
    if not names:
        archived = archive.outlets.all()
        crawled = archive.activity.crawled()
        if not crawled:
            raise UsageError(f"archive {archive.path}: no outlet was crawled into it yet; name one")
        return {slug: profiles.get(slug) or unknown(archived[slug].home) for slug in crawled}
    by_outlet = parse_targets(names, profiles)
    pages = [target.page for some in by_outlet.values() for target in some if target.page]
    if pages:
        raise UsageError(f"{pages[0]}: an update is of whole outlets; name the outlet, or crawl the page")
    return {slug: some[0].outlet for slug, some in by_outlet.items()}


def _plans(
    archive: Archive, wanted: Mapping[str, Outlet], now: datetime, *, revisits: bool
) -> dict[str, OutletPlan]:
    """What there is to do at each outlet; those with nothing are left out."""
    polls = archive.activity.polls(wanted)
    plans = {}
    for slug, outlet in wanted.items():
        options = _options(archive, outlet, polls[slug], now, revisits=revisits)
        if options:
            plans[slug] = OutletPlan((Target(outlet),), options)
    return plans


def _options(
    archive: Archive, outlet: Outlet, polled: Polls, now: datetime, *, revisits: bool
) -> CrawlOptions | None:
    """What is due at an outlet, if anything. One that fails is left alone until its next poll."""
    published = archive.activity.published(outlet.slug, now, schedule.RECENT)
    gap = schedule.poll_gap(published, now)
    due = schedule.next_poll(gap, polled.answered, polled.failed, polled.failures)
    is_due = due is None or due <= now
    if polled.failures and not is_due:
        return None
    tried_before = now - schedule.RETRY
    again = _revisits(archive, outlet.slug, now) if revisits else ()
    if not (is_due or again or archive.leads.left(outlet.slug, run=ANY_RUN, tried_before=tried_before)):
        return None
    back_to = _back_to(polled, published, outlet.zone, now)
    return CrawlOptions(revisit=again, poll=is_due, back_to=back_to, tried_before=tried_before)


def _revisits(archive: Archive, slug: str, now: datetime) -> tuple[Lead, ...]:
    articles = archive.activity.articles(slug, now - schedule.LAST_REVISIT)
    edits = sum(article.is_edited for article in articles) / max(len(articles), 1)
    return tuple(article.lead for article in articles if _is_due(article, edits, now))


def _is_due(article: SeenArticle, edits: float, now: datetime) -> bool:
    due = schedule.next_revisit(
        article.first_seen,
        article.last_seen,
        tried_at=article.tried_at,
        is_gone=article.is_gone,
        edits=edits,
    )
    return schedule.is_revisit_due(due, article.first_seen, now)


def _back_to(polled: Polls, published: Sequence[datetime], zone: str, now: datetime) -> date:
    """The first day (in the outlet's zone) of which something may be missing.

    An outlet that was never polled whole is followed from its newest article on: how far back its archive is
    to go is a crawl's to say.
    """
    asked = polled.answered and max(polled.complete or polled.answered, polled.answered - LONGEST_GAP)
    last = asked or (published[0] if published else now)
    return (min(last, now) - MARGIN).astimezone(ZoneInfo(zone)).date()
