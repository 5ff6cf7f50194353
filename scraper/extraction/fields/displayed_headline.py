"""The line of a page that displays its headline: a title with the article's text behind it.

A line that says what a declared title says is chosen first, then one that shares its words, then the only
heading of the first rank, then a title-like line right above the text, as pages without headings have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.text import dates, prose
from scraper.text.html.elements import HEADINGS
from scraper.text.prose import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.text.html.elements import Line
    from scraper.text.html.markup import Document

MIN_LENGTH, MAX_LENGTH = 8, 400
"""Characters of a headline."""

TEXT_REACH, TEXT_ENOUGH = 25, 300
"""How many lines behind a headline are looked at for its text, and how many characters of it are enough."""

MIN_TEXT = 200
"""Characters of text behind a heading that is taken though no declared title agrees with it."""

SUBHEADING_REACH = 5
"""How many lines behind a headline a subheading stands that repeats a declared title."""

MAX_KICKER = 60
"""Characters of a label that stands above the title in one heading."""

_EXACT, _SIMILAR = 10.0, 6.0
_TEXT = 4.0
"""What the text behind a line adds: more than a heading, so that the same title in a list loses."""

_RANKS = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.2}
TITLE_TAGS = tuple(_RANKS)
_LINKED, _IN_NAVIGATION = 1.5, 6.0
"""What a heading that is a link loses, and a line in a menu or breadcrumb."""

_SURE = _EXACT + _RANKS["h1"] + _TEXT
"""No line can agree better than a heading of the first rank that says the title word for word."""

_HOME = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/?(?:index\.\w+)?")
_TITLE_LABEL = re.compile(r"title|judul|headline")


def choose(page: Document, declared: Sequence[str], site_names: frozenset[str]) -> Line | None:
    """The line that displays the headline, or None; `declared` are titles without the site's name."""
    titles = [key(title) for title in declared]
    return (
        _agreeing(page, titles, similar=False)
        or _agreeing(page, titles, similar=True)
        or _lone_heading(page, site_names)
        or (_above_text(page, site_names) if not titles else None)
    )


def title_of(line: Line, declared: Sequence[str]) -> str:
    """The title that a line displays: without a label above it in the same heading, parted as declared."""
    for title in declared:
        kicker = line.text.removesuffix(title)
        if 0 < len(kicker) <= MAX_KICKER and kicker != line.text and title in line.parts:
            return title
        if len(line.inline) > 1 and _letters(title) == _letters(line.text):
            return title
    return line.text


def _letters(text: str) -> str:
    return key(text).replace(" ", "")


def _agreeing(page: Document, titles: list[str], *, similar: bool) -> Line | None:
    """The line that agrees best with a declared title, by its words, its heading and the text behind it.

    If `similar`, a heading that shares most of its words with one is taken, too.
    """
    best: tuple[float, float, Line] | None = None
    words = {title.partition(" ")[0] for title in titles} | {title.rpartition(" ")[2] for title in titles}
    for line in page.lines:
        size = len(line.text)
        if size < MIN_LENGTH or size > MAX_LENGTH:
            continue
        rank = _rank(line)
        if not rank and not _shares_an_end(line.text, words):
            continue
        linked = line.linked > 0.5 * size
        agreement = _agreement(key(line.text), titles, similar=similar and bool(rank) and not linked)
        if agreement <= 0 or (linked and not rank and agreement < _EXACT):
            continue
        score = agreement + _RANKS.get(rank, 0.0)
        if best is not None and score + _TEXT <= best[0]:
            continue
        score += _TEXT * min(1.0, _text_behind(page, line) / TEXT_ENOUGH)
        score -= _LINKED if rank != "h1" and line.linked else 0.0
        score -= _IN_NAVIGATION if _in_navigation(line) or _leads_home(line) else 0.0
        if best is None or (score > best[0] and (agreement > best[1] or not _follows(line, best[2]))):
            best = (score, agreement, line)
            if score >= _SURE:
                break
    return best[2] if best else None


def _follows(line: Line, headline: Line) -> bool:
    """Whether a line is a subheading of its own words right under a headline of a higher rank."""
    lower = _RANKS.get(_rank(line), 0.0) < _RANKS.get(_rank(headline), 0.0)
    near = line.index - headline.index <= SUBHEADING_REACH
    return lower and near and not _shared(key(line.text).split(), key(headline.text).split())


def _shares_an_end(text: str, words: set[str]) -> bool:
    """A quick look at whether a line may be a title: it begins, or ends, with a word that one does."""
    folded = text.casefold()
    edges = folded if len(folded) <= 80 else f"{folded[:40]} {folded[-40:]}"
    return any(map(edges.__contains__, words))


def _agreement(shown: str, titles: list[str], *, similar: bool) -> float:
    """Up to `_EXACT`: how much of a declared title the line is, or, if `similar`, shares."""
    best = 0.0
    for title in titles:
        if not title or not shown:
            continue
        if shown == title:
            return _EXACT
        if len(shown) >= 12 and (title.startswith(shown) or title.endswith(shown)):
            best = max(best, 9.0 * min(1.0, len(shown) / len(title) + 0.3))
        elif len(title) >= 20 and (
            (shown.startswith(title) and len(shown) < 1.6 * len(title))
            or (shown.endswith(title) and len(shown) <= len(title) + MAX_KICKER)
        ):
            best = max(best, 7.0)
        elif len(shown) >= 25 and shown in title:
            best = max(best, 6.0)
        elif similar:
            best = max(best, _SIMILAR * _shared(shown.split(), title.split()))
    return best


def _shared(words: list[str], others: list[str]) -> float:
    """The part of the words of the shorter title that the other has, too; 0 for less than half."""
    common = len(set(words) & set(others))
    share = common / min(len(set(words)), len(set(others)))
    return share if common >= 3 and share >= 0.5 else 0.0


def _text_behind(page: Document, line: Line) -> int:
    """How much text of paragraphs stands behind a line, before the next title of a teaser."""
    size = 0
    for below in page.lines[line.index + 1 : line.index + 1 + TEXT_REACH]:
        linked = below.linked > 0.5 * len(below.text)
        if linked and (_rank(below) or (below.box.tag == "li" and len(below.text) > MAX_KICKER)):
            break
        if not linked and len(below.text) >= 80 and prose.sentences(below.text[:MAX_LENGTH]):
            size += len(below.text)
            if size >= TEXT_ENOUGH:
                break
    return size


def _in_navigation(line: Line) -> bool:
    return any(boilerplate.role(box) == "nav" for box in line.box.near(4))


def _leads_home(line: Line) -> bool:
    """Whether a line is a link to the site's front page, as the site's name is."""
    address = line.links[0].get("href") if line.links else ""
    return bool(address) and _HOME.fullmatch(address.strip()) is not None


def _rank(line: Line) -> str:
    return next((box.tag for box in line.box.near(4) if box.tag in _RANKS), "")


def _lone_heading(page: Document, site_names: frozenset[str]) -> Line | None:
    """The only heading of the first rank, or of the second, if it heads a text and is no link."""
    for tag in ("h1", "h2"):
        lines = [
            line
            for line in page.lines
            if _rank(line) == tag
            and _is_title(line)
            and key(line.text) not in site_names
            and not (_in_navigation(line) or _leads_home(line))
            and _text_behind(page, line) >= MIN_TEXT
        ]
        if len(lines) == 1:
            return lines[0]
    return None


def _is_title(line: Line) -> bool:
    size = len(line.text)
    return MIN_LENGTH <= size <= MAX_LENGTH and line.text.count(" ") >= 2 and line.linked <= 0.5 * size


def _above_text(page: Document, site_names: frozenset[str]) -> Line | None:
    """The line above the first paragraphs that is set like a title: in bold, centred, or called one."""
    for line in page.lines:
        marked = line.strong >= 0.9 * len(line.text) or any(
            box.tag in HEADINGS or box.tag == "center" or _TITLE_LABEL.search(box.label)
            for box in line.box.near(2)
        )
        if (
            marked
            and _is_title(line)
            and not prose.ends_sentence(line.text)
            and not dates.mostly(line.text)
            and key(line.text) not in site_names
            and _text_behind(page, line) >= MIN_TEXT
        ):
            return line
    return None
