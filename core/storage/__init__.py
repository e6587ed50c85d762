"""The file: one SQLite database, one write door, the log of every change, and undo."""
