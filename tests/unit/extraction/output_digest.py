"""`python -m tests.unit.extraction.output_digest`: raise EXTRACTOR_VERSION if that is due."""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scraper.extraction import extract, version
from scraper.model import Article

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


def output_digest(number: int) -> str:
    """The SHA-256 of a version's number, and of what the reader makes of each page of the fixtures."""
    read = [(page.stem, _read(page)) for page in sorted(ARTICLES.glob("*.html"))]
    return sha256(json.dumps([number, read], sort_keys=True).encode()).hexdigest()


def _read(page: Path) -> object:
    given = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["input"]
    now = datetime.fromisoformat(given["now"]) if "now" in given else None
    result = extract(page.read_bytes(), given["url"], now=now)
    return result.to_dict() if isinstance(result, Article) else repr(result)


def main() -> None:
    """Write both to `scraper/extraction/version.py`, where the output is not that of the present version."""
    number = version.EXTRACTOR_VERSION
    if output_digest(number) == version.OUTPUT_DIGEST:
        print(f"The reader's output is that of version {number}.")
        return
    number += 1
    path = Path(version.__file__)
    text = re.sub(r"(?m)^EXTRACTOR_VERSION = .*", f"EXTRACTOR_VERSION = {number}", path.read_text("utf-8"))
    text = re.sub(r"(?m)^OUTPUT_DIGEST = .*", f'OUTPUT_DIGEST = "{output_digest(number)}"', text)
    path.write_text(text, encoding="utf-8")
    print(f"The reader's output has changed: this is version {number} now.")


if __name__ == "__main__":
    main()
