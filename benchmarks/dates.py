"""Microseconds a call for the common forms of a date, beside dateparser's: `python -m benchmarks.dates`.

CPU time; the median of seven rounds. dateparser is told the languages (id, en) and that the day
comes first; a dash stands where it reads nothing, or something else.
"""

from __future__ import annotations

import time
from datetime import date, datetime
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import dateparser  # type: ignore[import-untyped]

from scraper.text import dates

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = (
    "2020-10-07T15:13:00+07:00",
    "2020-10-07 15:13:00",
    "2020/10/07 15:13:12",
    "1602058380",
    "Wed, 07 Oct 2020 15:13:00 +0700",
    "Rabu, 30 April 2025 | 12:30 WIB",
    "- 7 Oktober 2020, 15:13 WIB",
    "Kamis, 05/11/2015 10:08 WIB",
    "Rabu 30/4/2025 | 12.30 WIB",
    "Minggu, 18 Juli 2021 – 18:52 WIB",
    "Jum'at, 19 Juni 2015",
    "Minggu Pahing, 3 Maret 2024",
    "Diperbarui: 12 Ags 2020, 08:05 WIB",
    "Wednesday, October 7, 2020 3:13 pm",
    "5 menit lalu",
    "kemarin, 14:20 WIB",
)
BYLINE = (
    "Beranda Nasional Politik Judul berita yang cukup panjang untuk dibaca Penulis Nama Penulis | Editor "
    "Nama Editor | Diterbitkan Kamis, 2 November 2023, 21:34 WIB | Diperbarui 3 November 2023 07:10 WIB"
)
NOW = datetime(2025, 4, 30, 15, 0, tzinfo=dates.JAKARTA)


def microseconds(call: Callable[[], object], calls: int, rounds: int = 7) -> float:
    """The median CPU time of one call."""
    call()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(calls):
            call()
        times.append((time.process_time() - start) / calls)
    return median(times) * 1e6


def peer(text: str) -> datetime | None:
    """dateparser, set up for Indonesian news."""
    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": NOW.replace(tzinfo=None)}
    found: datetime | None = dateparser.parse(text, languages=["id", "en"], settings=settings)
    return found


def agrees(theirs: datetime | None, ours: datetime | date | None) -> bool:
    """Whether both tell the same time on the wall, or the same day where no time is told."""
    if theirs is None or ours is None:
        return False
    if isinstance(ours, datetime):
        return theirs.replace(tzinfo=None) == ours.replace(tzinfo=None)
    return theirs.date() == ours


def main() -> None:
    """Print the table."""
    print(f"{'µs a call':<38}{'kliping':>10}{'dateparser':>12}")
    for text in FORMS:
        ours = microseconds(partial(dates.parse, text, now=NOW), 1000)
        known = agrees(peer(text), dates.read(text, now=NOW))
        theirs = f"{microseconds(partial(peer, text), 10):.0f}" if known else "—"
        print(f"{text:<38}{ours:>10.1f}{theirs:>12}")
    print(f"{f'scan of a by-line of {len(BYLINE)} characters':<38}", end="")
    print(f"{microseconds(partial(dates.scan, BYLINE, now=NOW), 500):>10.1f}")


if __name__ == "__main__":
    main()
