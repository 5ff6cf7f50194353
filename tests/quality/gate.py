"""The gate: read the annotated pages, score every field, and fail where one falls under its floor.

`make quality`, or `python -m tests.quality [--update]`. Pages and scorer lie outside the project, and are
found next to it or by the environment: KLIPING_CORPORA is a folder with the folders of `GROUPS`, each of
pages NAME.html with annotations NAME.json (and pages without an article in corpus/not-articles/);
KLIPING_SCORER is the program `score.py FOLDER PREDICTIONS.jsonl --json`.

Indonesian pages are read as `kliping extract FOLDER` reads them: bytes alone, without the address they came
from. Foreign pages are read with their address.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scraper
from scraper import NotAnArticle
from tests.quality import floors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper import Article

_SHARED = Path(__file__).resolve().parents[3] / "shared"

CORPORA = Path(os.environ.get("KLIPING_CORPORA", _SHARED))
CORPUS = CORPORA / "corpus"
SCORER = Path(os.environ.get("KLIPING_SCORER", _SHARED / "tools" / "score.py"))

GROUPS = {"indonesian": ("corpus", "corpus-new"), "foreign": ("foreign",)}
"""The folders of pages that are scored as one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The mean score of each field of a group, and the pages whose kind was misread: a line each."""

    scores: dict[str, float]
    misread: list[str]


def missing() -> str:
    """Why the gate cannot run here, or ""."""
    for folder in (folder for folders in GROUPS.values() for folder in folders):
        if not any((CORPORA / folder).glob("*.json")):
            return f"no annotated pages in {CORPORA / folder}: KLIPING_CORPORA must name the folder above it"
    if not SCORER.is_file():
        return f"no scorer at {SCORER}: KLIPING_SCORER must name the program"
    return ""


def measure(group: str) -> Measured:
    """Read and score all pages of a group. Raises CalledProcessError when the scorer fails."""
    pages = sorted(page for folder in GROUPS[group] for page in (CORPORA / folder).glob("*.html"))
    articles: dict[str, Article] = {}
    misread = []
    for page in pages:
        result = scraper.extract(page.read_bytes(), _address(page) if group == "foreign" else "")
        if isinstance(result, NotAnArticle):
            misread.append(f"{page.name}: an article, read as {result.kind}: {result.evidence}")
        else:
            articles[page.name] = result
    scores = _scores(pages, articles) | {"read": len(articles) / len(pages)}
    return Measured(scores, misread + (list(_false_articles()) if group == "indonesian" else []))


def _address(page: Path) -> str:
    url: str = json.loads(page.with_suffix(".json").read_text(encoding="utf-8")).get("url", "")
    return url


def _false_articles() -> Iterator[str]:
    for path in sorted((CORPUS / "not-articles").glob("*.html")):
        result = scraper.extract(path.read_bytes())
        if not isinstance(result, NotAnArticle):
            yield f"{path.name}: no article, read as one: {result.title!r}"


def _scores(pages: list[Path], articles: dict[str, Article]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page in pages:
            (folder / page.with_suffix(".json").name).symlink_to(page.with_suffix(".json"))
        predictions = folder / "predictions.jsonl"
        lines = (json.dumps(article.to_dict() | {"file": name}) for name, article in articles.items())
        predictions.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(folder), str(predictions), "--json"]
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    scores: dict[str, float] = json.loads(output)
    return scores


def main() -> int:
    """Print the tables. Returns 0 when every floor holds, 1 when not, 2 when nothing could be measured."""
    parser = argparse.ArgumentParser(description="Fail where the reader's quality falls under its floors.")
    parser.add_argument("--update", action="store_true", help="raise the floors to the present scores")
    update = parser.parse_args().update
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    pinned = floors.load()
    measured = {group: measure(group) for group in GROUPS}
    faults = []
    for group, result in measured.items():
        print(floors.table(group, result.scores, pinned.get(group, {})), end="\n\n")
        faults += floors.falls(group, result.scores, pinned.get(group, {}))
    misread = [line for result in measured.values() for line in result.misread]
    for line in misread:
        print(line, file=sys.stderr)
    if update:
        return _update(pinned, {group: result.scores for group, result in measured.items()})
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults or measured["indonesian"].misread else 0


def _update(pinned: dict[str, dict[str, float]], scores: dict[str, dict[str, float]]) -> int:
    try:
        floors.save({g: floors.raised(g, pinned.get(g, {}), scores[g]) for g in scores})
    except floors.LoweredError as refusal:
        print(f"the floors stay as they are, for none is lowered:\n{refusal}", file=sys.stderr)
        return 1
    print(f"floors raised: {floors.FILE.name}")
    return 0
