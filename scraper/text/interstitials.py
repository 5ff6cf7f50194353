"""Interstitials: pages in place of an article, such as not found, a challenge, consent, the reader must pay.

Such a message fills a line or a part of the title; an article that only mentions such things has longer
sentences. So the patterns match the beginning of a sentence, or all of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.model import NotAnArticle, PageKind

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH = 250
"""Characters of a line; longer ones are paragraphs."""

_PARTS = re.compile(r"\s[–—|-]\s|[|»]|(?<=[.!?…])\s+")
_CALL = r"(?:(?:oops|ups|maaf|sorry|mohon|silakan|please|tolong|ayo|yuk)\b\W*)*"
_END = r"\W*$"
_THING = r"(?:halaman|laman|artikel|berita|konten|tautan)"
_JOIN = r"(?:berlangganan|langganan|daftar|masuk|log[- ]?in)"

_NOT_FOUND = rf"""
    (?:http\s+|error\s+)*404(?:\s+error)?\W*(?:(?:page\s+|halaman\s+)?(?:not\s+found|tidak\s+ditemukan))?{_END}
    | {_THING}(?:\s+(?:ini|tersebut|yang\s+(?:anda|kamu|dicari|diminta)[\w\s]{{0,30}}?))?\s+(?:sudah\s+)?tidak
      \s+(?:dapat\s+|bisa\s+|lagi\s+)?(?:(?:di)?temukan|tersedia(?:\s+lagi)?|ada(?:\s+lagi)?){_END}
    | (?:the\s+|this\s+)?(?:page|article|content|story)(?:\s+(?:that\s+)?you[\w\s'’]{{0,30}}?)?
      \s+(?:is\s+|was\s+|could\s+|can)?(?:not|n['’]t)\s+(?:be\s+)?(?:found|available){_END}
    | (?:the\s+|this\s+)?(?:page|article)[\w\s'’]{{0,30}}?\s+(?:no\s+longer|does\s*n['’o]t)\s+exists?{_END}
    | (?:not|nothing)\s+found{_END}
"""
_CHALLENGE = rf"""
    just\s+a\s+moment{_END} | attention\s+required{_END} | access\s+denied{_END} | security\s+check{_END}
    | one\s+more\s+step{_END} | tunggu\s+sebentar{_END} | pemeriksaan\s+keamanan{_END}
    | akses\s+(?:anda\s+)?(?:ditolak|diblokir){_END} | you\s+have\s+been\s+blocked
    | access\s+to\s+this\s+page\s+has\s+been\s+denied | pardon\s+our\s+interruption | ddos\s+protection\s+by
    | request\s+unsuccessful | enable\s+javascript\s+and\s+cookies
    | checking\s+(?:your\s+browser|if\s+the\s+site)
    | (?:verify|verifying|confirm)\s+(?:that\s+)?you(?:['’]re|\s+are)
      \s+(?:a\s+)?(?:human|not\s+a\s+(?:ro)?bot)
    | are\s+you\s+a\s+(?:ro)?bot | [\w.-]+\s+needs\s+to\s+review\s+the\s+security
    | (?:complete|solve|enter|fill\s+in)\b.{{0,30}}\b(?:captcha|security\s+check)
    | (?:selesaikan|isi|masukkan|ketik|lengkapi)(?:lah)?\b.{{0,30}}\bcaptcha
    | (?:kami\s+)?(?:sedang\s+)?memeriksa\s+(?:browser|peramban|koneksi)\s+anda
    | (?:verifikasi|pastikan|buktikan|konfirmasi(?:kan)?)\b.{{0,20}}\banda
      \s+(?:adalah\s+)?(?:seorang\s+)?(?:manusia|bukan\s+robot)
"""
_CONSENT = rf"""
    before\s+you\s+continue | we\s+value\s+your\s+privacy | cookies?\s+consent{_END} | consent\s+wall
    | we\s+(?:and\s+our\s+partners\s+)?(?:use|store)\s+cookies | this\s+(?:web\s*)?site\s+uses\s+cookies
    | sebelum\s+anda\s+melanjutkan | sebelum\s+melanjutkan{_END}
    | persetujuan\s+(?:penggunaan\s+)?cookies?{_END}
    | (?:kami\s+menghargai|kami\s+menghormati)\s+privasi\s+anda | privasi\s+anda\s+penting
    | kami(?:\s+dan\s+(?:para\s+)?mitra(?:\s+kami)?)?\s+(?:menggunakan|menyimpan|memakai)\s+cookie
    | (?:situs|laman)(?:\s+web)?(?:\s+ini|\s+kami)?\s+(?:menggunakan|memakai)\s+cookie
"""
_PAYWALL = rf"""
    {_JOIN}\b.{{0,40}}\b(?:untuk|agar|guna|supaya|dan)\b.{{0,20}}
      \b(?:melanjutkan|lanjut|selengkapnya|membaca|baca|mengakses)\b
    | untuk\s+(?:melanjutkan|lanjut|membaca|mengakses)\b.{{0,80}}\b{_JOIN}\b
    | (?:artikel|konten|berita)\s+ini\s+(?:adalah\s+|merupakan\s+)?(?:(?:artikel|konten|berita)\s+)?premium\b
    | (?:(?:artikel|konten|berita)(?:\s+ini)?\s+)?(?:hanya\s+|eksklusif\s+|khusus\s+)+(?:tersedia\s+)?
      (?:untuk\s+|bagi\s+)?(?:para\s+)?pelanggan\b
    | anda\s+(?:telah|sudah)\s+mencapai\s+batas
    | (?:subscribe|sign\s+(?:in|up)|log[- ]?in|register)\b.{{0,40}}
      \b(?:continue|keep\s+reading|read\s+(?:the|this))\b
    | to\s+(?:continue|keep)\s+reading\b
    | (?:this|the)\s+(?:article|content|(?:full\s+)?story)\s+is
      \s+(?:only\s+)?(?:for|available\s+to|reserved\s+for)\s+subscribers
    | you(?:['’]ve|\s+have)\s+(?:reached\s+your|read\s+your\s+last)\b
"""

_WALLS = {
    kind: re.compile(rf"{_CALL}(?:{table})", re.IGNORECASE | re.VERBOSE)
    for kind, table in (
        (PageKind.CHALLENGE, _CHALLENGE),
        (PageKind.CONSENT, _CONSENT),
        (PageKind.NOT_FOUND, _NOT_FOUND),
    )
}
_PAY = re.compile(rf"{_CALL}(?:{_PAYWALL})", re.IGNORECASE | re.VERBOSE)


def detect(texts: Iterable[str]) -> NotAnArticle | None:
    """The first message among titles and lines that is of a challenge, a consent page or a missing page."""
    sentences = _sentences(texts)
    for kind, pattern in _WALLS.items():
        match = next((found for text in sentences if (found := pattern.match(text))), None)
        if match is not None:
            return NotAnArticle(kind, match.group())
    return None


def paywall_message(lines: Iterable[str]) -> str:
    """A message that the reader must pay or sign in to read on; "" without one."""
    return next((found.group() for text in _sentences(lines) if (found := _PAY.match(text))), "")


def _sentences(texts: Iterable[str]) -> list[str]:
    """Each text, and its parts: a title carries the site's name, a message often follows an apology."""
    short = [text for text in texts if len(text) <= MAX_LENGTH]
    return [part.strip() for text in short for part in (text, *_PARTS.split(text))]
