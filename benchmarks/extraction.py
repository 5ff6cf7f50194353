"""CPU time of reading a page, beside the peers': `python -m benchmarks.extraction [FOLDER] [--profile]`.

Every contender reads the bytes of every *.html file of FOLDER, in a process of its own, so that neither
imports nor garbage of one weigh on another: a round to warm up, then several, of which the median counts.
The floor is what nobody who parses HTML can do without: decoding, parsing, and the text of every <p>.
Peers that are not installed (`pip install 'kliping[bench]'`) are left out. Compare ratios, not
milliseconds: those depend on the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reader = Callable[[bytes], object]

ROOT = Path(__file__).resolve().parents[1]


def kliping() -> Reader:
    """The whole article, every field."""
    from scraper.extraction import extract

    return extract


def trafilatura() -> Reader:
    """Text and metadata, as set up for news: precision before recall."""
    from trafilatura import bare_extraction

    return lambda page: bare_extraction(page, favor_precision=True, with_metadata=True)


def newspaper4k() -> Reader:
    """Text and metadata; it must be told the language, takes decoded text only, and needs an address."""
    from newspaper import Article, Config  # type: ignore[import-untyped]

    from scraper.text.html.charset import decode

    config = Config()
    config.language = "id"
    config.fetch_images = False

    def read(page: bytes) -> object:
        article = Article("https://example.com/berita/1/judul", config=config)
        article.download(input_html=decode(page), ignore_read_more=True)
        article.parse()
        return article.text

    return read


def readability() -> Reader:
    """Title and body, still as HTML."""
    from readability import Document  # type: ignore[import-untyped]
    from readability.readability import Unparseable  # type: ignore[import-untyped]

    def read(page: bytes) -> object:
        document = Document(page)
        try:
            return document.title(), document.summary()
        except Unparseable:
            return None

    return read


def floor() -> Reader:
    """Decode, parse, and take the text of every paragraph."""
    from selectolax.lexbor import LexborHTMLParser

    from scraper.text.html.charset import decode

    return lambda page: [p.text() for p in LexborHTMLParser(decode(page)).css("p")]


CONTENDERS: dict[str, Callable[[], Reader]] = {
    "kliping": kliping,
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "floor": floor,
}


def pages_of(folder: Path) -> list[bytes]:
    """The pages of a folder. Raises SystemExit where there is none."""
    pages = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    if not pages:
        raise SystemExit(f"there is no *.html file in {folder}: name a folder of saved article pages")
    return pages


def rounds_of(reader: Reader, pages: Sequence[bytes], rounds: int) -> list[float]:
    """CPU seconds of each round, after one that does not count."""
    seconds = []
    for _ in range(rounds + 1):
        forget()
        start = time.process_time()
        for page in pages:
            reader(page)
        seconds.append(time.process_time() - start)
    return seconds[1:]


def forget() -> None:
    """Empty what was remembered of pages: a crawl never reads the same page twice in a row.

    Bounded caches hold such results; unbounded ones hold tables that are loaded once, and stay.
    """
    kind = type(lru_cache(lambda: None))
    for cache in [found for found in gc.get_objects() if isinstance(found, kind)]:
        if cache.cache_parameters()["maxsize"] is not None:
            cache.cache_clear()
    gc.collect()


def run(name: str, folder: Path, rounds: int) -> None:
    """In the contender's own process: print its rounds, or end with what is missing."""
    logging.disable()
    try:
        reader = CONTENDERS[name]()
    except ImportError as fault:
        raise SystemExit(str(fault)) from fault
    print(json.dumps(rounds_of(reader, pages_of(folder), rounds)))


def measure(name: str, folder: Path, rounds: int) -> float | str:
    """The median CPU seconds of a contender's rounds, or why it could not run."""
    command = [sys.executable, "-m", "benchmarks.extraction", str(folder)]
    command += ["--rounds", str(rounds), "--contender", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return median(seconds)


def table(seconds: dict[str, float], pages: int) -> str:
    """One line a contender, slowest last; a dash where there is nothing to compare with."""
    lines = [f"{'CPU time':<18}{'ms a page':>10}{'pages/s':>10}{'× trafilatura':>15}{'× floor':>10}"]
    for name, taken in sorted(seconds.items(), key=lambda item: item[1]):
        ratios = [f"{taken / seconds[to]:.2f}" if to in seconds else "—" for to in ("trafilatura", "floor")]
        lines.append(
            f"{name:<18}{taken / pages * 1000:>10.2f}{pages / taken:>10.0f}{ratios[0]:>15}{ratios[1]:>10}"
        )
    return "\n".join(lines)


def profile(folder: Path) -> None:
    """Print where kliping's time goes."""
    import cProfile
    import pstats

    reader, pages = kliping(), pages_of(folder)
    rounds_of(reader, pages, 0)
    forget()
    with cProfile.Profile() as profiler:
        for page in pages:
            reader(page)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def compare(folder: Path, rounds: int) -> None:
    """Print the table, and who is not in it."""
    pages = pages_of(folder)
    results = {name: measure(name, folder, rounds) for name in CONTENDERS}
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average; the median of {rounds} rounds")
    print(table({name: taken for name, taken in results.items() if isinstance(taken, float)}, len(pages)))
    for name, reason in results.items():
        if isinstance(reason, str):
            print(f"left out: {name}: {reason}")


def main() -> None:
    """Print the table, or the profile."""
    parser = argparse.ArgumentParser(description="CPU time of reading a page, beside the peers'.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default: 5)")
    parser.add_argument("--profile", action="store_true", help="show where kliping's time goes instead")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder.resolve()
    if options.profile:
        profile(folder)
    elif options.contender:
        run(options.contender, folder, options.rounds)
    else:
        compare(folder, options.rounds)


if __name__ == "__main__":
    main()
