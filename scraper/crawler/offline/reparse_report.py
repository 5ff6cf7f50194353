"""What a reparse reports: an event for each article, and the numbers of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from scraper.crawler.reporting.events import Waiting
from scraper.model import Failed, Outcome


@dataclass(frozen=True, slots=True)
class Reparsed:
    """An article was read again, or `trouble` says why it was not, and then it is left as it was.

    `changed` are the fields that a reader sees otherwise, `unseen` the others that changed; `cut` says which
    of its pages it lacks; `left` articles are still to be read.
    """

    url: str
    title: str = ""
    changed: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    trouble: Outcome | None = None
    left: int = 0


Listener = Callable[[Reparsed | Waiting], None]


@dataclass(slots=True)
class ReparseReport:
    """What came of it, in numbers of articles; `fields` and `unseen` count those in which each changed.

    `changed` articles have a new revision. `pageless` ones have no page in the archive; `lost` ones are none
    to today's reader; on some it `failed`. These stay as they are.
    """

    read: int = 0
    changed: int = 0
    pageless: int = 0
    lost: int = 0
    failed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False

    def count(self, event: Reparsed) -> None:
        """Add one article."""
        match event.trouble:
            case None:
                self.read += 1
                self.changed += bool(event.changed)
                self.fields.update(event.changed)
                self.unseen.update(event.unseen)
            case Failed(reason="pageless"):
                self.pageless += 1
            case Failed():
                self.failed += 1
            case _:
                self.lost += 1

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, the most frequent fields first."""
        counts = {name: dict(getattr(self, name).most_common()) for name in ("fields", "unseen")}
        return asdict(self) | counts
