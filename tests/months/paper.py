"""What the toy newspaper goes through in a month: what it shows at which time. No clock, no archive."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from scraper.demo import Fault, Reset, Status
from scraper.demo.articles import DemoArticle, Element, load
from scraper.demo.dates import WIB

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_DAY = date(2025, 6, 2)
"""A Monday. The days of the month are numbered from 0, those before it below."""

PAST, DAYS = 21, 31
"""So many days the paper had appeared before; the month lasts so many."""

HOURS, ON_SUNDAYS = (7, 9, 12, 15, 18), (9, 16)
"""When an article appears (Jakarta time)."""

SUNDAY = 6


def at(day: int, hour: float = 0) -> datetime:
    """That hour of a day of the month, in UTC."""
    return (datetime.combine(FIRST_DAY, time(), WIB) + timedelta(days=day, hours=hour)).astimezone(UTC)


def day_of(moment: datetime) -> int:
    """The day of the month on which that was, as the paper's readers count days."""
    return (moment.astimezone(WIB).date() - FIRST_DAY).days


@dataclass(frozen=True)
class Spell:
    """A time of trouble: how every request fares from `begin` until `end`."""

    begin: datetime
    end: datetime
    fault: Fault

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


OUTAGE = Spell(at(8), at(11), Reset())
BLOCK = Spell(at(15, 8), at(15, 20), Status(403))
SPELLS = (OUTAGE, BLOCK)

EDITED, EDITED_SILENTLY, EDITED_BRIEFLY, TAKEN_DOWN = at(3, 9), at(4, 9), at(5, 9), at(5, 12)
"""When the articles of which more is told below appeared."""

CORRECTED = timedelta(hours=4)
"""So long after it appeared an article is edited."""

BRIEFLY = timedelta(hours=1)
"""So long the brief edit is shown: too short for a revisit."""

DOWN = at(7)
"""When an article is taken down."""

NO_AUTHORS = at(21, 6)
"""From then on no page of the paper names an author."""


@cache
def everything() -> tuple[DemoArticle, ...]:
    """All that the paper publishes, in the order of its appearance, as it is at first."""
    return tuple(_article(moment) for moment in _appearances())


def published(article: DemoArticle) -> datetime:
    """When an article appeared."""
    assert isinstance(article.published, datetime)
    return article.published


def shown(moment: datetime) -> list[DemoArticle]:
    """The articles of the paper as they are at that time."""
    return [state(article, moment) for article in everything() if published(article) <= moment]


def state(article: DemoArticle, moment: datetime) -> DemoArticle:
    """An article as its page has it at that time."""
    since = moment - published(article)
    if article.published == EDITED and since >= CORRECTED:
        article = replace(
            article, title=f"{article.title} (Ralat)", modified=(EDITED + CORRECTED).astimezone(WIB)
        )
    if article.published == EDITED_SILENTLY and since >= CORRECTED:
        article = replace(article, title=f"Ternyata {article.title}")
    if article.published == EDITED_BRIEFLY and CORRECTED <= since < CORRECTED + BRIEFLY:
        article = replace(article, title=f"Salah: {article.title}")
    return replace(article, authors=()) if moment >= NO_AUTHORS else article


def changes(article: DemoArticle) -> list[datetime]:
    """When an article's page first had each of its states, and the first of all."""
    own = {
        EDITED: (CORRECTED,),
        EDITED_SILENTLY: (CORRECTED,),
        EDITED_BRIEFLY: (CORRECTED, CORRECTED + BRIEFLY),
    }
    first = published(article)
    edits = [first + after for after in own.get(first, ())]
    return [first, *edits, *([NO_AUTHORS] if first < NO_AUTHORS else [])]


def faults(moment: datetime) -> dict[str, Fault]:
    """How the site misbehaves at that time."""
    (gone,) = (article for article in everything() if article.published == TAKEN_DOWN)
    found: dict[str, Fault] = {gone.path: Status(410)} if moment >= DOWN else {}
    return next(({"*": spell.fault} for spell in SPELLS if moment in spell), found)


def _appearances() -> Iterator[datetime]:
    for day in range(-PAST, DAYS):
        weekday = (FIRST_DAY + timedelta(days=day)).weekday()
        yield from (at(day, hour) for hour in (ON_SUNDAYS if weekday == SUNDAY else HOURS))


def _article(moment: datetime) -> DemoArticle:
    """One of its own: sentences that no other has in this order, so that nothing passes for boilerplate."""
    chance = random.Random(moment.isoformat())
    paragraphs = [" ".join(chance.sample(_sentences(), 3)) for _ in range(3)]
    title = " ".join(chance.sample(_words(), 6)).title()
    return DemoArticle(
        slug=re.sub(r"\W+", "-", title.lower()),
        template=chance.choice(("jsonld", "promedia")),
        title=title,
        section="Daerah",
        published=moment.astimezone(WIB),
        elements=tuple(Element("p", text) for text in paragraphs),
        links={},
        authors=(chance.choice(("Sari Dewi Lestari", "Bagus Prakoso", "Rina Marlina")),),
        tags=("Kabar Daerah",),
    )


@cache
def _sentences() -> tuple[str, ...]:
    texts = [element.text for article in load() for element in article.elements if element.kind == "p"]
    found = [one for text in texts for one in re.findall(r"[A-Z][^.“”–]{60,160}\.", text)]
    return tuple(sorted(set(found)))


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted({word for text in _sentences() for word in re.findall(r"\b[a-z]{5,9}\b", text)}))
