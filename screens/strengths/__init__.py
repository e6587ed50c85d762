"""Screen 7, Strengths, and the dialogs it opens."""
