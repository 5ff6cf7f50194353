"""The box that holds the text, and its lines."""
