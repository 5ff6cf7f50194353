"""Runs: from targets to a summary, all outlets at once, once or on a schedule."""
