"""The coverage ledger: for each outlet and day, what was found, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scraper.archive.frontier.outcomes import STORED

if TYPE_CHECKING:
    from scraper.archive.store.database import Database

_DAYS = """
    SELECT substr(published_at, 1, 10), coalesce(outcome, 'waiting'), coalesce(reason, ''), count(*)
    FROM leads WHERE outlet = :outlet
        AND (published_at IS NULL OR :since IS NULL OR substr(published_at, 1, 10) >= :since)
        AND (published_at IS NULL OR :until IS NULL OR substr(published_at, 1, 10) <= :until)
    GROUP BY 1, 2, 3
"""

_INDEXED = """
    SELECT day FROM indexed_days WHERE outlet = :outlet
        AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
"""


@dataclass(slots=True)
class Coverage:
    """What is known of one day: how many leads were found, by what became of them.

    `day` is the day of publication in its own offset; None for leads of which no day is known. `outcomes` has
    the words of `leads.outcome`, a reason behind a colon ("refused: robots"), and "waiting". `indexed` says
    that the outlet's index of that day was read to its end: nothing else is to be found there.
    """

    day: date | None
    outcomes: Counter[str] = field(default_factory=Counter)
    indexed: bool = False

    @property
    def found(self) -> int:
        """All leads of the day that are, or may be, articles."""
        return self.outcomes.total() - sum(
            number for word, number in self.outcomes.items() if word.startswith("not-an-article")
        )

    @property
    def stored(self) -> int:
        """Articles of the day in the archive."""
        return sum(number for word, number in self.outcomes.items() if word in STORED)

    @property
    def missing(self) -> Counter[str]:
        """What was found and is not in the archive, by why."""
        return Counter(
            {
                word: number
                for word, number in self.outcomes.items()
                if word not in STORED and not word.startswith("not-an-article")
            }
        )


def coverage(database: Database, outlet: str, since: date | None, until: date | None) -> list[Coverage]:
    """One entry a day that was indexed or gave anything, in order; leads without a day come last."""
    parameters = {
        "outlet": outlet,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
    days: dict[str | None, Coverage] = {}
    for day, outcome, reason, number in database.rows(_DAYS, parameters):
        entry = days.setdefault(day, Coverage(date.fromisoformat(day) if day else None))
        entry.outcomes[f"{outcome}: {reason}" if reason else outcome] += number
    for (day,) in database.rows(_INDEXED, parameters):
        days.setdefault(day, Coverage(date.fromisoformat(day))).indexed = True
    return sorted(days.values(), key=lambda entry: (entry.day is None, entry.day or date.min))
