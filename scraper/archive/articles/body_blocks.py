"""The body of an article as the archive keeps it: its text in `text`, its blocks' lengths in `body`."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.model import Block

_BETWEEN = len("\n\n")

_dense = json.JSONEncoder(separators=(",", ":")).encode


def pack(body: Iterable[Block]) -> str:
    """JSON: of each run of blocks of one kind, the kind, then the characters of each block: ["p",120,98]."""
    packed: list[str | int] = []
    for kind, run in groupby(body, key=lambda block: block.kind):
        packed += [kind, *(len(block.text) for block in run)]
    return _dense(packed)


def unpack(text: str, packed: str) -> list[dict[str, Any]]:
    """The inverse of `pack`: the blocks of `Article.text`."""
    blocks: list[dict[str, Any]] = []
    kind, start = "", 0
    for part in json.loads(packed):
        if isinstance(part, str):
            kind = part
        else:
            blocks.append({"kind": kind, "text": text[start : start + part]})
            start += part + _BETWEEN
    return blocks
