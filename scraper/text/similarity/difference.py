"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Side = Literal["same", "old", "new"]

MAX_WORDS = 20_000
"""Longer texts are compared line by line: the time that it takes grows with the square of the length."""

_WORD = re.compile(r"\s+|[^\s]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def words(old: str, new: str) -> list[tuple[Side, str]]:
    """Both texts as one: pieces that are in both, in the old only, in the new only, in order.

    The pieces "same" and "old" together are the old text, "same" and "new" the new one.
    """
    pattern = _WORD if max(len(old), len(new)) < MAX_WORDS * 6 else _LINE
    before, after = pattern.findall(old), pattern.findall(new)
    found: list[tuple[Side, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(before[i:j])))
            continue
        if j > i:
            found.append(("old", "".join(before[i:j])))
        if m > k:
            found.append(("new", "".join(after[k:m])))
    return found
