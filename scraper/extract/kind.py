"""Telling an article from the other pages of a news site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.extract.structured import ARTICLE_TYPES
from scraper.model import NotAnArticle, PageKind

if TYPE_CHECKING:
    from scraper.extract.body import Body
    from scraper.extract.headline import Headline
    from scraper.extract.meta import Meta
    from scraper.extract.structured import Structured
    from scraper.text.markup import Document

MIN_TEXT = 250
"""Characters of text below which a page that does not declare itself an article is none."""

_SECTION_TITLE = re.compile(
    r"^(?:kategori|category|tag|topik|arsip|archives?|indeks|index|rubrik|label|hasil\s+pencarian|search\s+results?)\s*(?:berita)?\s*[:–—-]"
    r"|^(?:indeks|kumpulan)\s+(?:berita|artikel)|\s[–—|-]\s(?:page|halaman)\s+\d+\b|^(?:beranda|home)$",
    re.IGNORECASE,
)

_NOT_FOUND = re.compile(
    r"(?:halaman|artikel|berita|konten)\b.{0,30}\btidak\s+(?:di)?temukan|page\s+not\s+found|not\s+found|\b404\b|tidak\s+tersedia\s+lagi",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|attention required"
    r"|enable javascript and cookies"
    r"|ddos protection|captcha|access denied|are you a robot",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|sebelum melanjutkan|cookie(?:s)? consent|consent wall",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:berlangganan|langganan)\s+(?:untuk|sekarang|dan)\b|untuk\s+melanjutkan\s+membaca|subscribe\s+to\s+(?:continue|read)|artikel\s+(?:premium|khusus\s+pelanggan)",
    re.IGNORECASE,
)
_SECTION_PATH = re.compile(
    r"^https?://[^/]+/?(?:$|(?:indeks?|index|kategori|category|tag|topik|search|rubrik|page)(?:[/?.]|$))",
    re.IGNORECASE,
)


def of_nothing(page: Document) -> NotAnArticle:
    """What a page without headline or prose is."""
    special = _special(page)
    if special is not None:
        return special
    if sum(bool(line.links) for line in page.lines) > 10:
        return NotAnArticle(PageKind.SECTION, "links without a text")
    return NotAnArticle(PageKind.EMPTY, "no text")


def judge(
    page: Document, meta: Meta, structured: Structured, title: Headline, body: Body, url: str
) -> NotAnArticle | None:
    """Why a page with a headline and some prose is no article, or None if it is one."""
    size = sum(len(block.text) for block in body.blocks)
    declared = bool(structured.types & ARTICLE_TYPES) or meta.get("og:type").lower() == "article"
    if size < 1200:
        special = _special(page, title.text)
        if special is not None:
            return special
    if url and _SECTION_PATH.match(url):
        return NotAnArticle(PageKind.SECTION, f"the address is a section's: {url}")
    if not structured.free and size < 600:
        return NotAnArticle(PageKind.PAYWALL, "declared as not free, and the text is short")
    if _SECTION_TITLE.search(title.text):
        return NotAnArticle(PageKind.SECTION, f"the title is a list's: {title.text}")
    cells, links = _teasers(body)
    if cells >= 5 and links >= 0.5 * cells:
        return NotAnArticle(
            PageKind.SECTION, f"{cells} texts, each in a box of its own, beside {links} links"
        )
    if size < (60 if declared else MIN_TEXT) or max(len(block.text) for block in body.blocks) < 40:
        if meta.get("og:type").startswith("video") or structured.types & {"VideoObject"}:
            return NotAnArticle(PageKind.VIDEO, "a video with hardly a text")
        if structured.types & {"ImageGallery", "MediaGallery"}:
            return NotAnArticle(PageKind.GALLERY, "a gallery with hardly a text")
        return NotAnArticle(PageKind.EMPTY, f"{size} characters of text")
    return None


def _teasers(body: Body) -> tuple[int, int]:
    """Boxes that hold a single text each, and headlines that are links: what section pages are made of.

    An article's paragraphs stand in one box, or a few; then there are no cells.
    """
    prose_lines = [line for line in body.kept if len(line.text) > 50]
    homes = {id(line.box.parent) for line in prose_lines}
    links = sum(1 for why, line in body.cut if why == "read-also" and len(line.text) > 25)
    return (len(homes), links) if len(homes) > 0.6 * len(prose_lines) else (0, links)


def _special(page: Document, title: str = "") -> NotAnArticle | None:
    head = f"{page.title} {title} " + " ".join(line.text for line in page.lines[:40])[:3000]
    for pattern, what in (
        (_CHALLENGE, PageKind.CHALLENGE),
        (_CONSENT, PageKind.CONSENT),
    ):
        match = pattern.search(head)
        if match and sum(len(line.text) for line in page.lines) < 3000:
            return NotAnArticle(what, match.group())
    match = _NOT_FOUND.search(f"{page.title} {title}")
    if match:
        return NotAnArticle(PageKind.NOT_FOUND, match.group())
    return None
