"""When an outlet is asked what is new, and an article whether it has changed. No clock, no archive."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
"""Between two polls of an outlet there is never less, and never more."""

UNTOLD = timedelta(hours=1)
"""Between two polls of an outlet whose habits are not known."""

RECENT = 100
"""So many of an outlet's newest articles tell its habits."""

GAP_SHARE = 2
"""Polls in one usual gap between two articles: the newest is found, on the average, in a quarter of it."""

SILENCE_SHARE = 10
"""Polls in the time that an outlet has been silent: each waits a tenth of the silence so far."""

MIN_HABIT = 48
HABIT_SPAN = timedelta(days=3)
"""Of fewer articles, or fewer days, nobody can tell at which hours an outlet is quiet."""

QUIETEST = 6
"""In its quiet hours an outlet is polled this much less often, at the most."""

LONGEST_BACKOFF = timedelta(hours=6)
"""So long a host that fails is left alone, at the most."""

REVISITS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
"""An article's ages at which it is read again: most edits come in its first hours."""

GONE_REVISITS = REVISITS[-2:]
"""Those of an article that is gone: it may have been taken down by mistake."""

LAST_REVISIT = REVISITS[-1] + timedelta(days=1)
"""Past this age an article is left alone, even if the last of its revisits was missed."""

OFTEN = 0.2
"""The share of its articles that an outlet must have revised to count as one that edits often."""

RETRY = timedelta(hours=1)
"""Between two tries of what could not be had."""


def poll_gap(published: Sequence[datetime], now: datetime) -> timedelta:
    """How long to wait between two polls of an outlet that published its newest articles at these times.

    About half the usual gap between two articles, longer in hours in which the outlet usually sleeps. It
    grows with the time that nothing came, and is within [SHORTEST, LONGEST]. Times yet to come do not count.
    """
    times = sorted(time for time in published if time <= now)[-RECENT:]
    if not times:
        return UNTOLD
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    usual = timedelta(seconds=median(gaps)) / GAP_SHARE * _quietness(times, now) if gaps else UNTOLD
    silence = (now - times[-1]) / SILENCE_SHARE
    return min(max(usual, silence, SHORTEST), LONGEST)


def next_poll(
    gap: timedelta, answered_at: datetime | None, failed_at: datetime | None = None, failures: int = 0
) -> datetime | None:
    """When to poll an outlet again; None: at once, for it was never asked.

    `failures` in a row, the last at `failed_at`, double the wait each time, as far as LONGEST_BACKOFF; an
    answer ends that.
    """
    if failures and failed_at:
        doubled = SHORTEST * (1 << min(failures - 1, 10))
        return failed_at + min(doubled, LONGEST_BACKOFF)
    return answered_at + gap if answered_at else None


def next_revisit(
    first_seen: datetime,
    last_seen: datetime,
    *,
    tried_at: datetime | None = None,
    is_gone: bool = False,
    edits: float = 0.0,
) -> datetime | None:
    """When an article is to be read again; None: never more.

    `last_seen` is when it was last there, `tried_at` when it was last asked for; `edits` is the share of its
    articles that the outlet was seen to revise.
    """
    asked = max(last_seen, tried_at) if is_gone and tried_at else last_seen
    ages = GONE_REVISITS if is_gone else _ages(edits)
    due = next((first_seen + age for age in ages if first_seen + age > asked), None)
    if due and tried_at and tried_at > asked:
        due = max(due, tried_at + RETRY)
    return due if due and due <= first_seen + LAST_REVISIT else None


def is_revisit_due(due: datetime | None, first_seen: datetime, now: datetime) -> bool:
    """Whether it is time, and not long past it."""
    return due is not None and due <= now <= first_seen + LAST_REVISIT


def _ages(edits: float) -> tuple[timedelta, ...]:
    """Where articles are often revised, each age has one at half of it as well."""
    if edits < OFTEN:
        return REVISITS
    return tuple(sorted({*REVISITS, *(age / 2 for age in REVISITS)}))


def _quietness(times: Sequence[datetime], now: datetime) -> float:
    """How many times less than usual an outlet publishes at this hour of the day and those beside it."""
    if len(times) < MIN_HABIT or times[-1] - times[0] < HABIT_SPAN:
        return 1.0
    near = sum(_hours_apart(time, now) <= 1.5 for time in times)
    usual = len(times) * 3 / 24
    return min(max(usual / max(near, 1), 1.0), QUIETEST)


def _hours_apart(one: datetime, other: datetime) -> float:
    """Between two times of day, around the clock."""
    hours = (one - other) / timedelta(hours=1) % 24
    return min(hours, 24 - hours)
