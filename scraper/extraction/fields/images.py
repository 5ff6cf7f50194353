"""Images of the article with their captions, as displayed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from scraper.extraction.fields import picture_address
from scraper.extraction.fields.captions import MAX_LENGTH, credit, is_of_article, joined, joined_text
from scraper.model import Image
from scraper.text import prose, urls

if TYPE_CHECKING:
    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.extraction.fields.captions import Caption
    from scraper.extraction.fields.layout import Layout
    from scraper.text.html.elements import Picture
    from scraper.text.html.markup import Document

MAX_IMAGES = 40


def choose(evidence: Evidence, layout: Layout) -> tuple[Image, ...]:
    """The article's images in page order, each caption once. Without any, the first declared one is taken."""
    page, base = evidence.page, evidence.base
    used: set[int] = set()
    placed: list[tuple[int, Image]] = []
    for caption in joined(layout.captions):
        picture = caption.picture or _nearest(page, caption, used)
        if picture is not None:
            used.add(id(picture))
        text = " ".join(map(joined_text, caption.lines))[:MAX_LENGTH]
        url = _source(picture, base) if picture is not None else None
        placed.append((caption.lines[0].index, Image(url, text, credit(text, caption.lines))))
    placed += [
        (picture.index, Image(url))
        for picture in page.pictures
        if id(picture) not in used
        and picture.box.within(layout.body.box)
        and is_of_article(picture)
        and not _leads_away(picture)
        and (url := _source(picture, base))
    ]
    placed.sort(key=lambda item: item[0])
    shown = [image for _, image in placed]
    declared = next((url for url in (evidence.meta.get("og:image"), *evidence.structured.images) if url), "")
    if declared and not any(image.url for image in shown):
        lead = urls.canonical(declared, base or None)
        first = shown[0] if shown else Image(None)
        shown = [Image(lead, first.caption, first.credit), *shown[1:]]
    return _once(shown)


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
    free = [p for p in page.pictures[first:last] if id(p) not in used and is_of_article(p)]
    inside = [p for p in free if p.box.within(caption.box) or (around is not None and p.box.within(around))]
    before = [p for p in inside or free if index - 4 <= p.index <= index]
    if before:
        return before[-1]
    return inside[0] if inside else None


def _source(picture: Picture, base: str) -> str | None:
    address = picture_address.find(picture)
    return urls.canonical(address, base or None) if address else None


def _once(shown: list[Image]) -> tuple[Image, ...]:
    seen: set[str] = set()
    kept = []
    for image in shown:
        mark = prose.key(image.caption) if image.caption else (image.url or "")
        if mark and mark not in seen:
            seen.add(mark)
            kept.append(image)
    return tuple(kept[:MAX_IMAGES])
