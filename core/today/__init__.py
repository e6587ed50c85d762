"""The day: practices, the one thing, rest, effort, and the evening close."""
