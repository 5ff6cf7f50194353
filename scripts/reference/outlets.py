"""The list of built-in outlets."""

from __future__ import annotations

from scraper.outlets.registry import built_in
from scripts.reference.markdown import table


def markdown() -> str:
    """A table of all built-in outlets, by their short names."""
    return table(
        ("slug", "name", "home", "network", "province"),
        (
            (f"`{outlet.slug}`", outlet.name, f"<{outlet.home}>", outlet.network or "", outlet.province or "")
            for outlet in sorted(built_in().values(), key=lambda outlet: outlet.slug)
        ),
    )
