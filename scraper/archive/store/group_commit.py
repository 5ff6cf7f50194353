"""Group commit: what many tasks write at the same moment goes into one transaction.

A commit costs about as much as writing one page, and the full-text index a segment. While a crawl of many
outlets is busy, several pages wait for it at any time; when it is not, nobody waits longer than without.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scraper.archive.store.database import Database

T = TypeVar("T")


class GroupCommit:
    """Runs pieces of writing that several tasks of one event loop ask for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []

    async def write(self, work: Callable[[], T]) -> T:
        """Run `work` in a transaction; what it returned, once that is committed.

        If it raises, what it wrote is undone. ArchiveError is raised to all who wait at that moment, and
        nothing of theirs is written. `work` does not run if the task that waits for it is cancelled before.
        """
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._commit)
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append((work, done))
        return await done

    def _commit(self) -> None:
        waiting = [(work, done) for work, done in self._waiting if not done.cancelled()]
        self._waiting = []
        results: list[tuple[asyncio.Future[Any], Any]] = []
        try:
            with self._database.atomic():
                for work, done in waiting:
                    try:
                        with self._database.savepoint():
                            results.append((done, work()))
                    except ArchiveError:  # it may have undone the others' writing too
                        raise
                    except Exception as fault:  # only the task that asked for it fails
                        done.set_exception(fault)
        except Exception as fault:  # all fail: nothing is written
            for _, done in waiting:
                if not done.done():
                    done.set_exception(fault)
        else:
            for done, result in results:
                done.set_result(result)
