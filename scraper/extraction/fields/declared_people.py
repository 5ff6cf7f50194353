"""Who a page declares to have written and edited it: JSON-LD, data layer, meta elements and microdata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text.people import names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scraper.extraction.evidence.meta import Meta
    from scraper.extraction.evidence.page_evidence import Evidence

MAX_LENGTH = 240
"""Characters; what is longer names nobody."""

_MAX_NAME = 60
_MARKED = '[itemprop="author"] [itemprop="name"],[itemprop="author"],[rel="author"]'
_MARKED_WORDS = ("itemprop", 'rel="author"', "rel='author'", "rel=author")


def editors(evidence: Evidence) -> tuple[list[str], str]:
    """The declared editors, and the rule that gave them."""
    meta, structured = evidence.meta, evidence.structured
    return _first(
        [
            ("json-ld", structured.editors),
            ("data-layer", [structured.layer.get("editor", "")]),
            ("meta:editor", [meta.get("editor", "content_editor", "dtk:editor")]),
        ],
        evidence.site_names,
    )


def authors(evidence: Evidence) -> tuple[list[str], str]:
    """The declared authors that are persons, and the rule that gave them."""
    return _first(_authors(evidence), evidence.site_names)


def persons(evidence: Evidence) -> tuple[list[str], str]:
    """As `authors`, only of JSON-LD and meta elements."""
    declared = [("json-ld", evidence.structured.authors), ("meta:author", _meta_authors(evidence.meta))]
    return _first(declared, evidence.site_names)


def organisations(evidence: Evidence) -> list[str]:
    """The authors in JSON-LD as they are written, who may be no persons."""
    return unique(name for name in evidence.structured.authors if len(name) <= _MAX_NAME and "/" not in name)


def _authors(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    """What the page declares, best first; it is searched for microdata only if nothing else names one."""
    page, meta, structured = evidence.page, evidence.meta, evidence.structured
    yield "data-layer", [structured.layer.get("penulis", "")]
    yield "json-ld", structured.authors
    others = [meta.get("content_author", "dtk:author", "parsely-author", "dable:author")]
    yield "meta:author", _meta_authors(meta) or others
    marked = page.css(_MARKED) if page.mentions(*_MARKED_WORDS) else []
    yield "microdata", [element.get("content") or element.text for element in marked[:1]]


def _meta_authors(meta: Meta) -> list[str]:
    return meta.all("author") or meta.all("article:author")


def _first(candidates: Iterable[tuple[str, list[str]]], site_names: Collection[str]) -> tuple[list[str], str]:
    for rule, values in candidates:
        found = unique(
            person.name
            for value in values
            if value and len(value) <= MAX_LENGTH
            for person in names.people(value, outlet_names=site_names)
        )
        if found:
            return found, rule
    return [], ""


def unique(values: Iterable[str]) -> list[str]:
    """The names without repetitions, case aside, and without initials."""
    found: dict[str, str] = {}
    for value in values:
        if re.search(r"[^\W\d_]{2}", value):
            found.setdefault(value.casefold(), value)
    return list(found.values())
