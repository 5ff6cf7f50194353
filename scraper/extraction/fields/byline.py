"""Who wrote, edited and photographed: the by-lines that the page displays, then what it declares.

The declared author is often the editor, the publisher or the paper itself, so a displayed by-line wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from scraper.extraction.fields import declared_people, unlabelled
from scraper.extraction.fields.credit_lines import LABELLED, STARTS_LABELLED
from scraper.extraction.fields.declared_people import MAX_LENGTH, unique
from scraper.text import phrases, prose, urls
from scraper.text.people import names

if TYPE_CHECKING:
    from collections.abc import Collection

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.credit_lines import CreditLines
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Element, Line

_INDONESIAN = frozenset(("id", "ms", "jv", "su"))
WRITERS = frozenset(("author", "contributor"))
_AUTHOR_CALLED = re.compile(
    r"(?:authors?|autor|auteur|penulis|by[-_]?line|reporter|pewarta|jurnalis|wartawan|writer|nama[-_]redaksi)"
    r"(?![a-z]*[-_]?(?:box|bio|image|img|photo|avatar|desc|link|page|position))"
)
_ITEMS = frozenset(("author", "editor", "creator"))
_EDITOR_CALLED = re.compile(r"(?<![a-z])(?:editor|redaktur)(?![a-z])")
_MAY_SOURCE = re.compile(r"\W*s(?:umber|ource)", re.IGNORECASE)
_SOURCE = re.compile(r"^\W*(?:sumber(?:\s+berita)?|source)(?:\s*:|\n)\s*", re.IGNORECASE)
_SOURCE_JOINTS = re.compile(r"\s*[,;/|\n]\s*|\s+(?:dan|and|&)\s+")
_LABEL_ALONE = re.compile(
    r"^\W*(?:penulis|reporter|pewarta|wartawan|jurnalis|kontributor|editor|redaktur|penyunting|author|writer)\W*$",
    re.IGNORECASE,
)
_ENDS_LABELLED = re.compile(
    r"[\n,]\s*(?:penulis|reporter|pewarta|wartawan|jurnalis|kontributor|editor|redaktur|author)$",
    re.IGNORECASE,
)
_ANY_LABEL = (
    "penulis oleh rep pewarta wartawan jurnalis kontributor koresponden laporan by teks edit red"
    " penyunting uploader foto author writer penerjemah"
).split()
"""A first, quick look: most lines carry none of these, so no label at all."""


@dataclass(slots=True)
class Credits:
    """People by role, in the order displayed, with the rules that gave authors and editors."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors_rule: str = ""
    editors_rule: str = ""


def choose(evidence: Evidence, layout: Layout, near: CreditLines, language: str) -> Credits:
    """The people that the profile's hints point to; else those of displayed lines; else the declared ones.

    `language` is the article's. Where it is none of Indonesia, words of the interface near a by-line are
    not recognised, so the persons that the page declares come first.
    """
    found = _found(evidence, layout, near)
    if language not in _INDONESIAN and not _is_in_indonesia(evidence):
        _prefer_declared(found, evidence)
    authors = _hinted(evidence, evidence.hints.author, "author")
    if authors:
        found.authors, found.authors_rule = authors, "profile"
    editors = _hinted(evidence, evidence.hints.editor, "editor")
    if editors:
        found.editors, found.editors_rule = editors, "profile"
    return found


def _hinted(evidence: Evidence, selector: str | None, role: names.Role) -> list[str]:
    """The people of one role in the elements that a hint points to."""
    return unique(
        person.name
        for element in evidence.hinted_elements(selector)
        if len(element.text) <= MAX_LENGTH
        for person in names.people(
            element.text, default=role, outlet_names=evidence.site_names, collectives=True
        )
        if person.role == role
    )


def _found(evidence: Evidence, layout: Layout, near: CreditLines) -> Credits:
    """Read the lines above and below the text, then fill what they leave open from declarations.

    A box that is called "author" below the text may be a profile: it counts only where nothing else does.
    """
    lines = near.above + near.below
    displayed, taken = _displayed(near, evidence.site_names)
    found = Credits()
    found.editors = unique(p.name for p in displayed if p.role == "editor")
    found.sources = unique(source for line in lines for source in _sources(line))
    found.editors_rule = "visible" if found.editors else ""
    if not found.editors:
        found.editors, found.editors_rule = declared_people.editors(evidence)
    edited = {name.casefold() for name in found.editors}
    found.authors = _without_outlet(
        unique(p.name for p in displayed if p.role in WRITERS), evidence.site_names
    )
    found.authors_rule = "visible" if found.authors else ""
    if not found.authors:
        above = [line for line in near.above if line.index not in taken]
        below = [line for line in near.below if line.index not in taken]
        authors, rule = _unlabelled(evidence, layout, above, below, edited)
        if not {name.casefold() for name in authors} <= edited:
            found.authors, found.authors_rule = authors, rule
    return found


def _displayed(near: CreditLines, site_names: Collection[str]) -> tuple[list[names.Person], set[int]]:
    """The people of labelled lines, and those above the text in what is called author, editor and so on."""
    people, taken = _labelled(near.above + near.below, site_names)
    people += _called_people([line for line in near.above if line.index not in taken], site_names)
    if not any(person.role == "editor" for person in people):
        behind = _called_people([line for line in near.below if line.index not in taken], site_names)
        people += [person for person in behind if person.role == "editor"]
    return people, taken


def _without_outlet(authors: list[str], site_names: Collection[str]) -> list[str]:
    """The authors without the outlet itself, unless it is the only one."""
    others = [name for name in authors if prose.key(name) not in site_names]
    return others or authors


def _unlabelled(
    evidence: Evidence, layout: Layout, above: list[Line], below: list[Line], edited: set[str]
) -> tuple[list[str], str]:
    """Authors where no label names any, and the rule that found them; `edited` are the editors."""
    site_names = evidence.site_names
    authors = [n for n in unlabelled.marked(above, site_names) if n.casefold() not in edited]
    if authors:
        return unique(authors), "visible:author link"
    people = _called_people(below, site_names)
    authors = [p.name for p in people if p.role in WRITERS and p.name.casefold() not in edited]
    if authors:
        return unique(authors), "visible"
    declared, rule = declared_people.authors(evidence)
    if declared:
        return declared, rule
    return unique(unlabelled.beside_date(above, layout.start, site_names)), "visible:date line"


def _labelled(lines: list[Line], site_names: Collection[str]) -> tuple[list[names.Person], set[int]]:
    """People in lines that say what they are ("Penulis: …"), the label before, behind or next to the name.

    Also the indexes of the lines that hold a name whose label stands in another line.
    """
    found: list[names.Person] = []
    taken: set[int] = set()
    for position, line in enumerate(lines):
        if len(line.text) > MAX_LENGTH or not _may_label(line.folded) or _SOURCE.match(line.text):
            continue
        if line.links and phrases.READ_ALSO_START.match(line.text):
            continue  # "Pilihan Editor: …" points to articles, and names nobody
        text = "\n".join(line.parts)
        if _LABEL_ALONE.match(line.text):
            text, neighbour = _with_neighbour(lines, position)
            taken.add(neighbour)
        elif not _says_who(text):
            continue
        found += names.people(text, outlet_names=site_names, collectives=True)
    return found, taken


def _may_label(folded: str) -> bool:
    return any(map(folded.__contains__, _ANY_LABEL))


def _says_who(text: str) -> bool:
    """Whether a line carries a label of people: at its edge, or anywhere before a colon or a bar."""
    if text.endswith(":"):
        return False
    if STARTS_LABELLED.match(text) or _ENDS_LABELLED.search(text):
        return True
    return len(text) <= 160 and (":" in text or "|" in text) and bool(LABELLED.search(text))


def _with_neighbour(lines: list[Line], position: int) -> tuple[str, int]:
    """A label that stands alone, with the name behind or before it, and the index of the name's line.

    Label and name share a box; where both neighbours do, the order of the last label decides.
    """
    label = lines[position]
    neighbours = [
        lines[at]
        for at in (position + 1, position - 1)
        if 0 <= at < len(lines) and len(lines[at].text) <= 60 and not _LABEL_ALONE.match(lines[at].text)
    ]
    near = [line for line in neighbours if line.box.parent is label.box.parent]
    if len(near) == 2 and _names_first(lines):
        near.reverse()
    for name in near or [line for line in neighbours if line.index == label.index + 1]:
        return f"{label.text.rstrip(' :')}: {name.text.lstrip(': ')}", name.index
    return "", -1


def _names_first(lines: list[Line]) -> bool:
    """Whether labels follow names in these lines: the last label has nothing behind it in its box."""
    labels = [n for n, line in enumerate(lines) if _LABEL_ALONE.match(line.text)]
    if not labels:
        return False
    last = labels[-1]
    return last + 1 >= len(lines) or lines[last + 1].box.parent is not lines[last].box.parent


def _called_people(lines: list[Line], site_names: Collection[str]) -> list[names.Person]:
    """People in boxes and spans that the page's makers called author, by-line, editor and the like."""
    found: list[names.Person] = []
    for line in lines:
        if len(line.text) > MAX_LENGTH:
            continue
        spans: list[Element] = [span for span in line.inline if _called(span) and len(span.text) <= 120]
        box = next((box for box in line.box.near(3) if _called(box)), None)
        if (not spans and box is None) or STARTS_LABELLED.match(line.text):
            continue
        if spans:
            parts = [(span.text, _default(span)) for span in spans]
        elif box is not None and len(line.text) <= 120:
            parts = [("\n".join(line.parts), _default(box))]
        else:
            continue
        for text, role in parts:
            found += names.people(text, default=role, outlet_names=site_names, collectives=True)
    return found


def _sources(line: Line) -> list[str]:
    """What a line such as "Sumber: Antara, Reuters" names."""
    if len(line.text) > MAX_LENGTH or not _MAY_SOURCE.match(line.text):
        return []
    text = "\n".join(line.parts)
    match = _SOURCE.match(text)
    if not match:
        return []
    parts = (part.strip(" .()") for part in _SOURCE_JOINTS.split(text[match.end() :]))
    return [part for part in parts if part and len(part) <= 80]


def _called(element: Element) -> bool:
    if not element.attributes:
        return False
    if _role_called(element.label):
        return True
    return "author" in element.get("rel").split() or element.get("itemprop") in _ITEMS


def _default(element: Element) -> names.Role:
    called = _role_called(element.label)
    return called or ("editor" if element.get("itemprop") == "editor" else "author")


@lru_cache(maxsize=4096)
def _role_called(label: str) -> names.Role | None:
    """Whose name an element holds, by what the page's makers call it; sites repeat few such names."""
    if _AUTHOR_CALLED.search(label):
        return "author"
    return "editor" if _EDITOR_CALLED.search(label) else None


def _is_in_indonesia(evidence: Evidence) -> bool:
    """Whether the site is one of Indonesia, whatever language it writes."""
    outlet = evidence.outlet
    return (outlet is not None and outlet.language in _INDONESIAN) or urls.host(evidence.url).endswith(".id")


def _prefer_declared(found: Credits, evidence: Evidence) -> None:
    """Put declared persons before displayed names, and a declared organisation before single words."""
    authors, rule = declared_people.persons(evidence)
    if not authors and not any(" " in name for name in found.authors):
        authors, rule = declared_people.organisations(evidence), "json-ld"
    if authors:
        found.authors, found.authors_rule = authors, rule
