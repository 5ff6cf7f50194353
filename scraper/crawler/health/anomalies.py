"""Anomalies: an outlet's run held against its own past. Pure: plain numbers in, words out.

An outlet that falls silent, loses a field, shuts its door or slows down seldom says so: every page answers,
and every run ends well. So the outlet is its own measure. With too little of a past there is no anomaly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from scraper.crawler.health.lost_fields import FieldCounts, lost_fields
from scraper.crawler.reporting.anomaly import Anomaly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WEEKS = 8
"""So far back a past counts."""

MIN_WEEKS = 4
"""Of a weekday, so many must have been seen before one is judged."""

FEW = 1 / 3
"""Less than this part of what is usual is few."""

SIGMAS = 3.0
MAD_TO_SIGMA = 1.4826
"""The standard deviation of a normal distribution, in median absolute deviations."""

MIN_NEW = 5
"""So many new articles must a crawl have stored to be judged by their fields."""

MIN_RUNS = 5
"""So many days with runs must there be, to know what is usual of a run."""

MIN_ASKED, SHUT, OPEN = 3, 0.5, 0.25
"""Of at least so many requests half were turned away, where a quarter at most used to be."""

MIN_ANSWERS, SLOWER, MIN_SECONDS = 5, 3.0, 1.0
"""So many answers must there be to judge a pace: three times the usual, and not below a second."""


@dataclass(frozen=True, slots=True)
class RequestStats:
    """One run at an outlet: requests, how many were blocked or challenged, and median seconds an answer."""

    asked: int = 0
    blocked: int = 0
    answers: int = 0
    latency: float | None = None


@dataclass(frozen=True, slots=True)
class OutletHistory:
    """What the archive has of an outlet: articles a day, fields of earlier articles, earlier requests.

    `days` may lack those without any article; `since` is the first day that counts.
    """

    days: Mapping[date, int] = field(default_factory=dict)
    since: date | None = None
    fields: FieldCounts = field(default_factory=FieldCounts)
    requests: Sequence[RequestStats] = ()


def find_anomalies(
    outlet: str, today: date, past: OutletHistory, requests: RequestStats, new: FieldCounts
) -> list[Anomaly]:
    """What is unlike the past of the outlet, as seen today (its own day), after a run that stored `new`."""
    return [
        *_silent(outlet, today, past),
        *_fields(outlet, past.fields, new),
        *_requests(outlet, past, requests),
    ]


def _silent(outlet: str, today: date, past: OutletHistory) -> Iterator[Anomaly]:
    """The days up to yesterday on which far fewer articles than usual came, when that is beyond chance.

    One such day is chance for a small outlet and none for a large one, so that days are added up.
    """
    expected = variance = 0.0
    found = days = 0
    day = today - timedelta(days=1)
    while (usual := _usual(day, past)) is not None and days < 7 * WEEKS:
        centre, spread = usual
        count = past.days.get(day, 0)
        if centre and count >= centre * FEW:
            break
        expected, variance, found, days = expected + centre, variance + spread**2, found + count, days + 1
        day -= timedelta(days=1)
    if expected - found > SIGMAS * math.sqrt(variance) and expected:
        since = f"since {day + timedelta(days=1)}" if days > 1 else f"on {day + timedelta(days=1)}"
        detail = f"{found} articles {since}, where {expected:g} are usual"
        yield Anomaly(outlet, "silent", detail, {"articles": found, "usual": expected, "days": days})


def _usual(day: date, past: OutletHistory) -> tuple[float, float] | None:
    """How many articles that weekday has, and by how much it varies; None while too little is known."""
    before = [day - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    counts = [past.days.get(one, 0) for one in before if past.since is not None and one >= past.since]
    if len(counts) < MIN_WEEKS:
        return None
    centre = float(median(counts))
    mad = median(abs(count - centre) for count in counts)
    # Even a paper as steady as can be varies by the root of its number (Poisson), whatever few weeks show.
    return centre, max(MAD_TO_SIGMA * mad, math.sqrt(centre))


def _fields(outlet: str, earlier: FieldCounts, new: FieldCounts) -> Iterator[Anomaly]:
    if new.articles < MIN_NEW:
        return
    for name in lost_fields(earlier, new):
        usual, share = earlier.share(name), new.share(name)
        detail = f"{share:.0%} of {new.articles} new articles have {name}, where {usual:.0%} used to"
        yield Anomaly(outlet, "field", detail, {"share": round(share, 3), "usual": round(usual, 3)})


def _requests(outlet: str, past: OutletHistory, now: RequestStats) -> Iterator[Anomaly]:
    shares = [before.blocked / before.asked for before in past.requests if before.asked]
    if len(shares) >= MIN_RUNS and now.asked >= MIN_ASKED:
        usual, share = median(shares), now.blocked / now.asked
        if share >= SHUT and usual <= OPEN:
            detail = (
                f"{now.blocked} of {now.asked} requests were blocked or challenged; usual are {usual:.0%}"
            )
            yield Anomaly(outlet, "blocked", detail, {"share": round(share, 3), "usual": round(usual, 3)})
    paces = [before.latency for before in past.requests if before.latency is not None]
    if len(paces) >= MIN_RUNS and now.answers >= MIN_ANSWERS and now.latency is not None:
        pace = median(paces)
        if now.latency >= max(SLOWER * pace, MIN_SECONDS):
            detail = f"an answer takes {now.latency:.1f} s, where {pace:.1f} s are usual"
            yield Anomaly(outlet, "slow", detail, {"seconds": now.latency, "usual": round(pace, 3)})
