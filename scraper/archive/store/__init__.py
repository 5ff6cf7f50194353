"""The database file: opening it, its schema, transactions, locks."""
