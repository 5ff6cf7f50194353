"""One archive takes in all that another has."""
