"""HTML: bytes to text, text to lines in boxes."""
