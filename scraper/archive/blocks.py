"""The body of an article as the archive keeps it: its text in `text`, its blocks' lengths in `body`."""

from __future__ import annotations

import json
from typing import Any

_BETWEEN = len("\n\n")


def pack(body: list[dict[str, Any]]) -> str:
    """JSON: kind and number of characters of each block of `Article.to_dict()["body"]`."""
    return json.dumps([[block["kind"], len(block["text"])] for block in body], separators=(",", ":"))


def unpack(text: str, packed: str) -> list[dict[str, Any]]:
    """The inverse of `pack`: the blocks of `Article.text`."""
    blocks, start = [], 0
    for kind, length in json.loads(packed):
        blocks.append({"kind": kind, "text": text[start : start + length]})
        start += length + _BETWEEN
    return blocks
