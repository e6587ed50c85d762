"""A made-up search, lived through the real verbs."""
