"""Screen 8, Insights, and the dialogs it opens."""
