"""What a page says of itself, before any field is chosen."""
