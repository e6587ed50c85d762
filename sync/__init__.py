"""Carrying it: encryption, backup and the way between machines."""
