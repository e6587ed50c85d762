"""A no, and the path that follows it."""
