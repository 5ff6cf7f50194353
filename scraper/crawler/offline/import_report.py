"""What an import reports: what became of each file or folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from scraper.crawler.reporting.summary import OutletReport


@dataclass(slots=True)
class SourceReport:
    """What became of one file or folder.

    `records` were met; `skipped` counts, by why, those that hold no page, or none that is wanted or new;
    `damage` the places that could not be read, by what was met; `pages` what became of the rest. `fault`
    says why the file as a whole could not be read.
    """

    name: str
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)
    pages: OutletReport = field(default_factory=OutletReport)
    fault: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        counts = ("stored", "revised", "unchanged", "gone", "not_articles", "refused", "failed")
        pages = self.pages.to_dict()
        return asdict(self) | {
            "skipped": dict(self.skipped),
            "damage": dict(self.damage),
            "pages": {name: pages[name] for name in counts},
        }


@dataclass(slots=True)
class ImportReport:
    """What a whole import did, file by file."""

    files: list[SourceReport] = field(default_factory=list)
    interrupted: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {"files": [file.to_dict() for file in self.files], "interrupted": self.interrupted}
