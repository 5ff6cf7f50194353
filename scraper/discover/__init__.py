"""Where a site lists its articles: feeds, sitemaps, and links on its pages. Pure: bytes in, leads out."""
