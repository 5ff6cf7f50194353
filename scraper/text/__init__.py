"""Pure functions on text, dates, URLs and markup."""
