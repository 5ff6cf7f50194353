"""What kind of page it is, and the pages of one article."""
