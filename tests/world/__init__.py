"""Several machines, one careless store, and an account of its own of what has to come out."""
