"""Strengths: evidence for the person, and preparing with it."""
