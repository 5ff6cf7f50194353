"""Learn the weights of the line model (`scraper/extraction/body/line_model.py`) from annotated pages.

`make train-lines`, or `python -m scripts.train_lines PATH… [--check | --left-out]`. A path is a folder of
pages NAME.html with annotations NAME.json, or one annotation. A line that the rules keep is text if the
annotated `paragraphs` hold it, else boilerplate. The same pages give the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.atomic_write import atomic_write
from scraper.extraction.body import boilerplate, line_model
from scraper.extraction.evidence.page_evidence import Evidence
from scraper.extraction.fields import layout
from scraper.text import prose, urls
from scraper.text.html import charset
from scraper.text.html.markup import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scraper.extraction.body.body import Body
    from scraper.text.html.elements import Line

FILE = Path(line_model.__file__).with_name(line_model.WEIGHTS)
HEADER = """\
# What each mark of a line says for text (above 0) or for boilerplate (below 0).
# Written by `make train-lines`; not to be edited by hand.
"""

PENALTY = 8.0
"""How strongly weights are drawn to 0, in lines: a mark of fewer lines has hardly a weight."""

PAGE_LINES = 20
"""All lines of a page together count as much as so many at most."""

MAX_STEP, SMALLEST_STEP, MAX_SWEEPS = 1.0, 1e-5, 1000
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Example:
    """A line that the model may veto: its marks, and whether it is text of the article."""

    marks: tuple[str, ...]
    is_text: bool


@dataclass(frozen=True, slots=True)
class AnnotatedPage:
    """The examples of one page, of a site (a registrable domain) in a folder."""

    folder: str
    site: str
    examples: tuple[Example, ...]


def pages(paths: Iterable[Path]) -> Iterator[AnnotatedPage]:
    """The annotated pages of folders and files, in the order of their names."""
    for path in paths:
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            annotation = json.loads(file.read_text(encoding="utf-8"))
            if "paragraphs" in annotation:
                site = urls.site(annotation.get("outlet") or file.stem.partition("__")[0])
                html = file.with_suffix(".html").read_bytes()
                yield AnnotatedPage(file.parent.name, site, tuple(examples(html, annotation["paragraphs"])))


def examples(html: bytes, paragraphs: Sequence[str]) -> Iterator[Example]:
    """The lines of a page that the rules keep and the model may veto."""
    evidence = Evidence(Document(charset.utf8(html)))
    boilerplate.mark_removed(evidence.page, evidence.hints.remove)
    found = layout.find(evidence)
    if found is None:
        return
    lines = _kept_by_rules(found.body)
    around = line_model.context(lines, {picture.index for picture in evidence.page.pictures})
    text = [prose.key(paragraph) for paragraph in paragraphs]
    for at, line in enumerate(lines):
        if around.long and not line_model.is_guarded(line, around):
            yield Example(tuple(line_model.marks(at, around)), _is_text(prose.key(line.text), text))


def _kept_by_rules(body: Body) -> list[Line]:
    vetoed = [line for why, line in body.cut if why == line_model.REASON]
    return sorted([*body.kept, *vetoed], key=lambda line: line.index)


def _is_text(line: str, paragraphs: Sequence[str]) -> bool:
    """Whether paragraphs hold a line (all are keys): a few words anywhere, less at an end of one."""
    if line.count(" ") >= 3:
        return f" {line} " in f" {' '.join(paragraphs)} "
    return any(f"{text} ".startswith(f"{line} ") or f" {text}".endswith(f" {line}") for text in paragraphs)


def fit(given: Iterable[AnnotatedPage]) -> dict[str, float]:
    """The weights: logistic regression with a quadratic penalty, one weight after the other by Newton's step.

    Equal lines are counted together. The order of all sums is fixed, and weights are rounded, so that the
    result is the same everywhere.
    """
    counts: defaultdict[Example, float] = defaultdict(float)
    for page in given:
        share = min(1.0, PAGE_LINES / max(1, len(page.examples)))
        for example in page.examples:
            counts[example] += share
    rows = sorted(counts, key=lambda row: (row.marks, row.is_text))
    with_mark: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for mark in row.marks:
            with_mark[mark].append(at)
    weights = dict.fromkeys(sorted(with_mark), 0.0)
    scores = [0.0] * len(rows)
    for _ in range(MAX_SWEEPS):
        largest = 0.0
        for mark, weight in weights.items():
            slope, bend = -PENALTY * weight, PENALTY
            for at in with_mark[mark]:
                chance = 1 / (1 + math.exp(-scores[at]))
                slope += counts[rows[at]] * (rows[at].is_text - chance)
                bend += counts[rows[at]] * chance * (1 - chance)
            step = max(-MAX_STEP, min(MAX_STEP, slope / bend))
            weights[mark] += step
            for at in with_mark[mark]:
                scores[at] += step
            largest = max(largest, abs(step))
        if largest < SMALLEST_STEP:
            break
    return {mark: round(weight, 2) for mark, weight in weights.items()}


def to_toml(weights: Mapping[str, float]) -> str:
    """The text of the weights' file; marks without a weight are left out."""
    lines = (f'"{mark}" = {weight}\n' for mark, weight in sorted(weights.items()) if weight)
    return HEADER + "".join(lines)


def left_out(given: Sequence[AnnotatedPage]) -> Iterator[tuple[str, Example, float]]:
    """Every example with its folder and the score by weights learned without its site."""
    sites = sorted({page.site for page in given})
    fold_of = {site: at % FOLDS for at, site in enumerate(sites)}
    for fold in range(FOLDS):
        weights = fit(page for page in given if fold_of[page.site] != fold)
        for page in given:
            if fold_of[page.site] == fold:
                for example in page.examples:
                    yield page.folder, example, line_model.score(example.marks, weights)


def table(scored: Iterable[tuple[str, Example, float]]) -> str:
    """For each folder: lines of boilerplate and of text, and how many of each are below the threshold."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for folder, example, score in scored:
        counts[folder, example.is_text, score < line_model.THRESHOLD] += 1
    rows = [f"{'folder':16}{'boilerplate':>14}{'vetoed':>8}{'text':>8}{'vetoed':>8}"]
    for folder in sorted({folder for folder, _, _ in counts}):
        cells = [
            counts[folder, False, True] + counts[folder, False, False],
            counts[folder, False, True],
            counts[folder, True, True] + counts[folder, True, False],
            counts[folder, True, True],
        ]
        rows.append(f"{folder:16}{cells[0]:14}{cells[1]:8}{cells[2]:8}{cells[3]:8}")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights' file. Returns 1 when `--check` finds another, 2 when there are no pages."""
    parser = argparse.ArgumentParser(description="Learn the weights of the line model from annotated pages.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder, or one annotation")
    parser.add_argument("--output", type=Path, default=FILE, help="the file to write")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="write nothing; fail if the file would change")
    action.add_argument(
        "--left-out", action="store_true", help="score each line without its site; write nothing"
    )
    options = parser.parse_args(arguments)
    given = list(pages(path for path in options.paths if path.exists()))
    if not given:
        print(f"no annotated pages in {', '.join(map(str, options.paths))}", file=sys.stderr)
        return 2
    if options.left_out:
        print(table(left_out(given)))
        return 0
    text = to_toml(fit(given))
    if options.check:
        return 0 if options.output.read_text(encoding="utf-8") == text else 1
    with atomic_write(options.output) as file:
        file.write(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
