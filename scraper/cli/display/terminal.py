"""Text for a terminal: as wide as it is, coloured if it likes, and with nothing in it that could steer it."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from contextlib import suppress
from typing import Any

import click

WIDTH = 80
"""Columns beyond which text gets hard to read."""


def is_plain() -> bool:
    """Whether output is to have no colours: not a terminal, a dumb one, or NO_COLOR (https://no-color.org)."""
    return not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def style(text: str, **how: Any) -> str:
    """The text in bold, dim, a colour …, as `click.style` has them, where output is not to be plain."""
    return click.style(text, **how) if how and not is_plain() else text


def printable(text: str) -> str:
    """The text on one line. It comes from anywhere: nothing in it may steer or reorder what is shown."""
    visible = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(letter if letter.isprintable() else " " for letter in visible)


def wrapped(text: str, indent: str = "") -> list[str]:
    """The text in lines of at most `WIDTH` columns, or the terminal's; a longer word or URL stays whole."""
    width = min(WIDTH, shutil.get_terminal_size().columns)
    return textwrap.wrap(
        " ".join(text.split()),
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def complain(text: str) -> None:
    """Say on standard error, in one line, what went wrong."""
    with suppress(OSError):  # standard error is full or closed: there is nowhere else to say so
        click.echo(f"kliping: {printable(text)}", err=True)
