"""Finding the leads of one outlet."""
