"""The reference of exit codes."""

from __future__ import annotations

from scraper.cli.shared.exits import MEANING
from scripts.reference.markdown import table


def markdown() -> str:
    """A table of all exit codes with their meaning."""
    return table(("code", "meaning"), ((str(code.value), text) for code, text in MEANING.items()))
