"""What keeping and finding articles costs: `python -m benchmarks.archive [--articles N]`.

Articles of made-up news (`benchmarks.prose`) are stored one by one in transactions of a hundred, with people,
tags, links, full-text index, revision and copies. Their sketches are made before, as a crawl's readers make
them in their own processes, and timed apart. The rows that came of it are then written by plain
`sqlite3.executemany` into the same tables with the same indexes and triggers. It tells articles a second of
both, the size of the file beside its texts, and the times of searches and of looking for copies.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.prose import Newsroom
from scraper.archive import Archive
from scraper.archive.articles import duplicates
from scraper.model import Article, Outlet
from scraper.text.similarity.sketches import MINHASHES, sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUTLETS = [Outlet(slug, slug.title(), f"https://{slug}.test/", (f"{slug}.test",)) for slug in "abcdefgh"]
BATCH = 100
LARGE_BATCH = 2000
COMPARED = 20_000
"""Articles whose storing is timed; the others are stored in large transactions, to be searched."""

TABLES = {
    "articles": "id", "revisions": "article_id", "article_people": "article_id", "article_tags": "article_id",
    "images": "article_id", "links": "article_id", "simhashes": "article_id", "minhashes": "article_id",
    "duplicates": "article_id",
}  # fmt: skip
"""The tables that storing writes to, and the column that says for which article."""


@dataclass(slots=True)
class Stored:
    """What it took to store articles: seconds of sketching and of storing; and how many bytes they are.

    `size` counts their bodies; `searched` headlines, captions, tags and people too.
    """

    sketching: float = 0.0
    storing: float = 0.0
    size: int = 0
    searched: int = 0


def searched(article: Article) -> int:
    """The bytes of all text of an article that is searched."""
    captions = [image.caption for image in article.images if image.caption]
    people = article.authors + article.editors
    return sum(
        len(text.encode()) for text in (article.title, article.text, *captions, *article.tags, *people)
    )


def store(path: Path, numbers: range, batch: int = BATCH) -> Stored:
    """Put articles of these numbers into an archive."""
    newsroom = Newsroom(seed=numbers.start)
    took = Stored()
    with Archive(path) as archive:
        for outlet in OUTLETS:
            archive.outlets.register(outlet)
        for first in numbers[::batch]:
            some = range(first, min(first + batch, numbers.stop))
            articles = [newsroom.article(number, OUTLETS[number % 8].slug, step=8) for number in some]
            took.size += sum(len(article.text.encode()) for article in articles)
            took.searched += sum(map(searched, articles))
            begun = time.process_time()
            sketches = [sketch(article.text) for article in articles]
            took.sketching += time.process_time() - begun
            begun = time.process_time()
            with archive.atomic():
                for article, made in zip(articles, sketches, strict=True):
                    archive.articles.store(article, captures=[], sketch=made)
            took.storing += time.process_time() - begun
    return took


def copy_rows(path: Path, copy: Path) -> float:
    """Write the rows of an archive into a new one; the seconds of writing them."""
    Archive(copy).close()
    seconds = 0.0
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA foreign_keys = ON")
        target.execute("PRAGMA synchronous = NORMAL")
        for table in ("outlets", "people", "tags"):
            seconds += _insert(target, table, source.execute(f"SELECT * FROM {table}").fetchall())
        (last,) = source.execute("SELECT max(id) FROM articles").fetchone()
        for first in range(1, last + 1, BATCH):
            batch = {
                table: source.execute(
                    f"SELECT * FROM {table} WHERE {key} BETWEEN ? AND ?", (first, first + BATCH - 1)
                ).fetchall()
                for table, key in TABLES.items()
            }
            begun = time.process_time()
            target.execute("BEGIN IMMEDIATE")
            for table, rows in batch.items():
                _insert(target, table, rows)
            target.execute("COMMIT")
            seconds += time.process_time() - begun
    return seconds


def _insert(target: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> float:
    begun = time.process_time()
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    return time.process_time() - begun


def queries(newsroom: Newsroom, count: int) -> dict[str, list[str]]:
    """What people type, by kind: some of it common words, most of it not the commonest."""

    def word() -> str:
        return newsroom.word(60)

    return {
        "a word": [word() for _ in range(count)],
        "two words": [f"{word()} {word()}" for _ in range(count)],
        "a word but not": [f"{word()} -{word()}" for _ in range(count)],
        "a phrase": [f'"{word()} {word()}"' for _ in range(count)],
        "a beginning": [f"{word()[:5]}*" for _ in range(count)],
        "all forms of a word": [word() for _ in range(count)],
    }


def search_times(path: Path, count: int) -> Iterator[tuple[str, list[float]]]:
    """The seconds of each search, by kind."""
    with Archive(path, read_only=True) as archive:
        for kind, asked in queries(Newsroom(), count).items():
            stem = kind == "all forms of a word"
            yield kind, [timed(partial(archive.search, query, stem=stem)) for query in asked]


def timed(work: Callable[[], object]) -> float:
    """The seconds that it takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def fill_sketches(path: Path, articles: int) -> None:
    """An archive with the sketches of so many articles, and next to nothing else of them."""
    chance = random.Random(1)
    Archive(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute(
            "INSERT INTO outlets VALUES ('a', 'A', 'https://a.test/', '[]', NULL, 'id', 'Asia/Jakarta')"
        )
        database.execute("DROP TRIGGER articles_ai")
        names = "id, url, outlet, title, language, text, body, sources, pages, removed, provenance, "
        blank = ", ''" * 9
        names += "captions_text, tags_text, people_text, digest, first_seen, last_seen"
        database.executemany(
            f"INSERT INTO articles ({names}) VALUES (?, ?, 'a', '', 'id'{blank}, ?, '', '')",
            ((number, f"u{number}", f"d{number}") for number in range(1, articles + 1)),
        )
        database.executemany(
            "INSERT INTO simhashes VALUES (?, ?)",
            ((number, chance.getrandbits(64) - 2**63) for number in range(1, articles + 1)),
        )
        # The smallest of some hundred hashes: minhashes are not spread over all numbers.
        minhashes = sorted(
            (chance.getrandbits(56) - 2**63, number)
            for number in range(1, articles + 1)
            for _ in range(MINHASHES)
        )
        database.executemany("INSERT OR IGNORE INTO minhashes VALUES (?, ?)", minhashes)
        database.execute("COMMIT")


def copies(path: Path, articles: int, texts: int) -> list[float]:
    """The seconds of sketching, finding and linking a text: half of them have a copy already."""
    newsroom = Newsroom()
    times = []
    with Archive(path) as archive, archive.atomic():
        database = archive._database  # noqa: SLF001 - what storing an article calls, without the rest of it
        for number in range(0, texts, 2):
            text = "\n\n".join(newsroom.paragraphs())
            for id_ in (articles - number, articles - number - 1):
                database.execute("DELETE FROM simhashes WHERE article_id = ?", (id_,))
                times.append(timed(lambda id_=id_, text=text: duplicates.add(database, id_, sketch(text))))  # type: ignore[misc]
        (linked,) = database.row("SELECT count(*) FROM duplicates") or (0,)
        assert linked == texts // 2
    return times


def line(label: str, times: list[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    return f"  {label:<28}{median(times) * 1000:>10.2f}{quantiles(times, n=20)[18] * 1000:>10.2f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="What keeping and finding articles costs.")
    parser.add_argument("--articles", type=int, default=200_000, help="articles stored (default: 200000)")
    parser.add_argument("--searches", type=int, default=200, help="searches of a kind (default: 200)")
    parser.add_argument("--sketches", type=int, default=1_000_000, help="texts among which copies are found")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, copy, sketches = (Path(folder, name) for name in ("archive.db", "copy.db", "sketches.db"))
        first = range(min(options.articles, COMPARED))
        took = store(path, first)
        raw = copy_rows(path, copy)
        copy.unlink()
        print(f"storing {len(first):,} articles: {len(first) / took.storing:,.0f} a second")
        print(f"  plain executemany: {len(first) / raw:,.0f} a second; ratio {raw / took.storing:.2f}")
        both = took.storing + took.sketching
        print(
            f"  with sketching them here: {len(first) / both:,.0f} a second; ratio {raw / both:.2f}",
            flush=True,
        )
        others = store(path, range(len(first), options.articles), LARGE_BATCH)
        file = path.stat().st_size
        print(f"the file: {file / 1e6:,.0f} MB, {file / (took.size + others.size):.2f} times the bodies")
        print(f"  {file / (took.searched + others.searched):.2f} times all text that is searched")
        print(f"{'ms':<30}{'median':>10}{'p95':>10}")
        for kind, times in search_times(path, options.searches):
            print(line(f"search: {kind}", times), flush=True)
        path.unlink()
        fill_sketches(sketches, options.sketches)
        print(line(f"copies among {options.sketches:,}", copies(sketches, options.sketches, 2000)))


if __name__ == "__main__":
    main()
