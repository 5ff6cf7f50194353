"""Captures: every response as it was received, kept before anything is read from it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scraper.archive.store.timestamps import exact
from scraper.archive.warc import records
from scraper.archive.warc.record_index import RecordIndex
from scraper.archive.warc.records import BadRecordError, Original
from scraper.archive.warc.warc_files import Location, WarcFiles
from scraper.errors import ArchiveError
from scraper.model import Page

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

NOT_MODIFIED = 304

_OWNERS = "SELECT (SELECT 1 FROM outlets WHERE slug = ?), (SELECT id FROM leads WHERE url = ?)"

_STORE = """
    INSERT INTO captures (outlet, lead_id, requested, url, status, fetched_at, headers, digest, size, elapsed,
        locator, file, offset, length)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""

_READ = """
    SELECT requested, url, status, headers, fetched_at, elapsed, digest, size, file, offset, length
    FROM captures WHERE id = ?
"""

_SAME = """
    SELECT file, offset, length FROM captures WHERE digest = ? AND size = ?
    ORDER BY id DESC LIMIT 1
"""

_BEFORE = """
    SELECT url, fetched_at FROM captures
    WHERE id = (SELECT max(id) FROM captures WHERE requested = ? AND status BETWEEN 200 AND 299)
"""

_OF_LEAD = """
    SELECT requested, max(id) FROM captures
    WHERE lead_id = (SELECT id FROM leads WHERE url = ?) AND status BETWEEN 200 AND 299
    GROUP BY requested
"""


_NEWEST = "SELECT max(id) FROM captures WHERE requested = ? AND status BETWEEN 200 AND 299"


class Captures:
    """The table `captures`; the bytes are in WARC files.

    `files` are the WARC files, and `repairs` those of files that a crash had left with a broken end, since
    this archive was opened.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.files = WarcFiles(database.path, RecordIndex(database))
        self.repairs = self.files.repairs

    def store(self, page: Page, *, outlet: str, lead: str | None = None) -> int:
        """Keep a response, the request it answers where that is known, and the redirects that led to it.

        Returns the capture's id.

        `lead` is the URL of the lead that was visited, where there is one: feeds and sitemaps have none.
        Raises ArchiveError when the outlet or the lead is not in the archive. The bytes are in their file
        before a row points to them; if the transaction is undone, nothing does.
        """
        digest = hashlib.sha256(page.content).hexdigest()
        with self._database.atomic():
            lead_id = self._lead_id(outlet, lead)
            record_id = records.new_id()
            location = self._keep(page, outlet, digest, record_id)
            row = self._database.row(
                _STORE,
                (
                    outlet,
                    lead_id,
                    page.requested,
                    page.url,
                    page.status,
                    exact(page.fetched_at),
                    json.dumps(page.headers, ensure_ascii=False),
                    digest,
                    len(page.content),
                    page.elapsed,
                    record_id,
                    location.file,
                    location.offset,
                    location.length,
                ),
            )
        assert row is not None
        return int(row[0])

    def read(self, capture_id: int) -> Page:
        """The response as it was stored. Raises ArchiveError when there is none, or its bytes are damaged."""
        row = self._row(capture_id)
        while True:
            try:
                return self._page(row)
            except ArchiveError:
                moved = self._row(capture_id)  # another process may have rewritten the file meanwhile
                if moved == row:
                    raise
                row = moved

    def newest(self, url: str) -> int | None:
        """The newest capture (id) of a 2xx answer to that URL, whoever asked; None where there is none."""
        row = self._database.row(_NEWEST, (url,))
        return None if row is None or row[0] is None else int(row[0])

    def of_lead(self, lead: str) -> dict[str, int]:
        """What was asked for that lead, each URL with the newest capture (id) of a 2xx answer."""
        return dict(self._database.rows(_OF_LEAD, (lead,)))

    def copy_record(self, captures: list[int]) -> None:
        """Give these captures, all of the same bytes, a record of their own: an answer to the first of them.

        Raises ArchiveError.
        """
        page = self.read(captures[0])
        record_id = records.new_id()
        with self._database.atomic():
            row = self._database.row("SELECT outlet FROM captures WHERE id = ?", (captures[0],))
            assert row is not None
            location = self.files.add(row[0], records.response(page, record_id), sync=True)
            self._database.execute_many(
                "UPDATE captures SET file = ?, offset = ?, length = ? WHERE id = ?",
                [(location.file, location.offset, location.length, capture) for capture in captures],
            )
            self._database.execute("UPDATE captures SET locator = ? WHERE id = ?", (record_id, captures[0]))

    def _row(self, capture_id: int) -> tuple[Any, ...]:
        row = self._database.row(_READ, (capture_id,))
        if row is None:
            raise ArchiveError(f"archive {self._database.path}: it has no capture {capture_id}")
        return row

    def _page(self, row: tuple[Any, ...]) -> Page:
        requested, url, status, headers, fetched_at, elapsed, digest, size, *location = row
        return Page(
            requested=requested,
            url=url,
            status=status,
            headers=tuple((name, value) for name, value in json.loads(headers)),
            content=self._content(Location(*location), digest, size),
            fetched_at=datetime.fromisoformat(fetched_at),
            elapsed=elapsed,
        )

    def _lead_id(self, outlet: str, lead: str | None) -> int | None:
        row = self._database.row(_OWNERS, (outlet, lead))
        assert row is not None
        if row[0] is None:
            raise ArchiveError(
                f"archive {self._database.path}: it has no outlet {outlet}; register an outlet before "
                f"its captures"
            )
        if lead is not None and row[1] is None:
            raise ArchiveError(
                f"archive {self._database.path}: it has no lead {lead}; add it before its captures"
            )
        return None if row[1] is None else int(row[1])

    def _keep(self, page: Page, outlet: str, digest: str, record_id: str) -> Location:
        """Put the page into the outlet's WARC file; returns the record that holds its content."""
        self._keep_redirects(page, outlet, record_id)
        asked = [records.request(page, record_id)] if page.request_headers else []
        if page.content and (same := self._same(page, digest)):
            location, original = same
            self.files.add(outlet, records.revisit(page, record_id, original), *asked)
            return location
        answer = records.response(page, record_id)
        if page.status == NOT_MODIFIED and (before := self._database.row(_BEFORE, (page.requested,))):
            url, moment = before
            original = Original(records.target(url), records.date(datetime.fromisoformat(moment)))
            answer = records.revisit(page, record_id, original)
        return self.files.add(outlet, answer, *asked)

    def _keep_redirects(self, page: Page, outlet: str, record_id: str) -> None:
        """Put the redirects that led to a page into the file, as records of the page's capture."""
        for hop in page.via:
            asked = [records.request(hop, record_id)] if hop.request_headers else []
            self.files.add(outlet, records.response(hop, records.new_id(), before=record_id), *asked)

    def _same(self, page: Page, digest: str) -> tuple[Location, Original] | None:
        """The record that already holds the same bytes, if it is whole and holds them in the same packing."""
        row = self._database.row(_SAME, (digest, len(page.content)))
        if row is None:
            return None
        location = Location(*row)
        try:
            headers = self.files.read(location, len(page.content)).headers
        except ArchiveError:
            return None
        kept = records.payload_digest(page)
        if headers.get("warc-payload-digest") != kept:
            return None
        return location, Original(headers["warc-target-uri"], headers["warc-date"], kept)

    def _content(self, location: Location, digest: str, size: int) -> bytes:
        record = self.files.read(location, size)
        try:
            content = records.unpacked(record.payload, size) if record.is_packed else record.payload
        except BadRecordError as fault:
            raise self.files.damaged(location, fault) from fault
        if hashlib.sha256(content).hexdigest() != digest:
            raise self.files.damaged(location, "its bytes are not those that were stored")
        return content
