"""The files that accompany an export: how to cite it, and a dictionary of its columns."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scraper.atomic_write import atomic_write
from scraper.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.export.tables import Table


def write_sidecars(table: Table, target: Path, rows: int) -> None:
    """Write STEM.CITATION.cff (Citation File Format 1.2.0) and STEM.dictionary.md. Raises OSError."""
    now = datetime.now(UTC)
    texts = {"CITATION.cff": _citation(table, target, rows, now), "dictionary.md": _dictionary(table, target)}
    for ending, text in texts.items():
        with atomic_write(target.with_name(f"{target.stem}.{ending}")) as file:
            file.write(text.encode("utf-8"))


def _citation(table: Table, target: Path, rows: int, now: datetime) -> str:
    what = "articles" if table.is_articles else "rows"
    fields = {
        "cff-version": "1.2.0",
        "message": "Name yourself as the author, and cite the articles themselves by outlet, title and URL.",
        "type": "dataset",
        "title": target.stem,
        "abstract": f"{rows} {what} exported from a kliping archive ({table.selection}).",
        "date-released": now.date().isoformat(),
        "version": now.isoformat(timespec="seconds"),
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(
        [
            *lines,
            "authors:",
            '  - name: "(whoever collected this)"',
            "references:",
            "  - type: software",
            "    title: kliping",
            f'    version: "{__version__}"',
            '    authors: [{name: "the makers of kliping"}]',
            "",
        ]
    )


def _dictionary(table: Table, target: Path) -> str:
    lines = [f"# {target.name}", "", "| column | holds | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| {_cell(column.name)} | {column.kind} | {_cell(column.meaning or 'as in the query')} |"
        for column in table.columns
    ]
    return "\n".join(
        [
            *lines,
            "",
            f"Chosen: {table.selection}.",
            "A day is YYYY-MM-DD; a time is an instant in UTC. The articles belong to their publishers.",
            "",
        ]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
