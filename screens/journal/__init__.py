"""Screen 6, Journal, and the dialogs it opens."""
