"""Screen 4, Team, and the dialogs it opens."""
