"""Bytes of a page → text, whatever the server, the page and its author believed them to be.

The order of evidence follows the WHATWG Encoding and HTML standards (byte order mark, header, meta), with two
departures that old news pages need: valid UTF-8 beats a declared single-byte charset, and bytes that are no
UTF-8 are read as windows-1252 one by one.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import webencodings

HEAD = 4096
"""Bytes at the start of a page where a declaration is looked for (1024 in the standard; some need more)."""

MAX_MENDED = 2_000_000
"""Characters; a longer page is left as damaged as it came, since mending is slow."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),  # no mark, but markup: XML 1.0, appendix F
    (b"\x00<", "utf-16-be"),
)

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(
    rb"<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)

# Encodings of the standard by what a page's declaration is worth: a multi-byte one is tried before UTF-8, and
# one that is no real encoding, or that a page shows by its first bytes instead, counts for nothing.
_MULTIBYTE = frozenset(("gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"))
_IGNORED = frozenset(("replacement", "x-user-defined", "utf-16le", "utf-16be"))

# windows-1252 with its five empty places filled by control characters, as browsers do.
_CP1252 = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
# "surrogateescape" turns a byte that is no UTF-8 into U+DC00 + byte; this turns it into its character.
_STRAY = re.compile("[\udc80-\udcff]")
_SEQUENCE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_STRAYS = {0xDC00 + byte: _CP1252[byte] for byte in range(0x80, 0x100)}

# Mojibake: UTF-8 that was read as windows-1252 and written as UTF-8. Each sequence starts with one of these
# characters (which other languages use rightly) and goes on with what the bytes 80 to BF became.
_LEADS = ("Ã", "Â", "â", "Ä", "Å", "ð", "ï")
_QUOTES = "“”‘’–—…"
_TAIL = "".join(sorted(set(_CP1252[0x80:0xC0]) - set(_QUOTES) - {"\xa0"}))
_LOOSE_SPACE = "(?<=[a-z0-9.,;:!?)”])Â(?= )|(?<=[^\\sA-ZÀ-Þ«])Â(?=\xa0)|(?<=\\s)Â(?=\xa0[^»:;!?])"
_DAMAGE = re.compile(
    f"Ã[{_TAIL}]|Ã[{_QUOTES}](?=[A-Za-z])|(?<![A-ZÀ-Þ])Ã\xa0|[ÄÅ](?![«»])[{_TAIL}]"
    f"|(?<![A-ZÀ-Þ«])Â[\x80-\x9f\xa1-\xbf]|{_LOOSE_SPACE}"
    f"|â€|ð[Ÿ\x9f][{_TAIL}{_QUOTES}]|ï¿½|ï»¿"
)
# What is mended at a time: from the first foreign character of a word to the word's end, so that right text
# next to it is never changed.
_WORD = re.compile(r"[^\x00-\x7f][^ \t\r\n<>]{0,400}")
# Halves of a sequence whose other half was lost on the way: the closing quote's last byte has no place in
# windows-1252, and a no-break space often became a plain one. The rest are control characters.
_LOST_QUOTE = re.compile(r"â€(?![^\x00-\x7f])|â€(?=\xa0)")
_LOST_HALF = re.compile(f"{_LOOSE_SPACE}|[\x80-\x9f]")


def decode(content: bytes, content_type: str | None = None) -> str:
    """The text of an HTML or XML page; never raises.

    Evidence in order: byte order mark, the charset of `content_type` (the Content-Type header's value), meta
    or XML declaration in the first `HEAD` bytes outside comments; without any: UTF-8 where it decodes, else
    windows-1252. UTF-8 is preferred where a declared single-byte charset is contradicted by valid multi-byte
    UTF-8. Text that was encoded twice (mojibake) is mended, only where it shows. NULs are dropped.
    """
    return _read(content, content_type)[0]


def utf8(content: bytes, content_type: str | None = None) -> bytes:
    """The same text in UTF-8: most pages are, and need not be written anew."""
    text, as_it_is = _read(content, content_type)
    return content if as_it_is else text.encode("utf-8", "ignore")


def _read(content: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text, and whether the content is just this text in UTF-8."""
    text, as_it_is = _decoded(content, content_type)
    if "\x00" in text:
        text, as_it_is = text.replace("\x00", ""), False
    mended = _mended(text)
    return mended, as_it_is and mended is text


def _decoded(content: bytes, content_type: str | None) -> tuple[str, bool]:
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace").removeprefix("\ufeff"), False
    declared = _declared(content, content_type)
    for codec in (declared, "utf-8") if declared in _MULTIBYTE else ("utf-8",):
        try:
            return content.decode(codec), codec == "utf-8"
        except UnicodeDecodeError:
            continue
    if declared in (None, "utf-8", "cp1252"):
        return _mostly_utf8(content), False
    return content.decode(declared, "replace"), False


def _declared(content: bytes, content_type: str | None) -> str | None:
    if content_type and (match := _HEADER.search(content_type)) and (codec := _codec(match[1])):
        return codec
    head = content[:HEAD]
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    found = _META.search(head)
    return _codec(found[1].decode("ascii", "replace")) if found else None


@lru_cache(maxsize=256)
def _codec(label: str) -> str | None:
    """Python's codec for a label of the Encoding standard, or None for others and those ignored."""
    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name in _IGNORED:
        return None
    # The standard decodes GBK as GB18030, which contains it; the library does not.
    return "gb18030" if encoding.name == "gbk" else str(encoding.codec_info.name)


def _mostly_utf8(content: bytes) -> str:
    """UTF-8 with stray windows-1252 bytes, or windows-1252 throughout: whichever explains more of it."""
    text = content.decode("utf-8", "surrogateescape")
    if len(_SEQUENCE.findall(text)) >= len(_STRAY.findall(text)):
        return text.translate(_STRAYS)
    return codecs.charmap_decode(content, "strict", _CP1252)[0]


def _mended(text: str) -> str:
    if text.isascii() or len(text) > MAX_MENDED or not any(lead in text for lead in _LEADS):
        return text
    if not _DAMAGE.search(text):
        return text
    import ftfy

    def mend(word: re.Match[str]) -> str:
        damaged = _DAMAGE.search(text, *word.span())
        return ftfy.fix_encoding(word[0]) if damaged else word[0]

    return _LOST_HALF.sub("", _LOST_QUOTE.sub("”", _WORD.sub(mend, text)))
