"""The version of the reader, by which an archive knows what is worth reading again.

It is raised whenever the reader makes something else of a page. `OUTPUT_DIGEST` notices that: the SHA-256 of
the version, and of all that the reader makes of the pages in tests/fixtures/articles. A test compares it;
`python -m tests.unit.extraction.output_digest` raises the one and renews the other.
"""

EXTRACTOR_VERSION = 1
OUTPUT_DIGEST = "b7e4d2e24aa03c8c23a2de6b1234758ee338ab2948d6af1dd0aca8b536289d9c"
