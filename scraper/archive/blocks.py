"""The body of an article as the archive keeps it: its text in `text`, its blocks' lengths in `body`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.model import Block

_dense = json.JSONEncoder(separators=(",", ":")).encode
_BETWEEN = len("\n\n")


def pack(body: Iterable[Block]) -> str:
    """JSON: kind and number of characters of each block of an article's body."""
    return _dense([[block.kind, len(block.text)] for block in body])


def unpack(text: str, packed: str) -> list[dict[str, Any]]:
    """The inverse of `pack`: the blocks of `Article.text`."""
    blocks, start = [], 0
    for kind, length in json.loads(packed):
        blocks.append({"kind": kind, "text": text[start : start + length]})
        start += length + _BETWEEN
    return blocks
