"""The domain: dates, rules and one SQLite file."""
