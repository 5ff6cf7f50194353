"""Which leads are to be visited next: four queries, each a seek in one index, and their parameters."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from scraper.archive.store.timestamps import utc
from scraper.model.article import iso

if TYPE_CHECKING:
    from datetime import datetime

_DAY = timedelta(days=1)
_FIRST_DAY, _LAST_DAY = date(1, 1, 2), date(9999, 12, 29)

LEAD = "SELECT url, outlet, source, title, published_at, id FROM leads"

IN_RANGE = """
    (published_at IS NULL OR :since IS NULL OR substr(published_at, 1, 10) >= :since)
    AND (published_at IS NULL OR :until IS NULL OR substr(published_at, 1, 10) <= :until)
"""

_OF_OUTLET = "outlet = :outlet AND (:seen_in = 0 OR seen_in_run = :seen_in)"
_NEW = f"{_OF_OUTLET} AND pending = 1 AND state = 'new' AND visited_in_run = 0"

# Both read the index `leads_pending` in order. A time in UTC is less than a day off the day in its own
# offset, so a range of times finds what may be in the range of days; the day itself is then looked at.
_NEVER_VISITED = f"""
    {LEAD} INDEXED BY leads_pending
    WHERE {_NEW} AND published_utc > :after AND published_utc < :before AND {IN_RANGE}
    ORDER BY published_utc DESC, id LIMIT :most
"""

_UNDATED = f"""
    {LEAD} INDEXED BY leads_pending
    WHERE {_NEW} AND published_utc IS NULL
    ORDER BY id LIMIT :most
"""

_RETRY = f"""
    {LEAD} INDEXED BY leads_pending
    WHERE {_OF_OUTLET} AND pending = 1 AND state <> 'fetched' AND visited_in_run > 0
        AND visited_in_run < :run AND {IN_RANGE} AND ifnull(finished_at, '') < :tried_before
    ORDER BY visited_in_run, published_utc DESC, id LIMIT :most
"""

_UNREAD = f"""
    {LEAD} INDEXED BY leads_unread
    WHERE {_OF_OUTLET} AND state = 'fetched' AND visited_in_run < :run
    ORDER BY id LIMIT :most
"""

QUERIES = (_UNREAD, _NEVER_VISITED, _UNDATED, _RETRY)
"""In the order of their turn; all take `parameters`, and `most`: how many leads at most."""


def parameters(
    outlet: str,
    *,
    run: int = 0,
    seen_in: int = 0,
    since: date | None,
    until: date | None,
    tried_before: datetime | None = None,
) -> dict[str, Any]:
    """The parameters of the queries here, as `Leads.pick` describes them."""
    return {
        "outlet": outlet,
        "run": run,
        "seen_in": seen_in,
        "since": iso(since),
        "until": iso(until),
        "after": iso(since - _DAY) if since and since > _FIRST_DAY else "",
        "tried_before": utc(tried_before, UTC) if tried_before else "~",
        "before": iso(until + 2 * _DAY) if until and until < _LAST_DAY else "~",
    }
