"""The version of the reader, by which an archive knows what is worth reading again.

It is raised whenever the reader makes something else of a page. `OUTPUT_DIGEST` notices that: the SHA-256 of
the version, and of all that the reader makes of the pages in tests/fixtures/articles. A test compares it;
`python -m tests.unit.extraction.output_digest` raises the one and renews the other.
"""

EXTRACTOR_VERSION = 4
OUTPUT_DIGEST = "c47ab1672f54c2f9ff8eed7c0376fba9bb3c258b6bd5bd4e4a714fa06f133d03"
