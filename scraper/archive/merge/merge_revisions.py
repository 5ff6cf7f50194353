"""One history of an article, from the revisions that two archives have of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scraper.archive.articles.revisions import differences
from scraper.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was seen from `seen_at` on; `content` is `Article.to_dict()`, or None where lost.

    `capture` is what it was read from, as the archive of both numbers it.
    """

    kind: str
    seen_at: str
    capture: int | None
    extractor: int
    digest: str
    title: str
    content: dict[str, Any] | None


def merge_revisions(first: Iterable[Version], second: Iterable[Version], shown: Version) -> list[Version]:
    """All versions in order of time, each that differs for a reader from the one before; `shown` is the last.

    The same article seen again as it was is no version of its own.
    """
    history: list[Version] = []
    for version in sorted(_interleaved(first, second), key=lambda version: version.seen_at):
        if not history or history[-1].digest != version.digest:
            history.append(version)
    if not history or history[-1].digest != shown.digest:
        history.append(
            replace(shown, seen_at=max([shown.seen_at, *(version.seen_at for version in history)]))
        )
    return history


def _interleaved(first: Iterable[Version], second: Iterable[Version]) -> list[Version]:
    """The versions of both, each once, in an order that both have: that of versions of one moment is kept."""
    ours, theirs = _by_state(first), _by_state(second)
    order = list(ours)
    place = len(order)
    for state in reversed(theirs):
        if state in ours:
            place = order.index(state)
        else:
            order.insert(place, state)
    versions = theirs | ours
    return [versions[state] for state in order]


def _by_state(versions: Iterable[Version]) -> dict[tuple[str, str], Version]:
    states: dict[tuple[str, str], Version] = {}
    for version in versions:
        states.setdefault((version.seen_at, version.digest), version)
    return states


def changed_fields(before: Version | None, after: Version) -> list[str]:
    """The fields that a reader sees otherwise than before; none where either content is lost."""
    if before is None or before.content is None or after.content is None:
        return []
    return list(differences(Article.from_dict(before.content), Article.from_dict(after.content)))
