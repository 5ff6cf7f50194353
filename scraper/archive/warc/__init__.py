"""The raw pages: WARC files, their records, and the captures that point into them."""
