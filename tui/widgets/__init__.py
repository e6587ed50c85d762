"""Widgets that any screen may use; they know no activity by name."""
