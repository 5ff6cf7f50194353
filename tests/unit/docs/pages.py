"""The pages of the documentation for the tests: their blocks of code, and the commands that they name."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]

GUIDES = ("README.md", "README.id.md", "docs/tutorial-researcher.md", "docs/tutorial-analyst.md")
"""Pages that a reader follows from top to bottom, on the toy newspaper."""

WRITTEN = (
    "README.md",
    "README.id.md",
    "CONTRIBUTING.md",
    *sorted(
        file.relative_to(ROOT).as_posix()
        for file in ROOT.glob("docs/**/*.md")
        if file.name != "cli.md"  # generated
    ),
)
"""Pages that are written by hand, in part at least."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Block:
    """A block of code: its language, its text, and the output that a block of text right behind it shows."""

    language: str
    text: str
    output: str


def blocks(page: str, *languages: str) -> list[Block]:
    """The blocks of code in these languages, in the order of the page."""
    pattern = r"^```(\w+)\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?"
    found = re.findall(pattern, f"{page}\n", re.MULTILINE | re.DOTALL)
    return [Block(*parts) for parts in found if parts[0] in languages]


def sessions(text: str) -> list[tuple[str, str]]:
    """Each command of a block in `console`, with the output shown under it, "" where none is."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)


def commands(page: str) -> list[list[str]]:
    """Every command that a page names, in a block or in a line of text, as words."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    named = [command for block in blocks(page, "console") for command, _ in sessions(block.text)]
    named += re.findall(r"`((?:kliping|make|python) [^`]+)`", prose)
    return [shlex.split(command) for command in named]


def folded(text: str) -> str:
    return " ".join(text.split())


def fragments(output: str) -> list[str]:
    """What stands between the "…" by which a page shortens an output."""
    return [fragment for part in output.split("…") if (fragment := folded(part))]


def in_order(wanted: list[str], text: str) -> list[str]:
    """Those of `wanted` that occur in the text, each behind the one before."""
    found = []
    for fragment in wanted:
        before, match, after = text.partition(fragment)
        text = after if match else before
        found += [match] if match else []
    return found
