"""Questions that cover the screen for a moment: each returns one value, or None when left with escape."""
