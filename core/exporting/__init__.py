"""Everything out, and back in: each form that loses nothing is written and read in one file."""
