"""Work on pages that are already there: imports, and reading stored pages again."""
