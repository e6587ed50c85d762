"""Screen 3, Skills, and the dialogs it opens."""
