"""The reference of settings."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from scraper.settings import ENVIRONMENT_PREFIX, Settings
from scripts.reference.markdown import table


def markdown() -> str:
    """A table of all settings with their types, defaults and variables."""
    return table(
        ("setting", "type", "default", "variable"),
        (
            (
                f"`{field.name}`",
                f"`{field.type}`",
                f"`{_shown(field.default)}`",
                f"`{ENVIRONMENT_PREFIX}{field.name.upper()}`",
            )
            for field in fields(Settings)
        ),
    )


def _shown(default: Any) -> str:
    if default is MISSING:
        return "number of cores"
    return str(default) if not isinstance(default, str) else f'"{default}"'
