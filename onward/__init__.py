"""Onward, a private companion for people looking for work."""

__version__ = "0.1.0"
