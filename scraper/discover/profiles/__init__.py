"""Drafting and checking the profile of a site."""
