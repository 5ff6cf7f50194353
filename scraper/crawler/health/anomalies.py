"""Alarms: an outlet's run held against its own past. Pure: plain numbers in, words out.

An outlet that falls silent, loses a field, shuts its door or slows down seldom says so: every page answers,
and every run ends well. So the outlet is its own measure. With too little of a past there is no alarm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Kind = Literal["silent", "field", "blocked", "slow"]

WEEKS = 8
"""So far back a past counts."""

MIN_WEEKS = 4
"""Of a weekday, so many must have been seen before one is judged."""

FEW = 1 / 3
"""Less than this part of what is usual is few."""

SIGMAS = 3.0
MAD_TO_SIGMA = 1.4826
"""The standard deviation of a normal distribution, in median absolute deviations."""

MIN_NEW, MIN_BEFORE = 5, 20
"""So many new articles, and articles before them, must there be to judge by the share that has a field."""

FULL = 0.9
"""A field that this share of the articles had is one that the outlet gives."""

MIN_RUNS = 5
"""So many days with runs must there be, to know what is usual of a run."""

MIN_ASKED, SHUT, OPEN = 3, 0.5, 0.25
"""Of at least so many requests half were turned away, where a quarter at most used to be."""

MIN_ANSWERS, SLOWER, MIN_SECONDS = 5, 3.0, 1.0
"""So many answers must there be to judge a pace: three times the usual, and not below a second."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is unlike the outlet's own past, in words; `figures` are the numbers behind them."""

    outlet: str
    kind: Kind
    detail: str
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """One run at an outlet: requests, how many were blocked or challenged, and median seconds an answer."""

    asked: int = 0
    blocked: int = 0
    answers: int = 0
    latency: float | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """Of `articles`, how many have each field."""

    articles: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)

    def share(self, name: str) -> float:
        """The part of the articles that has the field, 0 to 1."""
        return self.filled.get(name, 0) / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Past:
    """What an outlet's archive tells: articles a day, and fields and visits as they used to be.

    `days` may lack those without any article; `since` is the first day that counts.
    """

    days: Mapping[date, int] = field(default_factory=dict)
    since: date | None = None
    fill: Fill = field(default_factory=Fill)
    visits: Sequence[Visit] = ()


def alarms(outlet: str, today: date, past: Past, visit: Visit, new: Fill) -> list[Alarm]:
    """What is unlike the past of the outlet, as seen today (its own day), after a visit that stored `new`."""
    return [*_silent(outlet, today, past), *_fields(outlet, past.fill, new), *_visited(outlet, past, visit)]


def _silent(outlet: str, today: date, past: Past) -> Iterator[Alarm]:
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
        yield Alarm(outlet, "silent", detail, {"articles": found, "usual": expected, "days": days})


def _usual(day: date, past: Past) -> tuple[float, float] | None:
    """How many articles that weekday has, and by how much it varies; None while too little is known."""
    before = [day - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    counts = [past.days.get(one, 0) for one in before if past.since is not None and one >= past.since]
    if len(counts) < MIN_WEEKS:
        return None
    centre = float(median(counts))
    mad = median(abs(count - centre) for count in counts)
    # Even a paper as steady as can be varies by the root of its number (Poisson), whatever few weeks show.
    return centre, max(MAD_TO_SIGMA * mad, math.sqrt(centre))


def _fields(outlet: str, before: Fill, new: Fill) -> Iterator[Alarm]:
    if new.articles < MIN_NEW or before.articles < MIN_BEFORE:
        return
    for name in before.filled:
        usual, share = before.share(name), new.share(name)
        if usual >= FULL and share < FEW:
            detail = f"{share:.0%} of {new.articles} new articles have {name}, where {usual:.0%} used to"
            yield Alarm(outlet, "field", detail, {"share": round(share, 3), "usual": round(usual, 3)})


def _visited(outlet: str, past: Past, visit: Visit) -> Iterator[Alarm]:
    shares = [before.blocked / before.asked for before in past.visits if before.asked]
    if len(shares) >= MIN_RUNS and visit.asked >= MIN_ASKED:
        usual, share = median(shares), visit.blocked / visit.asked
        if share >= SHUT and usual <= OPEN:
            detail = (
                f"{visit.blocked} of {visit.asked} requests were blocked or challenged; usual are {usual:.0%}"
            )
            yield Alarm(outlet, "blocked", detail, {"share": round(share, 3), "usual": round(usual, 3)})
    paces = [before.latency for before in past.visits if before.latency is not None]
    if len(paces) >= MIN_RUNS and visit.answers >= MIN_ANSWERS and visit.latency is not None:
        pace = median(paces)
        if visit.latency >= max(SLOWER * pace, MIN_SECONDS):
            detail = f"an answer takes {visit.latency:.1f} s, where {pace:.1f} s are usual"
            yield Alarm(outlet, "slow", detail, {"seconds": visit.latency, "usual": round(pace, 3)})
