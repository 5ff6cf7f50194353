"""Erasing articles for good."""
