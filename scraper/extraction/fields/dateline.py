"""The dateline: the place that opens the text ("JAKARTA, kliping.id - …", "Medan (ANTARA) - …")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.text import prose
from scraper.text.people.name_tables import PLACES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scraper.extraction.evidence.page_evidence import Evidence
    from scraper.model import Block

_DASH = r"(?:--+|[-–—:]|\s\|\s)"
_PLACE = r"(?P<place>[A-Z][\w.'’]*(?:[ -](?:[A-Z][\w.'’]*|dan|del|of)){0,4}|[A-Z][A-Z .'’-]{2,40})"
_DOMAIN = r"(?:www\.)?[\w-]+(?:\.[\w-]+)+"
_AGENCY = r"(?:[A-Z][\w.&'-]*(?:[ .][\w.&'/-]+){0,3})"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # REPUBLIK.CO.ID, JAKARTA -- · Situs6.com, Jakarta - · Situs.com, Jakarta:
        rf"^{_DOMAIN}\s*,\s*{_PLACE}\s*{_DASH}",
        # Situs6.com, Jakarta Warganet … (a style of one network: no dash at all)
        rf"^{_DOMAIN}\s*,\s*(?P<place>[A-Z][a-z]+)\s+(?=[A-Z])",
        # JAKARTA, situs.com - · Jakarta, Nama Kantor --
        rf"^{_PLACE}\s*,\s*(?:{_DOMAIN}|(?P<agency>{_AGENCY}))\s*{_DASH}",
        # Medan (ANTARA) - · Jakarta, (Antara) - · ISTANBUL, 23 Februari 2016 (Antara/PRNewswire) --
        (
            rf"^{_PLACE}(?:,\s[A-Z][a-z]+)?\s*,?\s*(?:\d{{1,2}} \w+ \d{{4}}\s*)?"
            rf"[(\[][^()\[\]]{{2,40}}[)\]]\s*(?:{_DASH}|,)"
        ),
        # Jakarta - · TANA PASER - · Ratatotok –
        rf"^{_PLACE}\s*(?:--+|\s[-–—]|[–—])\s*",
        r"^(?P<place>[A-Z][A-Z .'’]{2,30})\s*-\s+",
        # KUALA MERANTI: …
        r"^(?P<place>[A-Z]{3}[A-Z .'’]{1,30}):\s",
    )
)
_NO_PLACE = re.compile(r"\.(?:com|co|id|net|tv|org)\b|\d|^(?:foto|video|ket)", re.IGNORECASE)
MAX_LENGTH = 45


def choose(evidence: Evidence, blocks: Sequence[Block]) -> str | None:
    """The dateline of an article: it opens the text, or its second paragraph."""
    opening = [block.text for block in blocks[:2] if block.kind != "lead"]
    return next((place for text in opening if (place := read(text, evidence.site_names))), None)


def read(paragraph: str, site_names: Collection[str] = ()) -> str | None:
    """The place in the dateline that opens a paragraph, as written, or None.

    `site_names` are names of the paper, joined and in lower case: papers put themselves there, too.
    """
    match = next((match for shape in _SHAPES if (match := shape.match(paragraph[:160]))), None)
    if match is None:
        return None
    place = match["place"].strip(" ,-–—.")
    behind = match.groupdict().get("agency") or ""
    if prose.key(behind) in PLACES and prose.key(place) not in PLACES:
        place = behind.strip()  # the agency stands first: "KBRN, Ambon :"
    if paragraph[match.end() :].lstrip(" -–—").startswith(place.lower()):
        return None  # a doubled word: "Pasar - pasar di kota …"
    words = prose.key(place).split()
    if not words or len(words) > 5 or len(place) > MAX_LENGTH:
        return None
    return None if "".join(words) in site_names or _NO_PLACE.search(place) else place
