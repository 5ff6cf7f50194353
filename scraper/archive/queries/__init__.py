"""Questions to the archive: search, coverage, statistics. Nothing here writes."""
