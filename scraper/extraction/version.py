"""The version of the reader, by which an archive knows what is worth reading again.

It is raised whenever the reader makes something else of a page. `OUTPUT_DIGEST` notices that: the SHA-256 of
the version, and of all that the reader makes of the pages in tests/fixtures/articles. A test compares it;
`python -m tests.unit.extraction.output_digest` raises the one and renews the other.
"""

EXTRACTOR_VERSION = 3
OUTPUT_DIGEST = "19470f61cfb7edc88b5b30d96b470d17d0a94c133da39c4f9f9b8b49437702b6"
