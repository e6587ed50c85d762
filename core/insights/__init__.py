"""What the notes show: figures, looking back, and the report."""
