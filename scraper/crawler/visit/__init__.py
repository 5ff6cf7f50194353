"""One lead, from request to stored article."""
