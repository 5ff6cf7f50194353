"""Whether an outlet still works as it did."""
