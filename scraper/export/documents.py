"""Articles to read: Markdown, and plain text."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from typing import BinaryIO

    from scraper.export.tables import Row, Table

_SYNTAX = re.compile(r"([\\`*_\[\]<>#|])|^([-+]|\d+(?=[.)]))", re.MULTILINE)
"""What CommonMark would take for mark-up."""


class Markdown:
    """A heading an article, its facts, and its body with subheadings, quotes and lists."""

    def __init__(self, _: Table, file: BinaryIO) -> None:
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left."""

    def add(self, row: Row) -> None:
        """Write an article."""
        lines = [
            f"# {_plain(row['title'])}",
            "",
            *(f"* {line}" for line in _facts(row, f"<{row['url']}>")),
            "",
        ]
        for block in row["body"]:
            lines += [_block(block["kind"], _plain(block["text"])), ""]
        self._file.write("\n".join([*lines, ""]).encode("utf-8", "replace"))


class Plain:
    """The title, the facts and the text, in lines of eighty; articles parted by a rule."""

    def __init__(self, _: Table, file: BinaryIO) -> None:
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left."""

    def add(self, row: Row) -> None:
        """Write an article."""
        paragraphs = [textwrap.fill(block["text"], 80, break_long_words=False) for block in row["body"]]
        head = "\n".join([textwrap.fill(row["title"], 80), *_facts(row, row["url"])])
        text = "\n\n".join([head, *paragraphs])
        self._file.write(f"{text}\n\n{'-' * 80}\n\n".encode("utf-8", "replace"))


def _facts(row: Row, address: str) -> list[str]:
    """Who, where and when, a line each."""
    facts = {
        "": f"{row['outlet']}, {row['published_at'] or 'no date'}",
        "By ": ", ".join(row["authors"]),
        "Edited by ": ", ".join(row["editors"]),
        "Tags: ": ", ".join(row["tags"]),
    }
    return [*(name + words for name, words in facts.items() if words), address]


def _block(kind: str, text: str) -> str:
    match kind:
        case "h":
            return f"## {text}"
        case "quote":
            return f"> {text}"
        case "li":
            return f"* {text}"
        case "lead":
            return f"**{text}**"
        case _:
            return text


def _plain(text: str) -> str:
    return _SYNTAX.sub(r"\\\g<0>", " ".join(text.split()))
