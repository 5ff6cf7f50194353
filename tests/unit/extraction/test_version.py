"""The reader's version changes with what the reader makes of a page."""

from __future__ import annotations

from scraper.extraction.version import EXTRACTOR_VERSION, OUTPUT_DIGEST
from tests.unit.extraction.output_digest import output_digest


def test_the_version_is_that_of_the_readers_output() -> None:
    assert output_digest(EXTRACTOR_VERSION) == OUTPUT_DIGEST, (
        "The reader's output over tests/fixtures/articles is not that of EXTRACTOR_VERSION. If the change is "
        "intended (or there are new pages), raise the version, so that archives are read again, and renew "
        "the digest: python -m tests.unit.extraction.output_digest"
    )


def test_another_version_has_another_digest() -> None:
    assert output_digest(EXTRACTOR_VERSION + 1) != OUTPUT_DIGEST
