"""Read an article page into exact fields. Pure: no network, no files, no clock."""
