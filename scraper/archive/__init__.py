"""The archive: one SQLite file, open to any tool, and WARC files beside it with the raw pages.

    with Archive("data/archive.db") as archive:
        archive.outlets.register(outlet)
        with archive.atomic():
            outcome = archive.articles.store(article, captures=[capture])
            archive.leads.finish(url, outcome)

The tables are described in docs/reference/schema.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from scraper.archive.articles.articles import Articles
from scraper.archive.articles.outlets import Outlets
from scraper.archive.articles.tombstones import Tombstones
from scraper.archive.erasure.forget import Forgetting, Forgotten
from scraper.archive.frontier.hosts import Hosts
from scraper.archive.frontier.indexed_days import IndexedDays
from scraper.archive.frontier.leads import Leads
from scraper.archive.frontier.runs import Runs
from scraper.archive.frontier.usage_policies import UsagePolicies
from scraper.archive.merge.merge_archive import Merged, Side, merge
from scraper.archive.queries.activity import Activity
from scraper.archive.queries.coverage import Coverage, coverage
from scraper.archive.queries.fill_rates import FillRates, fill_rates
from scraper.archive.queries.import_lookup import ImportLookup
from scraper.archive.queries.reparse_queries import ReparseQueries
from scraper.archive.queries.search import Hit, search
from scraper.archive.queries.statistics import Statistics
from scraper.archive.store.database import Database
from scraper.archive.store.group_commit import GroupCommit
from scraper.archive.store.locks import OutletLock
from scraper.archive.upkeep.vacuum import Vacuumed, vacuum
from scraper.archive.upkeep.verification import Verification, verify
from scraper.archive.warc.captures import Captures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

__all__ = ["Archive", "Coverage", "FillRates", "Forgotten", "Hit", "Merged", "Vacuumed", "Verification"]

T = TypeVar("T")


class Archive:
    """One archive, open. Every method raises ArchiveError when the file cannot be read or written.

    Use it from one thread, and let no `await` stand inside `atomic()`. `path` is the file. `outlets`,
    `leads`, `captures`, `articles`, `runs`, `hosts`, `indexed_days`, `usage_policies` and `tombstones` hold
    the operations on each kind of record; `activity`, `statistics`, `import_lookup` and `reparse_queries`
    answer questions; `forgetting` takes articles out.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open the archive at `path`; make it, with missing folders, when it is absent and not `read_only`.

        Raises ArchiveError when the place cannot be used, the file is no archive of kliping, or a newer
        kliping made it; whatever was not there before is then not there after.
        """
        self._database = Database(path, read_only=read_only)
        self.path = self._database.path
        self.outlets = Outlets(self._database)
        self.leads = Leads(self._database, self.outlets)
        self.captures = Captures(self._database)
        self.articles = Articles(self._database, self.outlets)
        self.runs = Runs(self._database)
        self.hosts = Hosts(self._database)
        self.indexed_days = IndexedDays(self._database)
        self.usage_policies = UsagePolicies(self._database)
        self.activity = Activity(self._database)
        self.import_lookup = ImportLookup(self._database)
        self.reparse_queries = ReparseQueries(self._database)
        self.statistics = Statistics(self._database)
        self.tombstones = Tombstones(self._database)
        self.forgetting = Forgetting(self._database, self.outlets, self.captures, self.tombstones)
        self._group_commit = GroupCommit(self._database)

    def lock(self, outlet: str) -> OutletLock:
        """The lock on an outlet (its slug) that a crawler holds while it works."""
        return OutletLock(self.path, outlet)

    def atomic(self) -> AbstractContextManager[None]:
        """All that is written inside the block is kept, or none of it; blocks may be nested."""
        return self._database.atomic()

    async def group_commit(self, work: Callable[[], T]) -> T:
        """Run `work` inside `atomic()`, in one transaction with what other tasks ask for at this moment.

        Returns what it returned, once that is committed.
        """
        return await self._group_commit.write(work)

    def search(
        self,
        query: str,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
        stem: bool = False,
    ) -> list[Hit]:
        """The articles that match what a user typed, best first; never raises for what was typed.

        All words must occur; `"a phrase"` in that order; `kata*` finds what begins so; `-word` leaves out
        articles that have it. Without any word to find, nothing is found. `since` and `until` are days,
        inclusive, each article's in its own offset. With `stem`, a word stands for all Indonesian forms of
        its root (korupsi: dikorupsi, mengorupsi); one in quotes, or with a star, for itself.
        """
        return search(self._database, query, outlet=outlet, since=since, until=until, limit=limit, stem=stem)

    def coverage(
        self, outlet: str, *, since: date | None = None, until: date | None = None
    ) -> list[Coverage]:
        """The coverage ledger of an outlet: an entry for each day of publication within [since, until].

        Leads of which no day is known come last, in one entry.
        """
        return coverage(self._database, outlet, since, until)

    def fill_rates(self, outlet: str) -> FillRates:
        """How often the newest articles of an outlet (its slug) have each field, and how long they are."""
        return fill_rates(self._database, outlet)

    def merge(self, other: Archive) -> Merged:
        """Take in all that another archive has; it is only read. Done twice, it changes nothing more.

        Of an article that both have, the state that was seen last is shown, and the other is a revision of
        it. What either has forgotten is not there afterwards. Raises ArchiveError.
        """
        merged = merge(self._side(), other._side())
        self.forgetting.tidy()  # the raw pages of what is forgotten now
        return merged

    def _side(self) -> Side:
        return Side(self._database, self.articles, self.captures)

    def vacuum(self) -> Vacuumed:
        """Make the file as small and as quick as it can be. Nothing else may work on it meanwhile."""
        return vacuum(self._database)

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """Run one SELECT on what is committed, and stream its rows; it can change nothing."""
        return self._database.query(sql, params)

    def verify(self, on_progress: Callable[[str], None] = lambda _: None) -> Verification:
        """Whether the database, its search index and all raw pages are whole.

        `on_progress` is called with what is being looked at, in words.

        The archive must be open for writing, and is not changed.
        """
        return verify(self._database, self.captures, on_progress)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
