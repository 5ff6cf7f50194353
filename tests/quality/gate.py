"""The gate: read the annotated pages, score every field, and fail where one falls under its floor.

`make quality`, or `python -m tests.quality [--update]`. Pages and scorer lie outside the project, and are
found beside it or by the environment: KLIPING_CORPUS is a folder of pages NAME.html with annotations
NAME.json (and pages without an article in not-articles/), KLIPING_SCORER the program
`score.py FOLDER PREDICTIONS.jsonl --json`.

The pages are read as `kliping extract FOLDER` reads them: bytes alone, without the address they came from.
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

_BESIDE = Path(__file__).resolve().parents[3] / "shared"

CORPUS = Path(os.environ.get("KLIPING_CORPUS", _BESIDE / "corpus"))
SCORER = Path(os.environ.get("KLIPING_SCORER", _BESIDE / "tools" / "score.py"))


@dataclass(frozen=True, slots=True)
class Measured:
    """The mean score of each field, and the pages whose kind was misread: a line each."""

    scores: dict[str, float]
    misread: list[str]


def missing() -> str:
    """Why the gate cannot run here, or ""."""
    if not any(CORPUS.glob("*.json")):
        return f"no annotated pages in {CORPUS}: KLIPING_CORPUS must name a folder of them"
    if not SCORER.is_file():
        return f"no scorer at {SCORER}: KLIPING_SCORER must name the program"
    return ""


def measure() -> Measured:
    """Read and score the whole corpus. Raises CalledProcessError when the scorer fails."""
    articles: list[tuple[str, Article]] = []
    misread = []
    for path in sorted(CORPUS.glob("*.html")):
        result = scraper.extract(path.read_bytes())
        if isinstance(result, NotAnArticle):
            misread.append(f"{path.name}: an article, read as {result.kind}: {result.evidence}")
        else:
            articles.append((path.name, result))
    return Measured(_scores(articles), misread + list(_false_articles()))


def _false_articles() -> Iterator[str]:
    for path in sorted((CORPUS / "not-articles").glob("*.html")):
        result = scraper.extract(path.read_bytes())
        if not isinstance(result, NotAnArticle):
            yield f"{path.name}: no article, read as one: {result.title!r}"


def _scores(articles: list[tuple[str, Article]]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        lines = (json.dumps(article.to_dict() | {"file": name}) for name, article in articles)
        predictions.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(CORPUS), str(predictions), "--json"]
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    scores: dict[str, float] = json.loads(output)
    return scores


def main() -> int:
    """Print the table. Returns 0 when every floor holds, 1 when not, 2 when nothing could be measured."""
    parser = argparse.ArgumentParser(description="Fail where the reader's quality falls under its floors.")
    parser.add_argument("--update", action="store_true", help="raise the floors to the present scores")
    update = parser.parse_args().update
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    measured, pinned = measure(), floors.load()
    print(floors.table(measured.scores, pinned))
    if update and not measured.misread:
        return _update(pinned, measured.scores)
    faults = measured.misread + floors.falls(measured.scores, pinned)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _update(pinned: dict[str, float], scores: dict[str, float]) -> int:
    try:
        floors.save(floors.raised(pinned, scores))
    except floors.LoweredError as refusal:
        print(f"the floors stay as they are, for none is lowered:\n{refusal}", file=sys.stderr)
        return 1
    print(f"floors raised: {floors.FILE.name}")
    return 0
