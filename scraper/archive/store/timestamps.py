"""Times as the archive writes them: as shown on the page, and in UTC to sort by."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from scraper.model.article import Moment


def utc(value: Moment, zone: tzinfo) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ`, which sorts as text; a bare day counts from its midnight in `zone`."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    try:
        value = value.astimezone(UTC)
    except OverflowError:  # within hours of year 1 or 9999: a broken page; sorting right is enough
        value = value.replace(tzinfo=UTC)
    return value.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def exact(moment: datetime) -> str:
    """An aware moment in UTC to the microsecond, as `captures.fetched_at` has it; it sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def now() -> str:
    """The present, in the form of `utc`."""
    return utc(datetime.now(UTC), UTC)
