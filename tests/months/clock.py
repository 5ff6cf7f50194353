"""A wall clock that a test sets.

Time could also pass by moving what the archive tells back, as `tests/unit/crawler/test_update.py` does, but a
month is more than that: how old a robots.txt is, until when a host is closed, which day an anomaly is of, and
the times on the pages themselves must all agree, and they do only if there is one clock. So the clock is what
is set, under a program that is otherwise as it is; pauses and timeouts, which go by the other clock
(`time.monotonic`), stay real.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

TICK = timedelta(milliseconds=1)


class Clock:
    """Tells the time that it was set to, a TICK later each time: no two things happen at once."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def read(self) -> datetime:
        """The present (aware)."""
        self.moment += TICK
        return self.moment

    def rule(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have all modules of the program that are loaded ask this clock, for the time of a test."""
        told = _telling(self)
        for name, module in list(sys.modules.items()):
            if name.startswith("scraper.") and vars(module).get("datetime") is datetime:
                monkeypatch.setattr(module, "datetime", told)


def _telling(clock: Clock) -> type[datetime]:
    """A `datetime` in all but what is now."""

    class Kind(type):
        def __instancecheck__(cls, other: Any) -> bool:
            return isinstance(other, datetime)

    class Told(datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            present = clock.read().astimezone(tz or UTC)
            return present if tz else present.replace(tzinfo=None)

    return Told
