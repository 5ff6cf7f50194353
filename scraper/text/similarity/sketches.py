"""Whether two texts are copies of each other, but for a few words: the sketch of a text.

A wire agency's text appears under many names: with another dateline, a headline and first sentence of the
paper's own, its last paragraphs cut. What stays is most of its shingles (runs of words). Two things are made
of them: a simhash (Charikar, "Similarity estimation techniques from rounding algorithms", 2002), whose bits
differ the more the fewer shingles are shared, and minhashes, the smallest hashes of shingles (Broder, "On the
resemblance and containment of documents", 1997), by which a copy is found in an index.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

SHINGLE_WORDS = 5
"""Words of a shingle. With fewer, minhashes would be phrases that thousands of articles share."""

MINHASHES = 4
"""How many a text has: of copies that have half of all their shingles in common, 19 in 20 share one."""

MIN_WORDS = 50
"""Shorter texts (a caption, a score, a notice) say the same by chance."""

MAX_DISTANCE = 16
"""In how many of 64 bits the simhashes of copies differ at most: docs/decisions/near-duplicates.md."""

MAX_LENGTH = 100_000
"""Characters that are read of a text."""

_KNOWN_WORDS = 1 << 16
_DATELINE = re.compile(r"\A(?=[^\W\d_]*[A-Z])[^\n]{2,60}?(?:\s[-–—]+|--+|[-–—]\s|\)\s*,)\s*")
_CREDIT = re.compile(
    r"(?:pewarta|editor|penyunting|redaktur|reporter|penulis|wartawan|laporan|sumber|copyright|hak cipta)\b"
    r"[^\n]{0,80}|\W*©[^\n]{0,80}|\([^\n()]{1,40}\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_TYPOGRAPHIC = "“”‘’–—…•\xa0"
"""What makes nearly all Indonesian texts more than ASCII, and is no part of a word."""
_SPACED = re.sub(rb"\W", b" ", bytes(range(256)))
"""Every byte that is no part of a word of ASCII, made a space."""
_BYTES = 8
_LANE = 8 * _BYTES
_ROTATION = 13
"""Bits by which a word's hash is rotated for each place in a shingle: the order of its words counts."""
_ALL = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """`simhash` and `minhashes` of a text: numbers of 64 bits, signed, the same on every machine."""

    simhash: int
    minhashes: tuple[int, ...]


def sketch(text: str) -> Sketch | None:
    """The sketch of a text (paragraphs parted by line breaks); None where it is too short to be told apart.

    Case, punctuation and white space do not count, nor does a dateline, nor the credits at the end.
    """
    words = _words(_without_credits(text).casefold())
    if len(words) < MIN_WORDS:
        return None
    hashes = _shingle_hashes(words)
    return Sketch(_majority(hashes), _smallest(hashes))


def distance(one: int, other: int) -> int:
    """In how many bits two simhashes differ."""
    return ((one ^ other) & _ALL).bit_count()


def _without_credits(text: str) -> str:
    lines = text[:MAX_LENGTH].rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _CREDIT.fullmatch(lines[-1].strip())):
        lines.pop()
    return _DATELINE.sub("", "\n".join(lines), count=1)


def _words(text: str) -> list[bytes]:
    """Its words in UTF-8: runs of letters, digits and underscores of any script."""
    if not text.isascii():
        for character in _TYPOGRAPHIC:
            text = text.replace(character, " ")
    if text.isascii():  # the same words, in a fifth of the time
        return text.encode().translate(_SPACED).split()
    return " ".join(_WORD.findall(text)).encode("utf-8", "replace").split(b" ")


def _shingle_hashes(words: list[bytes]) -> bytes:
    """The hash of each shingle, 8 bytes each: the XOR of its words' hashes, each rotated by its place.

    All are made at once, in one number that has a lane of 64 bits for each word: shifted by a lane, the
    second word's hash comes upon the first's.
    """
    joined = int.from_bytes(b"".join(map(_hash, words)), "little")
    total = joined
    for place in range(1, SHINGLE_WORDS):
        total ^= _rotated(joined >> (place * _LANE), place * _ROTATION, len(words) - place)
    length = (len(words) - SHINGLE_WORDS + 1) * _BYTES
    return (total & ((1 << 8 * length) - 1)).to_bytes(length, "little")


def _rotated(lanes: int, bits: int, count: int) -> int:
    """Each lane of so many rotated left by so many bits; what lies beyond them is anything."""
    low, high = _masks(bits, -(-count // 256) * 256)
    return ((lanes << bits) & high) | ((lanes >> (_LANE - bits)) & low)


@lru_cache(maxsize=1 << 10)
def _masks(bits: int, count: int) -> tuple[int, int]:
    """So many lanes whose lowest bits are set, and as many whose others are."""
    low = int.from_bytes(b"\1\0\0\0\0\0\0\0" * count, "little") * ((1 << bits) - 1)
    return low, low ^ ((1 << _LANE * count) - 1)


class _Hashes(dict[bytes, bytes]):
    """The hashes of words; the commonest are nearly all of a text."""

    def __missing__(self, word: bytes) -> bytes:
        if len(self) >= _KNOWN_WORDS:
            self.clear()
        self[word] = made = blake2b(word, digest_size=_BYTES).digest()
        return made


_hash = _Hashes().__getitem__


def _smallest(packed: bytes) -> tuple[int, ...]:
    """The smallest hashes, in order, each once."""
    hashes = struct.unpack(f"<{len(packed) // _BYTES}q", packed)
    # Hashes spread evenly: some sixteen are expected below this, and sorting those is quicker than all.
    bound = -(1 << 63) + (1 << 64) * 4 * MINHASHES // len(hashes)
    low = {number for number in hashes if number < bound}
    return tuple(sorted(low if len(low) >= MINHASHES else set(hashes))[:MINHASHES])


def _majority(packed: bytes) -> int:
    """The number whose bits are 1 where most hashes have a 1; each bit is counted in all at once."""
    count = len(packed) // _BYTES
    ones = int.from_bytes(b"\1" * count, "little")
    result = 0
    for byte in range(_BYTES):
        lane = int.from_bytes(packed[byte::_BYTES], "little")
        for bit in range(8):
            if 2 * ((lane >> bit) & ones).bit_count() > count:
                result |= 1 << (8 * byte + bit)
    return result - (1 << 64) if result >> 63 else result
