"""An outlet's activity: when it publishes, how often it edits, when it was last asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.archive.store.timestamps import utc
from scraper.model import Lead

if TYPE_CHECKING:
    from collections.abc import Collection

    from scraper.archive.store.database import Database

MOST_RUNS = 20_000
"""So many runs are looked through for when an outlet was last asked."""

# A run that was killed has no summary: it counts as if it had not been.
_POLLS = f"""
    SELECT entry.key AS outlet, recent.started_at AS at, json_extract(entry.value, '$.polled') AS result,
        json_extract(entry.value, '$.fault') IS NOT NULL AS is_fault
    FROM (
        SELECT id, started_at, summary FROM runs
        WHERE command IN ('crawl', 'update') AND summary IS NOT NULL ORDER BY id DESC LIMIT {MOST_RUNS}
    ) AS recent, json_each(recent.summary, '$.outlets') AS entry
    ORDER BY recent.id DESC
"""  # noqa: S608

_CRAWLED = """
    SELECT slug FROM outlets
    WHERE EXISTS (SELECT 1 FROM leads INDEXED BY leads_seen WHERE outlet = slug AND seen_in_run > 0)
    ORDER BY slug
"""

# A bare day has no time.
_PUBLISHED = """
    SELECT published_utc FROM articles INDEXED BY articles_by_outlet
    WHERE outlet = ? AND published_utc <= ? AND length(published_at) > 10 ORDER BY published_utc DESC LIMIT ?
"""

# By the index on `revisions`: `articles` has none by time, and its rows are long. Of an article with several
# leads, its own address is visited.
_ARTICLES = """
    SELECT leads.url, leads.source, leads.title, leads.id, articles.first_seen, articles.last_seen,
        articles.gone_at IS NOT NULL, runs.started_at, articles.changed_at IS NOT NULL,
        min(CASE leads.url WHEN articles.url THEN 0 ELSE leads.id END)
    FROM revisions INDEXED BY revisions_by_time
    CROSS JOIN articles ON articles.id = revisions.article_id
    JOIN leads ON leads.article_id = articles.id
    LEFT JOIN runs ON runs.id = leads.visited_in_run
    WHERE revisions.seen_at >= :since AND revisions.number = 1 AND articles.outlet = :outlet
        AND leads.outlet = :outlet AND leads.state = 'done'
        AND leads.outcome IN ('stored', 'revised', 'unchanged', 'gone')
    GROUP BY articles.id ORDER BY articles.first_seen DESC, articles.id
"""


@dataclass(slots=True)
class Polls:
    """When an outlet was last asked what is new (aware, UTC).

    `complete`: and every source of it answered; `answered`: at least one did; `failed`: none did, or the site
    was out of reach, as in so many runs in a row since (`failures`).
    """

    complete: datetime | None = None
    answered: datetime | None = None
    failed: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class SeenArticle:
    """An article that is known: the lead to visit it by, when it was first and last there, and last tried."""

    lead: Lead
    first_seen: datetime
    last_seen: datetime
    is_gone: bool
    tried_at: datetime | None
    is_edited: bool


class Activity:
    """Questions to the tables `runs`, `articles`, `revisions` and `leads`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def crawled(self) -> list[str]:
        """The slugs of outlets that a crawl found anything of: not those that were only imported."""
        return [slug for (slug,) in self._database.rows(_CRAWLED)]

    def polls(self, outlets: Collection[str]) -> dict[str, Polls]:
        """When each of these outlets was last asked, and with what result."""
        polled = {slug: Polls() for slug in outlets}
        wanted = set(outlets)
        for run in self._database.query(_POLLS):
            if (slug := run["outlet"]) in wanted:
                _look_back(polled[slug], _moment(run["at"]), run["result"], is_fault=bool(run["is_fault"]))
                if polled[slug].complete:
                    wanted.discard(slug)
            if not wanted:
                break
        return polled

    def published(self, outlet: str, now: datetime, most: int) -> list[datetime]:
        """When the outlet's newest articles were published, as far as their times are known; newest first."""
        return [_moment(time) for (time,) in self._database.rows(_PUBLISHED, (outlet, utc(now, UTC), most))]

    def articles(self, outlet: str, since: datetime) -> list[SeenArticle]:
        """The outlet's articles that were first seen since then, newest first."""
        return [
            SeenArticle(
                Lead(url, outlet, source, title, id=lead),
                _moment(first),
                _moment(last),
                bool(is_gone),
                _moment(tried) if tried else None,
                bool(is_edited),
            )
            for url, source, title, lead, first, last, is_gone, tried, is_edited, _ in self._database.rows(
                _ARTICLES, {"outlet": outlet, "since": utc(since, UTC)}
            )
        ]


def _look_back(polled: Polls, moment: datetime, result: str | None, *, is_fault: bool) -> None:
    """Take in one run more, the newest first."""
    if polled.answered is None and (is_fault or result == "failed"):
        polled.failed = polled.failed or moment
        polled.failures += 1
    if result in {"whole", "partly"}:
        polled.answered = polled.answered or moment
    if result == "whole":
        polled.complete = polled.complete or moment


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)
