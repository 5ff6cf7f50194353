"""Captions: the lines that describe a picture, and the credit in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scraper.extraction.body import boilerplate
from scraper.extraction.fields import picture_address
from scraper.text import dates, prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scraper.text.html.elements import Box, Line, Picture
    from scraper.text.html.markup import Document

MAX_LENGTH = 1200
MIN_WIDTH, MAX_DIGITS = 80, 6
"""Pixels below which a picture is an icon; digits of a width that is believed."""
MAX_UNNAMED, MAX_BARE = 250, 160
"""How long a caption inside the text is that nothing is called so: set apart from the prose, and like it."""
MAX_HELD = 3
"""Lines of a box made for a picture: caption, credit, and one more."""
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
_BARE_CREDIT = re.compile(
    r"^[(\[]?\s*(?:(?:foto|photo|sumber|kredit|credit|image)\s*(?:oleh|by)?\s*[:.]\s*[^.:]{2,70}|dok(?:umentasi)?\b[^:]{2,70}"
    r"|ist(?:imewa)?|(?:antara|reuters|afp|ap|getty|xinhua|shutterstock|unsplash|pixabay|pexels|freepik)\b[^.!?:]{0,50}"
    r"|[^\W\d][^.!?:/]{1,40}/[^.!?:/]{2,40}(?:/\w{2,5}\.?)?)\s*[)\]]?\.?$",
    re.IGNORECASE,
)
"""A line that is nothing but a credit."""
_CREDIT_CALLED = re.compile(r"credit|author|source|sumber|fotografer|photographer|copyright")
_NO_ARTICLE_PICTURE = (
    "logo icon avatar profile author sprite pixel banner loading. spacer emoji close button arrow"
).split()
_AD_PICTURE = re.compile(r"(?<![a-z0-9])(?:ads?(?![a-z0-9])|btn)")
_TITLES = frozenset(("h1", "h2", "h3"))
"""Tags of headings, which are no captions whatever their box is called."""
_CENTRED = re.compile(r"text-(?:align-)?center|aligncenter")
_WRAPPERS = frozenset(("div", "figure", "table", "tbody", "center", "span"))
"""Tags of a box that may be made for a picture and its caption."""
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
    title = page.lines[headline] if headline >= 0 else None
    for line in page.lines[begin:]:
        inside = line.box.within(body)
        if opened and not inside:
            break
        above = [picture for picture in pictures.get(line.index, ()) if is_of_article(picture)]
        latest = above[-1] if above else latest
        box = _caption_box(line, body)
        if (
            box is not None
            and latest is None
            and title is not None
            and _heads_the_text(line, box, title, pictures)
        ):
            box = None
        if (
            box is None
            and above
            and line.index > headline
            and _stands_under(page, line, above, body, opened=opened)
        ):
            box = line.box
        opened = opened or inside
        upper = found.get(line.index - 1)
        if box is None and upper is not None and _BARE_CREDIT.match(line.text) and not _is_credit(upper):
            upper.lines.append(line)
            found[line.index] = upper
            continue
        if (
            box is None
            or line.box.tag in _TITLES
            or len(line.text) > MAX_LENGTH
            or prose.labels_only(line.text)
        ):
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


def _heads_the_text(line: Line, box: Box, title: Line, pictures: Mapping[int, list[Picture]]) -> bool:
    """Whether a box called a caption stands with the headline, not with a picture: it is a standfirst."""
    if box.parent is None or box.tag == "figure" or not title.box.within(box.parent):
        return False
    following = pictures.get(line.index + 1, [])
    return not following and not any(picture.box.within(box) for picture in pictures.get(line.index, ()))


def _stands_under(page: Document, line: Line, pictures: list[Picture], body: Box, *, opened: bool) -> bool:
    """Whether a line right behind a picture is its caption, though nothing is called so.

    Between headline and text it is, unless it is a by-line; inside the text it must repeat the alternative
    text, be a credit, share the picture's own box, or be set as no prose around it is. `opened` is whether
    any text stands above it.
    """
    text = line.text
    if len(text) > 400 or line.box.tag in _TITLES or boilerplate.reason(line) or _is_dated(text):
        return False
    is_credit = _BARE_CREDIT.match(text) is not None and prose.sentences(text) == 0
    if not line.box.within(body):
        shares = any(line.box.within(p.box.parent or p.box) for p in pictures)
        return (
            line.linked < 0.5 * len(text)
            and boilerplate.role(line.box) != "byline"
            and (len(text) > 30 or shares or is_credit)
        )
    mark = prose.key(text)
    alts = [prose.key(picture.get("alt") or picture.get("title")) for picture in pictures]
    if len(mark) > 8 and any(mark == alt or (len(alt) > 20 and _repeats(mark, alt)) for alt in alts):
        return True
    if len(text) > MAX_UNNAMED:
        return False
    if _is_set_apart(page, line, opened=opened) or any(_in_own_box(page, line, p, body) for p in pictures):
        return True
    if len(text) > MAX_BARE:
        return False
    if is_credit or (_CREDIT.search(text) and text[0] in "([") or _CREDIT_LABEL.match(text):
        return True
    return prose.sentences(text) == 0 and any(
        line.box is p.box or line.box.parent is p.box for p in pictures if p.box.tag != "body"
    )


def _is_set_apart(page: Document, line: Line, *, opened: bool) -> bool:
    """Whether a line is centred or, below some text, in italics or small type, and the next line is not."""
    below = page.lines[line.index + 1] if line.index + 1 < len(page.lines) else None
    if _is_centred(line):
        return below is None or not _is_centred(below)
    return opened and _is_slanted(line) and (below is None or not _is_slanted(below))


def _is_centred(line: Line) -> bool:
    return any(
        box.tag == "center"
        or box.get("align").lower() == "center"
        or "text-align:center" in box.get("style").replace(" ", "").lower()
        or _CENTRED.search(box.label) is not None
        for box in line.box.near(2)
    )


def _is_slanted(line: Line) -> bool:
    return any(element.text == line.text for element in line.box.css("em,i,small"))


def _in_own_box(page: Document, line: Line, picture: Picture, body: Box) -> bool:
    """Whether a picture and the line have a box to themselves, in which one of them has a box of its own."""
    shared = next(box for box in picture.box.path() if line.box.within(box))
    if body.within(shared) or shared.tag not in _WRAPPERS or (line.box is shared and picture.box is shared):
        return False
    held = page.lines_in(shared, max(0, line.index - 1))
    return held[0] is line and len(held) <= MAX_HELD and sum(len(other.text) for other in held) <= 400


def _repeats(mark: str, alt: str) -> bool:
    """Whether a text is an alternative text and little more: a credit before or behind it."""
    return alt in mark and len(mark) < len(alt) + 60


def _is_dated(text: str) -> bool:
    return len(text) < 80 and any(stamp.start < 20 for stamp in dates.scan(text))


def joined_text(line: Line) -> str:
    """A caption's line, with a space where a credit in an element of its own touches the text."""
    text = line.text
    for span in line.inline:
        credit_text = span.text
        if credit_text and text.startswith(credit_text) and _CREDIT_CALLED.search(span.label):
            rest = text[len(credit_text) :]
            return f"{credit_text} {rest}" if rest[:1].isalnum() else text
    return text


def joined(captions: Mapping[int, Caption]) -> list[Caption]:
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
    """The credit in a caption, without its label and brackets, or None where none is recognised."""
    for line in lines or ():
        for span in line.inline:
            if span.tag != "a" and _CREDIT_CALLED.search(span.label) and span.text:
                return _CREDIT_LABEL.sub("", span.text.strip(" ()")) or None
    match = _CREDIT.search(text)
    if not match:
        if "/" in text and "(" not in text and _BARE_CREDIT.match(text):
            return text.strip(" .")
        sources = [line.text for line in lines or () if "/" in line.text and len(line.text) <= 60]
        return sources[0] if sources and len(lines or ()) > 1 else None
    found = next(group for group in match.groups() if group)
    if not re.search(r"[^\W\d]{2}", found):
        return None
    return _CREDIT_LABEL.sub("", found.strip(" .")) or None


def is_of_article(picture: Picture) -> bool:
    """Whether a picture belongs to the article: no icon, logo or advert, and in no list or menu."""
    width = picture.get("width")
    if width.isdecimal() and len(width) < MAX_DIGITS and int(width) < MIN_WIDTH:
        return False
    name = f"{picture.get('class')} {picture_address.find(picture)[-120:]}".lower()
    if any(word in name for word in _NO_ARTICLE_PICTURE) or _AD_PICTURE.search(name):
        return False
    return not boilerplate.outside(picture.box)
