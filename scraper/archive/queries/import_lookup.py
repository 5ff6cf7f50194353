"""What the archive knows already of pages that come from elsewhere."""

from __future__ import annotations

import hashlib
from enum import Enum, auto
from typing import TYPE_CHECKING

from scraper.archive.articles.tombstones import Tombstones
from scraper.archive.store.timestamps import exact
from scraper.text.urls import twin

if TYPE_CHECKING:
    from scraper.archive.store.database import Database
    from scraper.model import Page

# A page whose bytes are stored may not have been read: a process died between the two.
_SAME = """
    SELECT leads.state = 'fetched'
        AND captures.id = (SELECT max(id) FROM captures AS c WHERE c.lead_id = leads.id)
    FROM captures JOIN leads ON leads.id = captures.lead_id
    WHERE captures.digest = ? AND requested = ? ORDER BY captures.id DESC
"""
_NEWER = "SELECT 1 FROM captures WHERE requested IN (?, ?) AND status BETWEEN 200 AND 299 AND fetched_at > ?"


class PageStatus(Enum):
    """How a page stands to the archive: `UNREAD` is stored, and a process died before it was read."""

    NEW = auto()
    UNREAD = auto()
    SAME = auto()
    OLDER = auto()
    FORGOTTEN = auto()


class ImportLookup:
    """Questions about pages, before they are taken over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tombstones = Tombstones(database)

    def status(self, page: Page) -> PageStatus:
        """How the page stands to what is stored: by its address, its bytes, and when it was fetched."""
        if self._tombstones.of(page.requested):
            return PageStatus.FORGOTTEN
        same = self._database.row(_SAME, (hashlib.sha256(page.content).hexdigest(), page.requested))
        if same is not None:
            return PageStatus.UNREAD if same[0] else PageStatus.SAME
        forms = (page.requested, twin(page.requested))
        newer = self._database.row(_NEWER, (*forms, exact(page.fetched_at)))
        return PageStatus.OLDER if newer else PageStatus.NEW
