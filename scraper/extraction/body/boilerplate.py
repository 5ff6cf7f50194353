"""Boilerplate: boxes recognised by their names, and lines by their text.

`role` reads the names that a site's makers gave to a box (class, id, tag), in the vocabulary that themes and
content systems share. `reason` reads a line of text with the phrases of `scraper.text.prose`. Both only
judge; what is done about it is the body's business.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from scraper.extraction.evidence import hints
from scraper.text import openings, phrases, prose
from scraper.text.html.elements import HEADINGS
from scraper.text.people import names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.text.html.elements import Box, Line
    from scraper.text.html.markup import Document

_ROLE_WORDS = {
    "comments": (
        r"comments?(?!er)|komentar|disqus|respond\b|replies|kommentar|commentaire|comentario|talkback"
        r"|discussion"
    ),
    "related": (
        r"related|terkait|baca[-_]?juga|read[-_]?also|also[-_]?read|see[-_]?also|lihat[-_]?juga"
        r"|simak[-_]?juga|link[-_]?sisip|berkaitan|artikel[-_]?lain|berita[-_]?lain|more[-_]?stories"
        r"|other[-_]?(?:article|news|post)s?|similar"
    ),
    "latest": (
        r"terkini|terbaru|popul[ae]r|terhangat|trending|rekomendasi|recommend|latest|recent|most[-_]"
        r"|more[-_]?from|outbrain|taboola|mgid|next[-_]?article|pilihan|you[-_]?may|headline[-_]?list"
        r"|widget[-_]?(?:news|list)|infinite|newsfeed"
    ),
    "share": (
        r"\bsharing|(?<![a-z])share|sosmed|socmed|medsos|social|addthis|addtoany|bagikan"
        r"|\bsns\b"
    ),
    "nav": (
        r"\bnav|(?<![a-z])menu|breadcrumb|pagination|paging|pager|\bpages?[-_]?(?:link|nav|number)"
        r"|(?<![a-z])toc(?![a-z])|table[-_]?of[-_]?contents"
        r"|halaman|next[-_]?prev|previous|(?<![a-z])prev(?![a-z])|post[-_]?nav|prev[-_]?next"
    ),
    "advert": (
        r"(?<![a-z0-9])ads?(?![a-z0-9])|(?<![a-z0-9])ads(?=[a-z]{0,6}$)|advert|iklan|(?<![a-z])banner|sponsor"
        r"|(?<![a-z])dfp|(?<![a-z])gpt|adsense|adsbygoogle|parallax|billboard|(?<![a-z])promo(?![a-z])"
        r"|leaderboard"
    ),
    "caption": (
        r"caption|keterangan|media[-_]*(?:desc|info|credit)|info[-_]?description|[-_](?:foto|photo)$|foto[-_]?desc"
        r"|(?:photo|foto|image|img|pic)s?[-_]?(?:desc|info|credit|source|text|title|by)|slideshow"
        r"|(?<![a-z])art[-_]?img"
        r"|(?:photo|foto|image|img)[-_]?(?:wrap|holder|utama|headline|full|detail|artikel|article)"
        r"|photo[-_]*gallery|gallery[-_]*(?:item|desc)"
    ),
    "tags": (
        r"(?<![a-z])tags?(?![a-z])|tagging|tag[-_]?(?:list|cloud|article|links?)"
        r"|hashtag|(?<![a-z])topik(?![a-z])|keywords?"
    ),
    "pitch": (
        r"newsletter|subscri|(?<![a-z])log[-_]?in|register|modal|pop[-_]?up|cookie|consent"
        r"|follow[-_]?(?:us|kami)|google[-_]?news|whatsapp[-_]?channel|download[-_]?app"
        r"|apps?[-_]banner|donat|rating|voting|(?<![a-z])vote|polling|reaction|emoji|feedback"
    ),
    "embed": (
        r"twitter[-_]tweet|instagram[-_]media|fb[-_](?:post|video)|tiktok[-_]embed"
        r"|video[-_]?(?:js|player|wrapper|embed)|jwplayer|playlist"
    ),
    "byline": (
        r"author|penulis|by[-_]?line|reporter|(?<![a-z])editor|pewarta|jurnalis|entry[-_]?meta"
        r"|post[-_]?meta|article[-_]?(?:info|meta)|(?<![a-z])date|(?<![a-z])time(?![a-z])|tanggal"
        r"|(?<![a-z])waktu|publish|posted[-_]?on|credits?(?![a-z])"
    ),
    "footer": (r"(?<!post-)(?<!entry-)(?<!article-)footer|copyright|disclaimer|(?<![a-z])rights"),
    "sidebar": (
        r"side[-_]?bar|(?<![a-z])aside|(?<![a-z])widget|kolom[-_]?kanan|right[-_]?(?:col|side)"
        r"|(?<![a-z])col[-_]?right"
    ),
}
_ROLE = re.compile("|".join(f"(?P<{role}>{words})" for role, words in _ROLE_WORDS.items()))
_FILED = re.compile(r"(?:tag|category|post|type|status|format)-\S")
"""Classes that WordPress puts on a post for what it is filed under (`post_class`); they name no role."""

MAX_NAMES = 24
"""So many of a box's names are looked at."""

MAX_CACHED_NAMES = 50_000
_NAME_ROLES: dict[str, str] = {}
"""The roles of class names seen so far: sites share many and repeat all."""

_TAG_ROLES = {"nav": "nav", "footer": "footer", "aside": "sidebar", "figcaption": "caption", "form": "pitch"}

_SMALL = frozenset(("nav", "share", "advert", "pitch", "tags", "byline", "caption"))
"""Roles whose boxes hold a few words at most."""

PROSE_LINE, MUCH_PROSE = 80, 500

REMOVED = "removed"
"""The role of boxes that the outlet's profile says to leave out."""

OUTSIDE = frozenset(
    ("comments", "related", "latest", "share", "nav", "advert", "pitch", "footer", "sidebar", REMOVED)
)
"""Roles of boxes that hold no text of the article."""

REASONS = {
    "comments": "share",
    "related": "read-also",
    "latest": "read-also",
    "share": "share",
    "nav": "share",
    "advert": "advert",
    "caption": "caption",
    "tags": "tags",
    "pitch": "pitch",
    "embed": "embed",
    "byline": "byline",
    "footer": "rights",
    "sidebar": "read-also",
    REMOVED: "advert",
}
"""The reason recorded for text cut because of its box's role."""


def mark_removed(page: Document, selectors: Iterable[str]) -> None:
    """Mark the boxes that an outlet's profile says to leave out, so that everything in them is cut."""
    for selector in selectors:
        for box in hints.boxes(page, selector):
            box.role = REMOVED


def role(box: Box) -> str:
    """What a box is for, by its tag and its own names; "" where they do not say."""
    if box.role is None:
        label = box.get("class").lower() if box.tag in HEADINGS else box.label  # their ids repeat their text
        found = _TAG_ROLES.get(box.tag) or (_label_role(label) if label else "")
        if box.tag == "footer" and any(around.tag in {"article", "main"} for around in box.path()):
            found = ""  # the end of the article, not of the page: tags and by-lines stand there
        box.role = "" if found in _SMALL and box.tag in HEADINGS else found
    return box.role


def _label_role(label: str) -> str:
    """The role of the first of a box's names that has one."""
    filed = "hentry" in label or "type-post" in label
    for name in label.split()[:MAX_NAMES]:
        if filed and _FILED.match(name):
            continue
        found = _NAME_ROLES.get(name)
        if found is None:
            found = _name_role(name)
            if len(_NAME_ROLES) < MAX_CACHED_NAMES:
                _NAME_ROLES[name] = found
        if found:
            return found
    return ""


def _name_role(name: str) -> str:
    match = _ROLE.search(name[:80])
    return (match.lastgroup or "") if match else ""


def clear_roles(inner: Box | None) -> None:
    """Ignore the names of a box that holds the article, and of those around it."""
    for box in inner.path() if inner is not None else ():
        if box.role != REMOVED:
            box.role = ""


def clear_layout_roles(page: Document, body: Box) -> None:
    """Judge names again, now that the body is found.

    The boxes around it make up the page's layout, which may carry any name: theirs are ignored. In it,
    small roles are cleared where the boxes turn out to hold prose ("paging-content").
    """
    clear_roles(body)
    held: dict[str, int] = {}
    named: list[Box] = []
    for line in page.lines_in(body):
        prose_like = prose.size(line.text) >= PROSE_LINE and line.linked < 0.3 * len(line.text)
        for box in line.box.path():
            if box is body:
                break
            if role(box) in _SMALL:
                named.append(box)
                held[box.label] = held.get(box.label, 0) + (len(line.text) if prose_like else 0)
    for box in named:
        if held[box.label] >= MUCH_PROSE:
            box.role = ""
    for box in page.boxes:
        box.outside_role = None


def outside(box: Box) -> str:
    """The role that puts a box outside the article's text, its own or one around it; "" if none does."""
    if box.outside_role is None:
        own = role(box)
        if own in OUTSIDE:
            box.outside_role = own
        else:
            box.outside_role = outside(box.parent) if box.parent is not None else ""
    return box.outside_role


_WIDE_MARK = re.compile(r"（[^（）]{1,16}）")
"""A name or a mark alone in brackets, as East Asian papers close a text."""

_FIRST_CHECKS = openings.either(
    **{
        "read-also": phrases.READ_ALSO_START,
        "advert": phrases.ADVERT_START,
        "rights": phrases.RIGHTS_START,
        "byline": phrases.BYLINE_START,
        "embed": phrases.EMBED_START,
        "tags": phrases.TAGS_START,
        "share": phrases.PAGER_START,
    }
)


def reason(line: Line) -> str:
    """Why a line is no text of the article, by what it says; "" if it may be."""
    return reason_of(line.text, linked=line.linked)


def reason_of(text: str, *, linked: int = 0) -> str:
    """The same for a text of which `linked` characters are links."""
    if len(text) < 220:
        for name in chain(_FIRST_CHECKS(text), openings.reasons(text)):
            if _holds(name, text, linked):
                return name
        if prose.labels_only(text):
            return "share"
        if (text[0] in "([*" and names.initials(text)) or _WIDE_MARK.fullmatch(text):
            return "byline"
    if len(text) < 500:
        holds = (folded := text.lower()).__contains__
        if any(map(holds, phrases.RIGHTS_WORDS)) and phrases.RIGHTS.search(text):
            return "rights"
        if phrases.PITCH_START.match(text) or _asks_to_write(folded):
            return "pitch"
        if any(map(holds, phrases.PITCH_WORDS)) and phrases.PITCH_VERB.search(text):
            return "pitch"
    return ""


def _asks_to_write(folded: str) -> bool:
    if "kami" not in folded and "redaksi" not in folded:
        return False
    match = phrases.PITCH_CONTACT.search(folded)
    return match is not None and match.start() <= 60


def _holds(name: str, text: str, linked: int) -> bool:
    """Whether what the opening of a line suggests is true of the line; pitches are sentences, too."""
    if name == "read-also":
        return _points_elsewhere(text, linked)
    return name == "pitch" or not _is_sentence(text, linked)


def _is_sentence(text: str, linked: int) -> bool:
    """Many a sentence opens with a word of boilerplate ("Iklan rokok dilarang di semua halte.")."""
    if linked or ":" in text[:40] or "：" in text[:40] or not prose.ends_sentence(text):
        return False
    return text.count(" ") >= 4 or prose.size(text) > 2 * len(text)


def _points_elsewhere(text: str, linked: int) -> bool:
    """A read-also phrase may open a sentence ("Simak artikel ini …"); a colon or link makes it a pointer."""
    if _is_sentence(text, linked):
        return False
    return ":" in text[:40] or linked > 0.3 * len(text) or len(text) < 40
