"""The dates that the lines around an article display, as text or in `<time datetime>`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from itertools import takewhile
from typing import TYPE_CHECKING

from scraper.extraction.fields.displayed_headline import TITLE_TAGS
from scraper.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from scraper.model.article import Moment
    from scraper.text.html.elements import Element, Line

MAX_LINE = 300
_SENTENCE = 120
"""Characters from which on a line that ends like a sentence is prose: a date in it is the news'."""

_RELATIVE = ("lalu", "silam", "ago", "baru", "kemarin", "hari ini", "now", "yesterday", "today")
_DIGIT = re.compile(r"\d")
_ENDS = frozenset(".!?…”\"'")
_PUBLISHED = ("published", "entry-date", "datecreated")
_MODIFIED = ("updated", "modified")


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that the page displays: its distance to the headline in lines, and its label's meaning.

    `zoned` where the text names a zone; `machine` where an attribute gives the moment, and the text less.
    """

    moment: Moment
    role: str | None
    distance: int
    zoned: bool
    machine: bool = False


@dataclass(frozen=True, slots=True)
class _Inserted:
    """What an attribute says, at text[start:end] of a line in place of the element's text."""

    start: int
    end: int
    role: dates.Role | None


def visible(
    near: Iterable[tuple[int, Line]], *, now: datetime | None, zone: tzinfo, title: str = ""
) -> list[Shown]:
    """Every date in the given lines, but those in the article's `title`, in headings and in prose."""
    found: list[Shown] = []
    for distance, line in near:
        text, inserted = _readable(line, title, zone, is_first=not found)
        if not (_DIGIT.search(text) or (now is not None and any(word in line.folded for word in _RELATIVE))):
            continue
        if _is_heading(line) and not dates.mostly(text):
            continue
        is_prose = len(text) > _SENTENCE and text[-1] in _ENDS
        for stamp in dates.scan(text, now=now, zone=zone):
            source = next((part for part in inserted if part.start <= stamp.start < part.end), None)
            if source is not None:
                found.append(
                    Shown(stamp.moment, stamp.role or source.role, distance, zoned=False, machine=True)
                )
            elif stamp.role or not is_prose:
                zoned = _names_zone(text[stamp.start : stamp.end + 8])
                found.append(Shown(stamp.moment, stamp.role, distance, zoned))
    return found


def in_empty_elements(line: Line, distance: int, zone: tzinfo) -> list[Shown]:
    """The times of elements without a text right before a line: the page fills them when it is displayed."""
    empty = takewhile(lambda dated: not dated[0].text, _dated(line))
    moments = (_read(value, zone) for _, value in empty)
    return [Shown(moment, None, distance, zoned=False, machine=True) for moment in moments if moment]


def _readable(line: Line, title: str, zone: tzinfo, *, is_first: bool) -> tuple[str, list[_Inserted]]:
    """The line without the title, each element's text replaced by its attribute where that says more."""
    text = line.text
    if title and title in text:
        text = text.replace(title, " | ")
    text = text[:MAX_LINE]
    inserted: list[_Inserted] = []
    position = 0
    for element, value in _dated(line):
        own = element.text
        start = text.find(own, position) if own else len(text)
        if start < 0:
            continue
        end = start + len(own)
        moment = _read(value, zone)
        if isinstance(moment, datetime) and _says_less(own, moment, zone):
            own = moment.isoformat()
            inserted.append(
                _Inserted(start + 1, start + 1 + len(own), _role(element, is_first=is_first and not inserted))
            )
        text = f"{text[:start]} {own} {text[end:]}"
        position = start + len(own) + 2
    return text, inserted


def _dated(line: Line) -> Iterator[tuple[Element, str]]:
    """The elements of a line that say a time in an attribute, with that attribute's value.

    `<time datetime>`, `<abbr title>` of microformats, `<span itemprop content>`, and their like; also a box
    that is one (`<amp-timeago datetime>`).
    """
    elements = line.inline
    for element in [*elements, line.box] if "time" in line.box.tag else elements:
        if element.tag == "a":
            continue
        attributes = element.attributes
        if attributes:
            value = attributes.get("datetime") or (attributes.get("itemprop") and attributes.get("content"))
            value = value or attributes.get("title") or ""
            if value[:4].isdigit():
                yield element, value


def _read(value: str, zone: tzinfo) -> Moment | None:
    """What an attribute says; a midnight is a day."""
    moment = dates.read(value[:60], zone=zone)
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date()
    return moment


def _says_less(text: str, moment: datetime, zone: tzinfo) -> bool:
    """Whether a displayed text is no date, or the day of `moment` without a time."""
    shown = dates.read(text, zone=zone) if _DIGIT.search(text) else None
    return shown is None or shown in {moment.date(), moment.astimezone(zone).date()}


def _role(element: Element, *, is_first: bool) -> dates.Role | None:
    """What its names make of a date; microformats also call a lone date `updated`."""
    names = f"{element.label} {element.get('itemprop').lower()}"
    if any(word in names for word in _PUBLISHED):
        return "published"
    sure = "datemodified" in names or not is_first
    return "modified" if sure and any(word in names for word in _MODIFIED) else None


def _is_heading(line: Line) -> bool:
    return any(box.tag in TITLE_TAGS for box in line.box.near(2))


def _names_zone(text: str) -> bool:
    upper = text.upper()
    return any(mark in upper for mark in ("WIB", "WITA", "WIT", "GMT", "UTC", "+0"))
