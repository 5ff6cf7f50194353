"""Where a site tells of its articles: feeds, sitemaps, and links on its pages. Pure: bytes in, leads out."""
