"""The reference of settings."""

from __future__ import annotations

from scraper.settings import reference
from scripts.reference.markdown import table


def markdown() -> str:
    """A table of all settings."""
    return table(
        ("setting", "value", "default", "variable", "meaning"),
        (
            (f"`{one.name}`", one.kind, f"`{one.default}`", f"`{one.variable}`", one.description)
            for one in reference()
        ),
    )
