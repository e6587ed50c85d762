"""Screen 1, Today, and the dialogs it opens."""
