"""Leads that are picked one by one, hosts, and a ledger of the days that were walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FRONTIER = """
ALTER TABLE leads ADD COLUMN due INTEGER NOT NULL DEFAULT 1;         -- 0 when nothing is left to do
ALTER TABLE leads ADD COLUMN met_in INTEGER NOT NULL DEFAULT 0;      -- the run that last met it; 0: none
ALTER TABLE leads ADD COLUMN visited_in INTEGER NOT NULL DEFAULT 0;  -- the run that last visited it
UPDATE leads SET due = 0
WHERE state = 'done' AND NOT (outcome = 'failed' AND tries < 5)
    AND NOT (outcome = 'refused' AND reason IN ('robots', 'out-of-range'));
UPDATE leads SET visited_in = 1 WHERE state = 'done';                -- by the first run or a later one
CREATE INDEX leads_due ON leads (outlet, visited_in, published_utc DESC, id) WHERE due = 1;
CREATE INDEX leads_unread ON leads (outlet, id) WHERE state = 'fetched';
CREATE INDEX leads_met ON leads (outlet, met_in);
DROP INDEX leads_by_outlet;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    open_at TEXT,                    -- not to be visited before; UTC
    pace REAL NOT NULL DEFAULT 0     -- seconds that it lately took to answer
) STRICT;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,         -- https://host
    url TEXT NOT NULL,               -- the one that answered, after redirects
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,           -- JSON: [[name, value]]
    content BLOB NOT NULL,
    fetched_at TEXT NOT NULL         -- UTC
) STRICT;
"""


def frontier(database: Database) -> None:
    """Leads that are picked one by one, in the order of an index; hosts and their robots.txt."""
    database.executescript(_FRONTIER)


_LEDGER = """
CREATE TABLE walks (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    day TEXT NOT NULL,               -- whose index was read to its end, after it was over
    articles INTEGER NOT NULL,       -- that the index named
    walked_at TEXT NOT NULL,         -- UTC
    PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
    outlet TEXT NOT NULL REFERENCES outlets (slug) ON UPDATE CASCADE,
    kind TEXT NOT NULL,              -- noarchive | noai | tdm-reservation | ai-crawlers | content-signal
    text TEXT NOT NULL,              -- as the site words it
    url TEXT NOT NULL,               -- where it was last seen
    first_seen TEXT NOT NULL,        -- UTC
    last_seen TEXT NOT NULL,         -- UTC
    PRIMARY KEY (outlet, kind)
) STRICT, WITHOUT ROWID;
"""


def ledger(database: Database) -> None:
    """Which days were walked, and what sites say of being archived or read by machines."""
    database.executescript(_LEDGER)
