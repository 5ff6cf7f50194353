"""The table of all built-in outlets in docs/outlets.md: `python -m scraper.outlets.table docs/outlets.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.outlets.registry import built_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.model import Outlet

BEGIN = "<!-- outlets: made by `make outlets` -->"
END = "<!-- /outlets -->"

_COLUMNS = ("slug", "name", "home", "network", "province")


def renewed(page: str, outlets: Iterable[Outlet]) -> str:
    """The page with the table of these outlets between its two marks. Raises ValueError if it lacks one."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"no {BEGIN!r} with {END!r} after it")
    return f"{before}{begin}\n\n{_table(outlets)}\n{end}{after}"


def _table(outlets: Iterable[Outlet]) -> str:
    rows = [f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}"]
    rows += [
        f"| `{outlet.slug}` | {_cell(outlet.name)} | <{outlet.home}> | {_cell(outlet.network)} "
        f"| {_cell(outlet.province)} |"
        for outlet in sorted(outlets, key=lambda outlet: outlet.slug)
    ]
    return "\n".join(rows) + "\n"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", r"\|")


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8"), built_in().values()), "utf-8")
