"""Keeping the file small, and verifying that it is whole."""
