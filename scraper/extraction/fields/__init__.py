"""One field of the article a module: candidates, then one choice."""
