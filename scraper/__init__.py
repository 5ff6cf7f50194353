"""kliping: crawl, read and archive Indonesian news."""

__version__ = "0.1.0"
