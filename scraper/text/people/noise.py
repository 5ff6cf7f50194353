"""What stands in by-lines and is no name: addresses, dates, headings, words of buttons."""

from __future__ import annotations

import re
import unicodedata

from scraper.text.people import name_tables as tables

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+", re.IGNORECASE)
DOMAIN = re.compile(
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|co|id|tv|info|news|my|sg|uk|me|cc|asia|online)\b(?!\.\w)",
    re.IGNORECASE,
)
_TIME_WORD = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|mon|tue|wed|thu|fri|sat|sun|\w+day"
    r"|jan|feb|peb|mar|apr|mei|may|jun|jul|agu|agt|ags|agust|aug|sep|sept|okt|oct|nov|nop|des|dec"
    r"|(?:jan|febr|pebr)uar[iy]|maret|march|april|jun[ie]|jul[iy]|agustus|august|(?:sept|nov|nop|des|dec)ember"
    r"|o[kc]tober|wib|wita|wit|gmt|[ap]m|on|pada|at|pukul|tanggal|diperbarui|updated?|diterbitkan|tayang|published"
    r"|jam|menit|hari|bulan|tahun|yang|lalu|ago|hours?|minutes?|min|read|views?|kali|dibaca|shares?|rating)"
)
_GAP = r"[\s,:.|/•·–—-]*"
_NUMBER = r"[^\s/|,;]*\d[^\s/|,;]*"
_SPACES = re.compile(r"[^\S\n]+")
_DIGIT = re.compile(r"\d")
_WHEN = re.compile(
    rf"(?:\b{_TIME_WORD}\b{_GAP})*{_NUMBER}(?:{_GAP}(?:\b{_TIME_WORD}\b|{_NUMBER}))*", re.IGNORECASE
)
# What a template writes next to names: an alternative text, the heading of a list of credits.
_HEADINGS = re.compile(
    r"\b(?:photo|foto) (?:author|penulis|profil)\b|\b(?:tim redaksi(?=\s+\w)|kredit|credits?)\b(?!\s*:)",
    re.IGNORECASE,
)
_BUTTONS = "|".join(map(re.escape, (*tables.INTERFACE_PHRASES, *sorted(tables.INTERFACE))))
_INTERFACE = re.compile(rf"(?<![\w'’-])(?:{_BUTTONS})(?![\w'’-])", re.IGNORECASE)
_WRITTEN_FOR = re.compile(
    r"\b(?:written|ditulis)\s+(?:for|untuk)\s[^\n|:]{2,60}?\s(?=(?:by|oleh)\s)", re.IGNORECASE
)
_CAPITAL_I = re.compile(r"\sI\s+(?=(?:editor|reporter|penulis|redaktur|foto)\b)", re.IGNORECASE)
"""A capital letter in place of a bar: "Reporter: Nama I Editor: Nama"."""


def without(text: str) -> str:
    """The by-line with a bar, comma or semicolon for each piece of it that is no name."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    if "@" in text or "." in text or "//" in text:
        text = DOMAIN.sub(" , ", _ADDRESS.sub(" | ", text))
    text = _WRITTEN_FOR.sub(" | ", _CAPITAL_I.sub(" | ", _HEADINGS.sub(" ; ", text)))
    text = _INTERFACE.sub(" | ", text)
    return _WHEN.sub(" | ", text) if _DIGIT.search(text) else text
