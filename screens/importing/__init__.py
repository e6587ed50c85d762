"""Bringing in what other programs have kept, from any place in the app."""
