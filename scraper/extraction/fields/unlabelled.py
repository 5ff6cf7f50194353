"""By-lines without a label: links to authors' pages, names behind icons of persons, names beside the date."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from scraper.text import dates, places, prose
from scraper.text.html.elements import HEADINGS
from scraper.text.people import names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scraper.text.html.elements import Element, Line

MAX_LENGTH = 160
"""Characters of a line that may hold an author's name among other things."""

MAX_NAME = 40

_AUTHORS_PAGE = re.compile(
    r"[/?&.](?:authors?|penulis|reporters?|pewarta|wartawan|jurnalis|kontributor|kolumnis|columnists?|profile?"
    r"|users?|members?|people|redaktur)[/=]+[^/?&=]*[a-z]",
    re.IGNORECASE,
)
"""In an address: the page of an author, `/author/ani-wati`, `?author=ani`."""
_ICON = re.compile(r"(?<![a-z])(?:users?|person|author|pencil|penulis)(?![a-z])")
_BRACKETS = re.compile(r"\([^()]*\)")
_JOINTS = re.compile(r"\s*[,&/]\s*|\s+dan\s+")
_OTHERS = re.compile(r"/(?:tags?|topi[ck]s?|category|kategori|label|search)/", re.IGNORECASE)


def marked(lines: list[Line], site_names: Collection[str]) -> list[str]:
    """The names in links to authors' pages, and those right behind an icon of a person."""
    texts = [text for line in lines if len(line.text) <= MAX_LENGTH for text in _marked_texts(line)]
    return [person.name for text in texts for person in names.people(text, outlet_names=site_names)]


def _marked_texts(line: Line) -> Iterator[str]:
    for link in line.links:
        if _AUTHORS_PAGE.search(link.get("href")) and not _OTHERS.search(link.get("href")):
            yield link.text
    for link in line.links:
        if any(_is_icon(inner) for inner in link.css("i,span,svg,use")):
            yield link.text
    for element, following in pairwise(line.inline):
        if _is_icon(element):
            yield following.text


def _is_icon(element: Element) -> bool:
    return not element.text and bool(_ICON.search(element.label))


def beside_date(lines: list[Line], headline: int, site_names: Collection[str]) -> list[str]:
    """The name in the line of the date under the headline, or alone in the line before or behind it.

    "Nama • 11 Februari 2016 07:10 WIB".
    """
    behind = [line for line in lines if line.index > headline]
    at = next((n for n, line in enumerate(behind) if _is_dated(line)), None)
    if at is None:
        return []
    here = _persons("\n".join(behind[at].parts), site_names, collectives=True)
    neighbours = behind[max(0, at - 1) : at] + behind[at + 1 : at + 2]
    near = (
        _persons(line.text, site_names)
        for line in neighbours
        if abs(line.index - behind[at].index) == 1 and _is_names(line)
    )
    return here or next(filter(None, near), [])


def _is_dated(line: Line) -> bool:
    return len(line.text) <= MAX_LENGTH and bool(dates.scan(line.text))


def _is_names(line: Line) -> bool:
    """Whether a line is no more than names of people, of one to four words each."""
    pieces = _JOINTS.split(_BRACKETS.sub(" ", line.text).strip())
    sizes = [len(prose.key(piece).split()) for piece in pieces]
    return (
        len(line.text) <= MAX_NAME * len(sizes)
        and all(1 <= size <= 4 for size in sizes)
        and line.box.tag not in HEADINGS
        and not any(_OTHERS.search(link.get("href")) for link in line.links)
        and places.rank(line.text) is None
        and line.text[-1] not in "?!:…"
    )


def _persons(text: str, site_names: Collection[str], *, collectives: bool = False) -> list[str]:
    """The people in a text, if one of them has a name of more than one word: single words may be anything."""
    people = names.people(text, outlet_names=site_names, collectives=collectives)
    found = list(dict.fromkeys(person.name for person in people))
    return found if any(" " in name for name in found) else []
