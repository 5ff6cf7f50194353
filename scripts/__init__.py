"""Tools of the developers: what builds this repository's own files."""
