"""Pages in files: WARC files and folders of saved pages."""
