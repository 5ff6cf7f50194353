"""The floors of the reader's quality: scores that an edit can raise and not lower. Pure but for the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Scores = Mapping[str, float]

FILE = Path(__file__).with_name("floors.json")

TARGETS: dict[str, Scores] = {
    "indonesian": {
        "read": 1.0,
        "title": 0.98,
        "published_at": 0.98,
        "published_day": 0.99,
        "modified_at": 0.95,
        "authors": 0.95,
        "editors": 0.98,
        "dateline": 0.97,
        "body_f1": 0.99,
        "body_exact": 0.88,
        "paragraph_f1": 0.98,
        "boilerplate_free": 0.97,
        "captions": 0.95,
        "tags": 0.95,
        "related": 0.95,
    },
    "foreign": {
        "read": 0.99,
        "published_at": 0.9,
        "published_day": 0.98,
        "authors": 0.8,
        "body_f1": 0.955,
    },
}
"""What each field should reach, by group of pages; a floor may lie under it or above it.

Only these fields are gated. `read` is the share of articles that are read as articles.
"""


class LoweredError(Exception):
    """An update would lower floors; its message has a line for each."""


def load(file: Path = FILE) -> dict[str, dict[str, float]]:
    """The pinned floors, by group. Raises OSError or ValueError when the file cannot be read."""
    floors: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8"))
    return floors


def save(floors: Mapping[str, Scores], file: Path = FILE) -> None:
    """Pin the floors, in the order of `TARGETS`."""
    plain = {group: dict(scores) for group, scores in floors.items()}
    file.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def falls(group: str, scores: Scores, floors: Scores) -> list[str]:
    """One line for every field that is under its floor, was not scored, or has no floor yet."""
    found = []
    for field in TARGETS[group]:
        if field not in scores:
            found.append(f"{group}: {field}: not scored on any page")
        elif field not in floors:
            found.append(f"{group}: {field}: no floor yet; pin it with --update")
        elif scores[field] < floors[field]:
            found.append(f"{group}: {field}: {scores[field]:.4f} is under its floor {floors[field]:.4f}")
    return found


def raised(group: str, floors: Scores, scores: Scores) -> dict[str, float]:
    """The floors of a group at the present scores. Raises LoweredError when that would lower one."""
    lowered = falls(group, scores, {field: floors.get(field, 0.0) for field in TARGETS[group]})
    if lowered:
        raise LoweredError("\n".join(lowered))
    return {field: scores[field] for field in TARGETS[group]}


def table(group: str, scores: Scores, floors: Scores) -> str:
    """field | score | floor | target, with a remark where a score is short of something."""
    lines = [f"{group:<18}{'score':>8}{'floor':>8}{'target':>8}"]
    for field, target in TARGETS[group].items():
        score, floor = scores.get(field, 0.0), floors.get(field, 0.0)
        remark = "under its floor" if score < floor else "short of its target" if score < target else ""
        lines.append(f"{field:<18}{score:>8.4f}{floor:>8.4f}{target:>8.4f}  {remark}".rstrip())
    return "\n".join(lines)
