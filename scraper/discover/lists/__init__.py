"""Lists of articles as sites publish them: feeds, sitemaps, index pages, search, REST APIs."""
