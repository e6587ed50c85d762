"""The people who carry a search."""
