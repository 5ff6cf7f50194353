"""Forgetting an article for good, on demand: its rows, its raw pages, and its words in the search index.

First, in one transaction, its tombstones come and its rows go, but for those of its captures. These tell what
is still to be overwritten in the WARC files, and go last. So, killed at any moment, the next `forget` of
whatever address ends what this one began.
"""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from scraper.archive.articles import relations
from scraper.archive.store.locks import IMPORT, MERGE, OutletLock
from scraper.archive.warc import neighbours, records
from scraper.archive.warc.records import target
from scraper.archive.warc.warc_files import Place
from scraper.errors import ArchiveError
from scraper.text.urls import canonical, is_own, twin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.archive.articles.outlets import Outlets
    from scraper.archive.articles.tombstones import Tombstones
    from scraper.archive.store.database import Database
    from scraper.archive.warc.captures import Captures

_GIVEN = "(SELECT value FROM json_each(:urls))"
_IDS = "(SELECT value FROM json_each(:ids))"

_ARTICLES = f"""
    SELECT id FROM articles WHERE url IN {_GIVEN}
    UNION SELECT article_id FROM leads WHERE url IN {_GIVEN} AND article_id IS NOT NULL
    UNION SELECT article_id FROM captures
        WHERE (requested IN {_GIVEN} OR url IN {_GIVEN}) AND article_id IS NOT NULL
"""  # noqa: S608

# A page of an article may have led elsewhere: to the front page, say, once it was taken down there. An
# address that was visited for its own sake, or for another article, is none of this one's; but its own is.
_FORMS = f"""
    SELECT url FROM articles WHERE id IN {_IDS}
    UNION SELECT value FROM articles, json_each(pages) WHERE articles.id IN {_IDS}
    UNION SELECT url FROM leads WHERE article_id IN {_IDS}
    UNION SELECT requested FROM captures WHERE article_id IN {_IDS}
        OR lead_id IN (SELECT id FROM leads WHERE article_id IN {_IDS} OR url IN {_GIVEN})
    UNION SELECT url FROM captures WHERE article_id IN {_IDS}
    EXCEPT SELECT requested FROM captures WHERE lead_id IS NULL AND article_id IS NULL
    EXCEPT SELECT url FROM captures WHERE lead_id IS NULL AND article_id IS NULL
    EXCEPT SELECT url FROM leads WHERE article_id NOT IN {_IDS}
    EXCEPT SELECT home FROM outlets
    UNION SELECT url FROM articles WHERE id IN {_IDS}
"""  # noqa: S608

_OUTLET = f"""
    SELECT outlet FROM articles WHERE id IN {_IDS}
    UNION ALL SELECT outlet FROM leads WHERE url IN {_GIVEN} LIMIT 1
"""  # noqa: S608

_ROWS = (
    f"DELETE FROM articles WHERE id IN {_IDS}",  # noqa: S608
    f"DELETE FROM leads WHERE url IN {_GIVEN}",  # noqa: S608
)

_IS_PENDING = "(requested IN (SELECT url FROM tombstones) OR url IN (SELECT url FROM tombstones))"
_PENDING = f"SELECT id, locator FROM captures WHERE outlet = ? AND {_IS_PENDING}"  # noqa: S608
_PENDING_OUTLETS = f"SELECT DISTINCT outlet FROM captures WHERE {_IS_PENDING}"  # noqa: S608
_PLACES = f"""
    SELECT file, offset, length FROM captures WHERE {_IS_PENDING}
    EXCEPT SELECT file, offset, length FROM captures WHERE NOT {_IS_PENDING}
"""  # noqa: S608

_SHARING = f"""
    SELECT file, offset, length, json_group_array(id), json_group_array(requested) FROM captures
    WHERE (file, offset) IN (SELECT file, offset FROM captures WHERE {_IS_PENDING}) AND NOT {_IS_PENDING}
    GROUP BY file, offset
"""  # noqa: S608


@dataclass(slots=True)
class Forgotten:
    """What was (or would be) forgotten: addresses, titles of articles, raw pages, WARC records overwritten.

    `shared` are other addresses that gave the very same bytes: these are kept. `elsewhere` counts records
    that another archive in the folder has need of. `in_use` tells that somebody reads the archive, so that
    its log, which may have old words, could not be emptied.
    """

    urls: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    captures: int = 0
    records: int = 0
    shared: list[str] = field(default_factory=list)
    elsewhere: int = 0
    in_use: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return asdict(self)


class Forgetting:
    """Takes articles out of an archive that is open for writing."""

    def __init__(
        self, database: Database, outlets: Outlets, captures: Captures, tombstones: Tombstones
    ) -> None:
        self._database = database
        self._outlets = outlets
        self._captures = captures
        self._tombstones = tombstones

    def plan(self, url: str) -> Forgotten:
        """What `forget` would take out; nothing is written. Raises ArchiveError for an outlet's home."""
        return self._found(url)[0]

    def forget(self, url: str, reason: str) -> Forgotten:
        """Take out the article of an address, in whatever form, and never take it in again.

        Raises ArchiveError while a crawl, an import or a merge is at work.
        """
        outlets = {self._found(url)[2], *self.pending()} - {""}
        self._database.execute("PRAGMA secure_delete = ON")
        with self._alone(outlets):
            done, ids, outlet = self._found(url)  # anew: a crawl may just have ended
            done.captures = 0
            with self._database.atomic():
                self._tombstones.add(done.urls, outlet, reason)
                given = _given([form for url in done.urls for form in (url, twin(url))], ids)
                for sql in _ROWS:
                    self._database.execute(sql, given)
                relations.prune(self._database)
            for slug in sorted(outlets):
                self.finish(slug, done)
            self._database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
            done.in_use = not self._is_on_disk()
        return done

    def tidy(self) -> None:
        """End what was begun, or merged, at all outlets where nobody else is at work."""
        for outlet in self.pending():
            lock = OutletLock(self._database.path, outlet)
            if lock.acquire():
                try:
                    self.finish(outlet, Forgotten())
                finally:
                    lock.release()

    def finish(self, outlet: str, done: Forgotten) -> None:
        """Overwrite what an outlet's files still have of what was forgotten. The caller holds its lock."""
        self._database.execute("PRAGMA secure_delete = ON")
        pending = self._database.rows(_PENDING, (outlet,))
        self._keep_shared(done)
        self._is_on_disk()  # before bytes go that rows point to: a power cut may undo the last commits
        self._erase(outlet, done)
        with self._database.atomic():
            self._database.execute_many("DELETE FROM captures WHERE id = ?", [(row[0],) for row in pending])
        done.captures += len(pending)

    def pending(self) -> list[str]:
        """The outlets (slugs) of which raw pages are still to be overwritten."""
        return [outlet for (outlet,) in self._database.rows(_PENDING_OUTLETS)]

    def _erase(self, outlet: str, done: Forgotten) -> None:
        """Overwrite the records of the forgotten addresses, requests and what no row points to included."""
        urls = {target(stone.url) for stone in self._tombstones.all()}
        own = {locator for _, locator in self._database.rows(_PENDING, (outlet,))}
        with neighbours.of(self._database.path) as others:

            def is_unwanted(headers: dict[str, str]) -> bool:
                answer = records.answer_id(headers)
                if answer not in own and headers.get("warc-target-uri") not in urls:
                    return False
                done.elsewhere += (is_needed := neighbours.need(others, answer))
                return not is_needed

            places = [Place(*row) for row in self._database.rows(_PLACES)]
            lost = [place for place in places if not neighbours.need_what_is_at(others, place)]
            done.records += self._captures.erase(outlet, is_unwanted, lost)

    def _keep_shared(self, done: Forgotten) -> None:
        """Give captures of other addresses, whose bytes a forgotten record holds, a record of their own."""
        urls = {target(stone.url) for stone in self._tombstones.all()}
        for *row, ids, requested in self._database.rows(_SHARING):
            if self._captures.url_in(Place(*row)) in urls:
                self._captures.move(json.loads(ids))
                done.shared += sorted(set(json.loads(requested)))

    def _is_on_disk(self) -> bool:
        """Empty the write-ahead log into the file; whether that could be done, for nobody else reads."""
        return not self._database.rows("PRAGMA wal_checkpoint (TRUNCATE)")[0][0]

    @contextmanager
    def _alone(self, outlets: set[str]) -> Iterator[None]:
        with ExitStack() as stack:
            for name in sorted(outlets | {IMPORT, MERGE}):
                lock = OutletLock(self._database.path, name)
                if not lock.acquire():
                    raise ArchiveError(
                        f"archive {self._database.path}: a crawl is at work on it ({name.lstrip('_')}); "
                        f"wait until that has finished"
                    )
                stack.callback(lock.release)
            yield

    def _found(self, url: str) -> tuple[Forgotten, list[int], str]:
        address = canonical(url) or url
        if any(address == canonical(outlet.home) for outlet in self._outlets.all().values()):
            raise ArchiveError(f"{url} is the front page of an outlet, which is never forgotten; name a page")
        asked = {url, address, twin(address)}
        ids = [id_ for (id_,) in self._database.rows(_ARTICLES, _given(asked, []))]
        forms = {form for (form,) in self._database.rows(_FORMS, _given(asked, ids))} | {address}
        given = _given(forms | set(map(twin, forms)), ids)
        titles = self._database.rows(f"SELECT title FROM articles WHERE id IN {_IDS}", given)  # noqa: S608
        captures = f"SELECT count(*) FROM captures WHERE requested IN {_GIVEN} OR url IN {_GIVEN}"  # noqa: S608
        row = self._database.row(_OUTLET, given)
        outlet = row[0] if row else self._owner(address)
        found = Forgotten(sorted(forms), [title for (title,) in titles])
        found.captures = self._database.rows(captures, given)[0][0]
        return found, ids, outlet

    def _owner(self, url: str) -> str:
        known = self._outlets.all().values()
        return next((outlet.slug for outlet in known if is_own(url, outlet.hosts)), "")


def _given(urls: Iterable[str], ids: Iterable[int]) -> dict[str, str]:
    return {"urls": json.dumps(list(urls)), "ids": json.dumps(list(ids))}
