"""Pictures of the article with their captions, as displayed, and the credit on its own where it is told."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.model import Image
from scraper.text import dates, prose, urls

if TYPE_CHECKING:
    from scraper.text.html.elements import Box, Line, Picture
    from scraper.text.html.markup import Document

MAX_LENGTH = 1200
MAX_IMAGES = 40
MIN_WIDTH, MAX_DIGITS = 80, 6
"""Pixels below which a picture is an icon; digits of a width that is believed."""
BEFORE = 6
"""How many lines before the headline a picture of the article may stand."""

_CREDIT = re.compile(
    r"[(\[]\s*((?:foto|photo|dok|sumber|image|credit|ist|antara|reuters|afp|getty)\b[^()\[\]]{0,120})[)\]]\.?\s*$"
    r"|[(\[]([^()\[\]]{2,60}/[^()\[\]]{2,60})[)\]]\.?\s*$"
    r"|(?:^|[\s.])((?:foto|photo|sumber|kredit|credit|dok)\s*[:.]\s*[^:()]{2,100})$",
    re.IGNORECASE,
)
_CREDIT_LABEL = re.compile(
    r"^(?:foto|photo|sumber|kredit|credit|image)\s*(?:oleh|by)?\s*[:.]\s*", re.IGNORECASE
)
_CREDIT_CALLED = re.compile(r"credit|author|source|sumber|fotografer|photographer|copyright")
_NO_ARTICLE_PICTURE = (
    "logo icon avatar profile author sprite pixel banner loading. spacer emoji close button arrow"
).split()
_AD_PICTURE = re.compile(r"(?<![a-z0-9])(?:ads?(?![a-z0-9])|btn)")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "src", "srcset")
_PLACEHOLDER = re.compile(
    r"^data:|(?:blank|pixel|spacer|placeholder|loading|transparent)[\w.-]*$", re.IGNORECASE
)
_OTHER_ROLES = frozenset(("latest", "related", "comments", "share", "nav", "advert"))


@dataclass(slots=True)
class Caption:
    """The lines of one caption (text, credit), the box that holds them, and the picture it stands under."""

    box: Box
    picture: Picture | None
    lines: list[Line] = field(default_factory=list)


def find(page: Document, *, headline: int, body: Box) -> dict[int, Caption]:
    """Captions by the index of each line in them, from shortly before the headline to the body's end."""
    begin = max(0, headline - BEFORE)
    pictures: dict[int, list[Picture]] = {}
    for picture in page.pictures:
        if picture.index >= begin:
            pictures.setdefault(picture.index, []).append(picture)
    found: dict[int, Caption] = {}
    groups: dict[tuple[int, int], Caption] = {}
    latest: Picture | None = None
    opened = False
    for line in page.lines[begin:]:
        inside = line.box.within(body)
        if opened and not inside:
            break
        opened = opened or inside
        above = [picture for picture in pictures.get(line.index, ()) if _of_article(picture)]
        latest = above[-1] if above else latest
        box = _caption_box(line, body)
        if box is None and above and _stands_under(line, above, inside=inside, titled=line.index <= headline):
            box = line.box
        if box is None or len(line.text) > MAX_LENGTH or prose.labels_only(line.text):
            continue
        caption = groups.setdefault((id(box), id(latest)), Caption(box, above[-1] if above else None))
        caption.lines.append(line)
        found[line.index] = caption
    return found


def _caption_box(line: Line, body: Box) -> Box | None:
    """The figure or caption box that a line is the caption in, or None."""
    found: Box | None = None
    for depth, box in enumerate(line.box.path()):
        if depth > 6 or box is body or body.within(box):
            break
        name = boilerplate.role(box)
        if name in _OTHER_ROLES:
            return None
        if name == "caption":
            found = box
        elif box.tag == "figure":
            return box
    return found


def _stands_under(line: Line, pictures: list[Picture], *, inside: bool, titled: bool) -> bool:
    """Whether a line right behind a picture is its caption, though nothing is called so.

    Between headline and text it is, unless it is a by-line; inside the text it must repeat the alternative
    text, be a credit, or share the picture's own box without being prose.
    """
    text = line.text
    if titled or len(text) > 400 or boilerplate.reason(line) or _is_dated(text):
        return False
    if not inside:
        shares = any(line.box.within(p.box.parent or p.box) for p in pictures)
        return (
            line.linked < 0.5 * len(text)
            and boilerplate.role(line.box) != "byline"
            and (len(text) > 30 or shares)
        )
    mark = prose.key(text)
    alts = [prose.key(picture.get("alt") or picture.get("title")) for picture in pictures]
    if len(mark) > 8 and any(mark == alt or (len(alt) > 20 and _repeats(mark, alt)) for alt in alts):
        return True
    if len(text) > 160:
        return False
    if (_CREDIT.search(text) and text[0] in "([") or _CREDIT_LABEL.match(text):
        return True
    return prose.sentences(text) == 0 and any(
        line.box is p.box or line.box.parent is p.box for p in pictures if p.box.tag != "body"
    )


def _repeats(mark: str, alt: str) -> bool:
    """Whether a text is an alternative text and little more: a credit before or behind it."""
    return alt in mark and len(mark) < len(alt) + 60


def _is_dated(text: str) -> bool:
    return len(text) < 80 and any(stamp.start < 20 for stamp in dates.scan(text))


def images(
    page: Document,
    captions: dict[int, Caption],
    *,
    body: Box,
    base: str,
    declared: list[str],
) -> tuple[Image, ...]:
    """The article's pictures in order, each caption once. Without any, the first declared one stands in."""
    used: set[int] = set()
    placed: list[tuple[int, Image]] = []
    for caption in _joined(captions):
        picture = caption.picture or _nearest(page, caption, used)
        if picture is not None:
            used.add(id(picture))
        text = " ".join(map(_text, caption.lines))[:MAX_LENGTH]
        url = _source(picture, base) if picture is not None else None
        placed.append((caption.lines[0].index, Image(url, text, credit(text, caption.lines))))
    placed += [
        (picture.index, Image(url))
        for picture in page.pictures
        if id(picture) not in used
        and picture.box.within(body)
        and _of_article(picture)
        and not _leads_away(picture)
        and (url := _source(picture, base))
    ]
    placed.sort(key=lambda item: item[0])
    shown = [image for _, image in placed]
    if declared and not any(image.url for image in shown):
        lead = urls.canonical(declared[0], base or None)
        first = shown[0] if shown else Image(None)
        shown = [Image(lead, first.caption, first.credit), *shown[1:]]
    return _once(shown)


def _text(line: Line) -> str:
    """A caption's line, with a space where a credit in an element of its own touches the text."""
    text = line.text
    for span in line.inline:
        credit_text = span.text
        if credit_text and text.startswith(credit_text) and _CREDIT_CALLED.search(span.label):
            rest = text[len(credit_text) :]
            return f"{credit_text} {rest}" if rest[:1].isalnum() else text
    return text


def _joined(captions: dict[int, Caption]) -> list[Caption]:
    """The captions in page order; a credit in a box of its own, above or below, goes with its caption."""
    joined: list[Caption] = []
    for caption in {id(c): c for c in captions.values()}.values():
        last = joined[-1] if joined else None
        if last is not None and _belong_together(last, caption):
            pictured = last if last.picture is not None else caption
            joined[-1] = Caption(pictured.box, pictured.picture, last.lines + caption.lines)
        else:
            joined.append(caption)
    return joined


def _belong_together(upper: Caption, lower: Caption) -> bool:
    """Whether one of two captions that follow each other has the picture, and the other only its credit."""
    if upper.lines[-1].index + 1 != lower.lines[0].index or (upper.picture is None) == (
        lower.picture is None
    ):
        return False
    return _is_credit(upper) or (upper.picture is not None and _is_credit(lower))


def _is_credit(caption: Caption) -> bool:
    """Whether a caption names a source only: short, and no sentence."""
    text = " ".join(line.text for line in caption.lines)
    return (
        len(text) <= 60
        and prose.sentences(text) == 0
        and (_CREDIT_LABEL.match(text) is not None or "/" in text)
    )


def credit(text: str, lines: list[Line] | None = None) -> str | None:
    """The credit in a caption, without its label and brackets, or None where it is not told apart."""
    for line in lines or ():
        for span in line.inline:
            if span.tag != "a" and _CREDIT_CALLED.search(span.label) and span.text:
                return _CREDIT_LABEL.sub("", span.text.strip(" ()")) or None
    match = _CREDIT.search(text)
    if not match:
        sources = [line.text for line in lines or () if "/" in line.text and len(line.text) <= 60]
        return sources[0] if sources and len(lines or ()) > 1 else None
    found = next(group for group in match.groups() if group)
    if not re.search(r"[^\W\d]{2}", found):
        return None
    return _CREDIT_LABEL.sub("", found.strip(" .")) or None


def _of_article(picture: Picture) -> bool:
    width = picture.get("width")
    if width.isdecimal() and len(width) < MAX_DIGITS and int(width) < MIN_WIDTH:
        return False
    name = f"{picture.get('class')} {picture.get('src')[-120:]}".lower()
    if any(word in name for word in _NO_ARTICLE_PICTURE) or _AD_PICTURE.search(name):
        return False
    return not boilerplate.outside(picture.box)


def _leads_away(picture: Picture) -> bool:
    """Whether a picture is the link of a teaser: it leads to a page, not to its own larger copy."""
    if picture.anchor is None:
        return False
    href = picture.anchor.get("href").partition("?")[0].lower()
    return bool(href) and not href.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _nearest(page: Document, caption: Caption, used: set[int]) -> Picture | None:
    """The picture in the caption's box or the box around it; else the last one shortly before it."""
    index = caption.lines[0].index
    around = caption.box.parent
    place = attrgetter("index")
    first = bisect_left(page.pictures, index - 8, key=place)
    last = bisect_right(page.pictures, index + 4, key=place)
    free = [p for p in page.pictures[first:last] if id(p) not in used and _of_article(p)]
    inside = [p for p in free if p.box.within(caption.box) or (around is not None and p.box.within(around))]
    before = [p for p in inside or free if index - 4 <= p.index <= index]
    if before:
        return before[-1]
    return inside[0] if inside else None


def _source(picture: Picture, base: str) -> str | None:
    for name in _SOURCES:
        value = picture.get(name).strip().split(" ")[0].rstrip(",")
        if value and not _PLACEHOLDER.search(value):
            return urls.canonical(value, base or None)
    return None


def _once(shown: list[Image]) -> tuple[Image, ...]:
    seen: set[str] = set()
    kept = []
    for image in shown:
        mark = prose.key(image.caption) if image.caption else (image.url or "")
        if mark and mark not in seen:
            seen.add(mark)
            kept.append(image)
    return tuple(kept[:MAX_IMAGES])
