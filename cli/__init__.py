"""The same product in lines."""
