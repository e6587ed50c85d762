"""Measurements behind the figures in the README; see `benchmarks.__main__`."""
