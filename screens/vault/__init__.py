"""Screen 9, Vault, and the dialogs it opens."""
