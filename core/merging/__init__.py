"""What several machines wrote, made one: the merge law and everything that serves it."""
