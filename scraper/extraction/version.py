"""The version of the reader, by which an archive knows what is worth reading again.

It is raised whenever the reader makes something else of a page. `OUTPUT_DIGEST` notices that: the SHA-256 of
the version, and of all that the reader makes of the pages in tests/fixtures/articles. A test compares it;
`python -m tests.unit.extraction.output_digest` raises the one and renews the other.
"""

EXTRACTOR_VERSION = 2
OUTPUT_DIGEST = "4dcccdf0c999beb313f022293721d4240c1cf1a219e089b85435432aed490693"
