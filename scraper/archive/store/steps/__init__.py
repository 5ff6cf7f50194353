"""The steps that made the tables of an archive what they are, each in a module."""
