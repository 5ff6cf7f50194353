"""The floors of the reader's quality: scores that an edit can raise and not lower. Pure but for the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Scores = Mapping[str, float]

FILE = Path(__file__).with_name("floors.json")

TARGETS: Scores = {
    "title": 0.98,
    "published_at": 0.97,
    "published_day": 0.99,
    "modified_at": 0.95,
    "authors": 0.93,
    "editors": 0.95,
    "dateline": 0.95,
    "body_f1": 0.985,
    "body_exact": 0.75,
    "paragraph_f1": 0.95,
    "boilerplate_free": 0.97,
    "captions": 0.92,
    "tags": 0.93,
    "related": 0.90,
}
"""What each field should reach; a floor may lie under it or above it. Only these fields are gated."""


class LoweredError(Exception):
    """An update would lower floors; its message has a line for each."""


def load(file: Path = FILE) -> dict[str, float]:
    """The pinned floors. Raises OSError or ValueError when the file cannot be read."""
    floors: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return floors


def save(floors: Scores, file: Path = FILE) -> None:
    """Pin the floors, in the order of `TARGETS`."""
    file.write_text(json.dumps(dict(floors), indent=2) + "\n", encoding="utf-8")


def falls(scores: Scores, floors: Scores) -> list[str]:
    """One line for every field that is under its floor, was not scored, or has no floor yet."""
    found = []
    for field in TARGETS:
        if field not in scores:
            found.append(f"{field}: not scored on any page")
        elif field not in floors:
            found.append(f"{field}: no floor yet; pin it with --update")
        elif scores[field] < floors[field]:
            found.append(f"{field}: {scores[field]:.4f} is under its floor {floors[field]:.4f}")
    return found


def raised(floors: Scores, scores: Scores) -> dict[str, float]:
    """The floors at the present scores. Raises LoweredError when that would lower one."""
    lowered = falls(scores, {field: floors.get(field, 0.0) for field in TARGETS})
    if lowered:
        raise LoweredError("\n".join(lowered))
    return {field: scores[field] for field in TARGETS}


def table(scores: Scores, floors: Scores) -> str:
    """field | score | floor | target, with a remark where a score is short of something."""
    lines = [f"{'field':<18}{'score':>8}{'floor':>8}{'target':>8}"]
    for field, target in TARGETS.items():
        score, floor = scores.get(field, 0.0), floors.get(field, 0.0)
        remark = "under its floor" if score < floor else "short of its target" if score < target else ""
        lines.append(f"{field:<18}{score:>8.4f}{floor:>8.4f}{target:>8.4f}  {remark}".rstrip())
    return "\n".join(lines)
