"""Screen 5, Applications: the board, the archive, and a sheet for each application."""
