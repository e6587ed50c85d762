"""How long a store is waited for, in seconds. Nothing is asked for without an end."""

CONNECT = 10.0  # until anybody answers at all
ANSWER = 30.0  # until something comes, or goes on coming
