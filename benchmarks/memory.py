"""What reading many pages of an outlet teaches: `python -m benchmarks.memory [FOLDER]`.

Reads every page of FOLDER, outlet by outlet, and prints how often each field is filled. Then learns what
recurs on the outlet's articles, reads them again, and prints what that cut beyond the rules: none of it may
be an article's own text, so what looks like a sentence is marked, for a person to judge. `SOURCES.tsv` in
FOLDER, a table with a line of titles, tells the `url` of each `file`; without it the page's own canonical
address does. A page that cannot be read is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import traceback
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.extraction import extract
from scraper.model import Article, NotAnArticle
from scraper.text import prose, urls
from scraper.text.similarity.fingerprint import OutletMemory, blocks, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scraper.model import Removed

ROOT = Path(__file__).resolve().parents[1]

FIELDS = (
    "url title published_at modified_at authors editors dateline section language lead body images tags"
    " related sources"
).split()


@dataclass(slots=True)
class Read:
    """What came of one outlet's pages, by file; `faults` are tracebacks."""

    articles: dict[str, Article] = field(default_factory=dict)
    others: dict[str, NotAnArticle] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def sources(folder: Path) -> dict[str, str]:
    """The URL of each file, as far as the folder tells."""
    table = folder / "SOURCES.tsv"
    if not table.exists():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["url"] for row in csv.DictReader(lines, delimiter="\t")}


def outlets(folder: Path) -> dict[str, list[tuple[Path, str]]]:
    """The pages of a folder and their URLs, by site. Raises SystemExit where there is none."""
    known = sources(folder)
    groups: defaultdict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path in sorted(folder.glob("*.html")):
        url = known.get(path.name, "")
        groups[urls.site(urls.host(url or own_address(path)))].append((path, url))
    if not groups:
        raise SystemExit(f"there is no *.html file in {folder}: name a folder of saved article pages")
    return groups


def own_address(path: Path) -> str:
    """The canonical address that an article page declares, or ""; a fault is met again when it is read."""
    try:
        found = extract(path.read_bytes())
    except Exception:
        return ""
    return found.url if isinstance(found, Article) else ""


def read(pages: Iterable[tuple[Path, str]], memory: OutletMemory | None = None) -> Read:
    """Read the pages of one outlet."""
    result = Read()
    for path, url in pages:
        try:
            found = extract(path.read_bytes(), url, memory=memory)
        except Exception:
            result.faults[path.name] = traceback.format_exc()
            continue
        if isinstance(found, Article):
            result.articles[path.name] = found
        else:
            result.others[path.name] = found
    return result


def learn(articles: Iterable[Article]) -> OutletMemory:
    """What recurs on articles, counted as a crawl does."""
    memory = OutletMemory()
    for article in articles:
        memory.learn(blocks([b.text for b in article.body] + [cut.text for cut in article.removed]))
    return memory


def newly_cut(before: Read, after: Read) -> Counter[str]:
    """On how many articles the memory cut each block that the rules had left."""
    return Counter(
        block.text
        for name, article in before.articles.items()
        for block in article.body
        if block.text in {cut.text for cut in removed(after, name) if cut.reason == "recurring"}
    )


def removed(result: Read, name: str) -> Iterable[Removed]:
    """What was cut from an article, nothing where the page is none."""
    article = result.articles.get(name)
    return article.removed if article else ()


def learned(articles: Iterable[Article], memory: OutletMemory) -> Counter[str]:
    """How many different texts recur, by the reason for which they are cut without the memory, if any."""
    found: dict[int, str] = {}
    for article in articles:
        parts = [("left", block.text) for block in article.body]
        parts += [(cut.reason, cut.text) for cut in article.removed]
        found |= {fingerprint(text): why for why, text in parts if memory.recurs(text)}
    return Counter(found.values())


def report(name: str, before: Read, after: Read, memory: OutletMemory) -> str:
    """What a person wants to know of one outlet."""
    articles = list(before.articles.values())
    pages = len(articles) + len(before.others) + len(before.faults)
    kinds = Counter(other.kind.value for other in before.others.values())
    lines = [f"{name or 'no address'}: {pages} pages, {len(articles)} articles; others: {listed(kinds)}"]
    if not articles:
        return lines[0]
    lines.append("  filled: " + " · ".join(filled(articles)))
    texts = learned(articles, memory)
    lines.append(f"  learned: {texts.total()} texts that recur ({listed(texts)})")
    cut = newly_cut(before, after)
    odd = sum(map(is_sentence, cut))
    lines.append(f"  cut though the rules had left it: {len(cut)} texts, {odd} look like sentences")
    lines += [f"    {count} × {'(?) ' * is_sentence(text)}{text}" for text, count in cut.most_common()]
    lost = sorted(before.articles.keys() & after.others.keys())
    lines += [f"  with the memory no article any more: {file}: {after.others[file]}" for file in lost]
    return "\n".join(lines)


def listed(counts: Counter[str]) -> str:
    """Counts in a line, the greatest first."""
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def filled(articles: list[Article]) -> list[str]:
    """Of each field, on how many of a hundred articles it is filled."""
    counts = {name: sum(bool(getattr(article, name)) for article in articles) for name in FIELDS}
    return [f"{name} {100 * count / len(articles):.0f} %" for name, count in counts.items()]


def is_sentence(text: str) -> bool:
    """Whether a text reads like an article's own: a sentence of some length."""
    return len(text) >= 40 and prose.sentences(text) > 0


def main() -> int:
    """Print a report for each outlet; 1 if a page could not be read."""
    parser = argparse.ArgumentParser(description="What reading many pages of an outlet teaches.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "bulk")
    faults: dict[str, str] = {}
    for name, pages in outlets(parser.parse_args().folder.resolve()).items():
        before = read(pages)
        memory = learn(before.articles.values())
        after = read(pages, memory)
        print(report(name, before, after, memory))
        faults |= before.faults | after.faults
    for file, trace in faults.items():
        print(f"fault: {file}\n{trace}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
