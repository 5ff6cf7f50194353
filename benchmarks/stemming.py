"""Finding the other words of a word's root, by several means: `python -m benchmarks.stemming [--misses]`.

The words of `tests/fixtures/word-families.txt` are a vocabulary; each is asked for in turn. Precision is the
share of what was found that belongs to the word's family, recall the share of the family that was found, both
averaged over the words; µs is the CPU time of a question, once the vocabulary has been prepared. Sastrawi and
snowballstemmer take part where they are installed.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from scraper.text import affixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Finder = Callable[[str], set[str]]

FAMILIES = Path(__file__).parents[1] / "tests" / "fixtures" / "word-families.txt"


def families() -> list[set[str]]:
    """The word families of the file."""
    lines = FAMILIES.read_text(encoding="utf-8").splitlines()
    return [set(line.split()) for line in lines if not line.startswith("#")]


def by_stem(stem: Callable[[str], str], vocabulary: set[str]) -> Finder:
    """Finds words of one stem."""
    words = defaultdict(set)
    for word in vocabulary:
        words[stem(word)].add(word)
    return lambda word: words[stem(word)]


def contenders(vocabulary: set[str]) -> Iterator[tuple[str, Finder]]:
    """Those that are there, by name."""
    yield "the word alone", lambda word: {word}
    yield "kliping", lambda word: affixes.family(word, vocabulary.intersection)
    try:
        snowball = importlib.import_module("snowballstemmer").stemmer("indonesian")
        yield "snowballstemmer", by_stem(snowball.stemWord, vocabulary)
    except ImportError:
        pass
    try:
        sastrawi = importlib.import_module("Sastrawi.Stemmer.StemmerFactory").StemmerFactory()
        yield "Sastrawi", by_stem(sastrawi.create_stemmer(isDev=True).stem, vocabulary)
    except ImportError:
        pass


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Finding the other words of a word's root.")
    parser.add_argument("--misses", action="store_true", help="list what kliping finds amiss")
    options = parser.parse_args()
    of = {word: family for family in families() for word in family}
    print(f"{len(families())} families, {len(of):,} words")
    print(f"{'':<18}{'precision':>10}{'recall':>10}{'µs':>10}")
    for name, find in contenders(set(of)):
        begun = time.process_time()
        found = {word: find(word) for word in of}
        took = (time.process_time() - begun) / len(of) * 1e6
        precision = fmean(len(found[w] & of[w]) / max(len(found[w]), 1) for w in of)
        recall = fmean(len(found[w] & of[w]) / len(of[w]) for w in of)
        print(f"{name:<18}{precision:>10.3f}{recall:>10.3f}{took:>10.0f}")
        if options.misses and name == "kliping":
            for word in sorted(word for word in of if found[word] != of[word]):
                print(f"  {word}: +{sorted(found[word] - of[word])} -{sorted(of[word] - found[word])}")


if __name__ == "__main__":
    main()
