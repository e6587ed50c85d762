"""The first page of help. It stands here as text, so that `onward --help` need not load an argument parser."""

from __future__ import annotations

# Every command: its module in `cli`, and what it is in a line.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Look around in ten made-up weeks; nothing is kept."),
    "today": ("today", "Print what the day holds."),
    "write": ("write", "Write a journal entry."),
    "tick": ("tick", "Mark a practice done."),
    "win": ("win", "Note something that went well."),
    "review": ("review", "Look back on the week or the month."),
    "insights": ("insights", "Print what your notes show."),
    "report": ("report", "Write a page to read in a browser or to print."),
    "apply": ("apply", "Note an application."),
    "applications": ("applications", "List the applications that are under way."),
    "reject": ("reject", "Note a no."),
    "ritual": ("ritual", "Walk through what can follow a no, in plain questions."),
    "skills": ("skills", "Print what postings ask for, and the plan; scan a posting."),
    "learn": ("learn", "Note time put into something you are learning."),
    "team": ("team", "Print your team, with the last talk of each."),
    "checkin": ("checkin", "Note that you spoke with someone."),
    "search": ("search", "Find words in everything you have written."),
    "undo": ("undo", "Take back the last step."),
    "redo": ("undo", "Do again what was undone."),
    "export": ("export", "Put everything into a file or a folder."),
    "vault": ("vault", "Make and look after the keys that lock your backups."),
    "backup": ("backup", "Put everything into one encrypted file."),
    "restore": ("restore", "Bring a backup back, merge it, or look into it."),
    "locate": ("locate", "Say where your files are."),
    "doctor": ("doctor", "Check that all is well, without showing anything you wrote."),
    "completions": ("completions", "Print the completion script for a shell."),
}

_MANUAL = """\
Usage: onward [--home DIR] [COMMAND]

  Onward, a private companion for people looking for work.
  Without a command it opens its screens.

Commands:
{commands}

Options:
  --home DIR  Use the workspace in this folder. ONWARD_HOME does the same.
  --version   Print the version.
  --help      Print this; each command has a --help of its own.

What you asked for goes to standard output, everything else to standard error.
No command prints colours or other control codes.

Ends with 0 when all went well, 1 after a crash, 2 for a command line that
cannot be understood or where a terminal is missing, 3 when something was
refused and nothing changed, 4 when nothing was found, 5 when the file cannot
be read or written, 6 when an encrypted file cannot be used, 7 when the
passphrase or key is not the right one, 130 when interrupted.
"""


def manual() -> str:
    """The page."""
    width = max(map(len, COMMANDS)) + 2
    commands = "\n".join(f"  {name:{width}}{about}" for name, (_, about) in COMMANDS.items())
    return _MANUAL.format(commands=commands).rstrip("\n")
