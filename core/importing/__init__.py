"""Taking in what other programs have kept: from a file, a folder or a zip to one step that `undo` takes back whole."""
