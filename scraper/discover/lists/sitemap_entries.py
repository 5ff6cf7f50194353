"""The entries of a sitemap, out of its bytes piece by piece: nothing is kept of what was read."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 50 * 1024 * 1024
"""The protocol's bound on an unpacked sitemap; what comes after is left out."""

PIECE = 128 * 1024
"""Bytes read at a time: about a thousand entries."""

MAX_DEPTH = 32
"""Elements within elements; entries of the known extensions stay under ten."""

MAX_TEXT = 10_000
"""Characters of one text that are kept; longer addresses are none."""

_GZIP = b"\x1f\x8b"
_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENTRIES = frozenset(("url", "sitemap"))

Entry = tuple[str, dict[str, str]]
"""("url" or "sitemap", its texts by local name)."""


class Damaged(ValueError):  # noqa: N818 - what the sitemap is
    """Nothing can be read from here on; what came before counts."""


class Dangerous(ValueError):  # noqa: N818 - likewise
    """XML that declares entities, or is nested without end: no sitemap does, and none is expanded."""


def pieces(content: bytes) -> Iterator[list[Entry]]:
    """The entries that each piece of a sitemap completes, a list a piece; XML or plain text, gzip or not.

    Ends early by raising Damaged (broken XML, broken gzip) or Dangerous. Entity declarations stand
    before the root, so a document refused for them has given no entries.
    """
    unpacked = _unpacked(content)
    head = next(filter(None, (piece.lstrip(_BLANK) for piece in unpacked)), b"")
    reader = _Xml() if head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) else _Text()
    damage: ValueError | None = None
    try:
        yield reader.read(head)
        for piece in unpacked:
            yield reader.read(piece)
    except (Damaged, Dangerous) as fault:
        damage = fault
    yield reader.rest()
    if damage:
        raise damage
    reader.close()


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Pieces of at most `PIECE` bytes, `MAX_BYTES` in all; the members of gzip one after the other."""
    left = MAX_BYTES
    for piece in _inflated(content) if content.startswith(_GZIP) else _cut(content):
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def _inflated(packed: bytes) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=31)
    for piece in _cut(packed):
        rest = piece
        while rest:
            if member.eof:
                if not rest.startswith(_GZIP[: len(rest)]):
                    return  # padding
                member = zlib.decompressobj(wbits=31)
            try:
                yield member.decompress(rest, PIECE)
            except zlib.error as fault:
                raise Damaged(f"broken gzip ({fault})") from fault
            rest = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        raise Damaged("the gzip breaks off")


class _Xml:
    """`url` and `sitemap` elements, with their own texts and those of the news extension.

    Other extensions (pictures, videos) have a loc and a title of their own, which are not the page's.
    """

    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        self._parser = parser
        self._path: list[str] = []
        self._entry: dict[str, str] | None = None
        self._depth = 0  # of the entry in the path
        self._found: list[Entry] = []

    def read(self, piece: bytes) -> list[Entry]:
        self._parse(piece, last=False)
        return self.rest()

    def rest(self) -> list[Entry]:
        found, self._found = self._found, []
        return found

    def close(self) -> None:
        """Raises Damaged if the document is not at its end."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except Dangerous:
            raise
        except (expat.ExpatError, LookupError, ValueError) as fault:  # the latter two: unknown encodings
            raise Damaged(f"broken XML ({fault})") from fault

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition("}")[2].lower()
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise Dangerous(f"elements within elements, more than {MAX_DEPTH}")
        if self._entry is None and name in _ENTRIES:
            self._entry, self._depth = {}, len(self._path)

    def _end(self, _: str) -> None:
        name = self._path.pop()
        if self._entry is not None and len(self._path) < self._depth:
            self._found.append((name, {key: text.strip() for key, text in self._entry.items()}))
            self._entry = None

    def _text(self, text: str) -> None:
        if self._entry is None:
            return
        inside = self._path[self._depth :]
        is_own = len(inside) == 1 and inside[0] != "title"
        if is_own or (len(inside) == 2 and inside[0] == "news"):
            before = self._entry.get(inside[-1], "")
            self._entry[inside[-1]] = (before + text)[:MAX_TEXT]

    def _entity(self, name: str, *_: object) -> None:
        raise Dangerous(f"it declares entities ({name[:40]}), and is not read")


class _Text:
    """A URL a line."""

    def __init__(self) -> None:
        self._open = b""

    def read(self, piece: bytes) -> list[Entry]:
        *lines, self._open = (self._open + piece).splitlines(keepends=True) or [b""]
        if self._open.endswith((b"\n", b"\r")):
            lines, self._open = [*lines, self._open], b""
        self._open = self._open[:MAX_TEXT]
        return _addresses(lines)

    def rest(self) -> list[Entry]:
        line, self._open = self._open, b""
        return _addresses([line])

    def close(self) -> None:
        """A list of lines can end anywhere."""


def _addresses(lines: list[bytes]) -> list[Entry]:
    texts = (line.decode("utf-8", "replace").strip() for line in lines)
    return [("url", {"loc": text}) for text in texts if text.startswith(("http://", "https://"))]
