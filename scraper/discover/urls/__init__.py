"""Telling article addresses from others."""
