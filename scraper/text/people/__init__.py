"""Names of people in by-lines."""
