"""The generated parts of the documentation: `python -m scripts.reference` brings them up to date.

A generated part stands in a page between `BEGIN` and `END`; what is around it is written by hand. To add one,
put both marks into the page, and a line into `PARTS`. A test compares every page with what would be written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.reference import commands, exit_codes, modules, outlets, schema, settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]

BEGIN = "<!-- generated: change the code, then run `make reference` -->"
END = "<!-- end of the generated part -->"

PARTS: dict[str, Callable[[], str]] = {
    "docs/architecture.md": lambda: modules.markdown(ROOT / "scraper"),
    "docs/reference/cli.md": commands.markdown,
    "docs/reference/exit-codes.md": exit_codes.markdown,
    "docs/reference/outlets.md": outlets.markdown,
    "docs/reference/schema.md": schema.markdown,
    "docs/reference/settings.md": settings.markdown,
}
"""For each page, the function that makes its generated part."""


def renewed(page: str, part: str) -> str:
    """The page with this text between the two marks. Raises ValueError if the page lacks one of them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no {BEGIN!r} with {END!r} after it")
    return f"{before}{begin}\n\n{part.strip()}\n\n{end}{after}"


def write() -> None:
    """Bring the generated part of every page up to date."""
    for name, make in PARTS.items():
        page = ROOT / name
        page.write_text(renewed(page.read_text(encoding="utf-8"), make()), encoding="utf-8")
