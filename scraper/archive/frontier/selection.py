"""Which leads are due: four queries, each a seek in one index, and what they are asked with."""

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

# Both walk the index `leads_due`. A time in UTC is less than a day off the day in its own offset, so a range
# of times finds what may be in the range of days; the day itself is then looked at.
_NEVER_VISITED = f"""
    {LEAD} INDEXED BY leads_due
    WHERE outlet = :outlet AND due = 1 AND state = 'new' AND visited_in = 0 AND (:met = 0 OR met_in = :met)
        AND published_utc > :after AND published_utc < :before AND {IN_RANGE}
    ORDER BY published_utc DESC, id LIMIT :most
"""

_UNDATED = f"""
    {LEAD} INDEXED BY leads_due
    WHERE outlet = :outlet AND due = 1 AND state = 'new' AND visited_in = 0 AND (:met = 0 OR met_in = :met)
        AND published_utc IS NULL
    ORDER BY id LIMIT :most
"""

_AGAIN = f"""
    {LEAD} INDEXED BY leads_due
    WHERE outlet = :outlet AND due = 1 AND state <> 'fetched' AND visited_in > 0 AND visited_in < :run
        AND (:met = 0 OR met_in = :met) AND {IN_RANGE} AND ifnull(finished_at, '') < :tried_before
    ORDER BY visited_in, published_utc DESC, id LIMIT :most
"""

_UNREAD = f"""
    {LEAD} INDEXED BY leads_unread
    WHERE outlet = :outlet AND state = 'fetched' AND visited_in < :run AND (:met = 0 OR met_in = :met)
    ORDER BY id LIMIT :most
"""

PICKS = (_UNREAD, _NEVER_VISITED, _UNDATED, _AGAIN)
"""In the order of their turn; all are asked with `asked` and `most`."""


def asked(
    outlet: str,
    run: int,
    met: int,
    since: date | None,
    until: date | None,
    tried_before: datetime | None = None,
) -> dict[str, Any]:
    """The parameters of the queries here, as `Leads.pick` tells of them."""
    return {
        "outlet": outlet,
        "run": run,
        "met": met,
        "since": iso(since),
        "until": iso(until),
        "after": iso(since - _DAY) if since and since > _FIRST_DAY else "",
        "tried_before": utc(tried_before, UTC) if tried_before else "~",
        "before": iso(until + 2 * _DAY) if until and until < _LAST_DAY else "~",
    }
