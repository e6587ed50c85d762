"""The shell: one Textual app that knows no activity by name."""
