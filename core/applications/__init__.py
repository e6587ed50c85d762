"""Applications: where the search stands, conversation by conversation."""
