"""What a check saw, as one page that needs nothing else: for a status page, or a mail."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from scraper.cli.commands.check import MARKS
from scraper.cli.display.terminal import printable
from scraper.errors import ExportError
from scraper.export.whole import replaced

if TYPE_CHECKING:
    from pathlib import Path

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2rem 0 .3rem; font-size: 1.15rem }
table { border-collapse: collapse; width: 100% }
td, th { padding: .15rem .6rem .15rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere }
td.number { text-align: right; font-variant-numeric: tabular-nums }
.mark { width: 1.2rem } .kind { width: 6rem } .number { width: 4rem }
.assessment { border-radius: .3rem; padding: .05rem .5rem; color: #fff; background: #8a6100 }
.well { background: #1a7037 } .broken { background: #b3261e }
ul { margin: .3rem 0; padding-left: 1.2rem }
"""


def write_page(checkup: dict[str, Any], target: Path) -> None:
    """Write the page of a check's data (`Checkup.to_dict`), whole or not at all. Raises ExportError."""
    target = target.expanduser()
    try:
        with replaced(target) as file:
            file.write(page(checkup).encode("utf-8", "replace"))
    except OSError as fault:
        why = fault.strerror or fault
        told = f"{target}: it cannot be written ({why}); check its folder, its space and your permissions"
        raise ExportError(told) from fault


def page(checkup: dict[str, Any]) -> str:
    """The page, as HTML without scripts; what sites say of themselves is text in it."""
    begun = _text(checkup["begun_at"])
    outlets = checkup["outlets"]
    overview = "".join(_summary(slug, told) for slug, told in outlets.items())
    details = "".join(_outlet(slug, told) for slug, told in outlets.items())
    memory = "" if checkup["has_memory"] else "<p>Without an archive: nothing was compared.</p>"
    interrupted = "<p>Interrupted: some outlets were not checked.</p>" if checkup["interrupted"] else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>kliping check, {begun}</title><style>{_STYLE}</style></head><body>"
        f"<h1>kliping check</h1><p>{begun}</p>{memory}{interrupted}"
        "<table><tr><th>outlet<th>assessment<th>entry points that work<th>articles read<th>lost</tr>"
        f"{overview}</table>{details}</body></html>\n"
    )


def _summary(slug: str, told: dict[str, Any]) -> str:
    works = sum(way["state"] == "works" for way in told["entry_points"])
    read = sum(sample["is_article"] for sample in told["samples"])
    return (
        f'<tr><td><a href="#{_text(slug)}">{_text(slug)}</a><td>{_assessment(told)}'
        f"<td>{works} of {len(told['entry_points'])}<td>{read} of {len(told['samples'])}"
        f"<td>{_text(', '.join(told['lost']))}</tr>"
    )


def _outlet(slug: str, told: dict[str, Any]) -> str:
    reasons = "".join(f"<li>{_text(reason)}" for reason in told["reasons"])
    ways = "".join(
        f'<tr><td class="mark">{MARKS[way["state"]]}<td class="kind">{_text(way["kind"])}'
        f'<td class="number">{way["leads"] or ""}<td>{_text(way["url"])}<td>{_text(way["words"])}</tr>'
        for way in told["entry_points"]
    )
    samples = "".join(
        f'<tr><td class="mark">{MARKS["works" if sample["is_article"] else "trouble"]}'
        f'<td class="kind">article<td class="number">{sample.get("characters", "")}'
        f"<td>{_text(sample['url'])}<td>{_text(sample['words'])}</tr>"
        for sample in told["samples"]
    )
    return (
        f'<h2 id="{_text(slug)}">{_text(told["name"])} {_assessment(told)}</h2>'
        f"<ul>{reasons}</ul><table>{ways}{samples}</table>"
    )


def _assessment(told: dict[str, Any]) -> str:
    return f'<span class="assessment {_text(told["assessment"])}">{_text(told["assessment"])}</span>'


def _text(text: str) -> str:
    return escape(printable(text))
