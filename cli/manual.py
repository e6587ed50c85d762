"""The first page of help. It stands here as text, so that `onward --help` need not load an argument parser."""

from __future__ import annotations

# Every command: its module in `cli`, and what it is in a line.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Look around in ten made-up weeks; nothing is kept."),
    "today": ("today", "Print what the day holds."),
    "write": ("write", "Write a journal entry."),
    "tick": ("tick", "Mark a practice done."),
    "win": ("win", "Note something that went well."),
    "apply": ("apply", "Note an application."),
    "reject": ("reject", "Note a no."),
    "ritual": ("ritual", "Walk through what can follow a no, in plain questions."),
    "learn": ("learn", "Note time put into something you are learning."),
    "checkin": ("checkin", "Note that you spoke with someone."),
    "ask": ("ask", "Draft a message to someone on your team."),
    "search": ("search", "Find words in everything you have written."),
    "undo": ("undo", "Take back the last step."),
    "redo": ("undo", "Do again what was undone."),
    "safety": ("safety", "Print who there is to talk to."),
    "routine": ("routine", "The practices you chose."),
    "steps": ("steps", "The one thing for a day."),
    "evening": ("evening", "How a day is closed."),
    "efforts": ("efforts", "What is in your own hands, counted."),
    "light": ("resting", "Make today light."),
    "rest": ("resting", "Rest until a date."),
    "window": ("resting", "Take time to feel it."),
    "later": ("resting", "Put something off."),
    "feedback": ("feedback", "Asking them for a word, and what it is good for."),
    "doors": ("doors", "What stays open after a no."),
    "hold": ("holding", "Messages that wait for a cooler head."),
    "park": ("holding", "Decisions that wait for a calm day."),
    "skills": ("skills", "What postings ask for beside what you bring."),
    "postings": ("postings", "The postings you took in."),
    "plan": ("plan", "What you are learning."),
    "team": ("team", "Your team, with the last talk of each."),
    "promises": ("promises", "What was promised, both ways."),
    "applications": ("applications", "The applications, those under way first."),
    "rounds": ("rounds", "The conversations of an application."),
    "materials": ("materials", "What went out with an application."),
    "times": ("times", "Times kept free for applying."),
    "journal": ("journal", "The entries: read, change, tag, find."),
    "wins": ("wins", "What went well, for a grey day."),
    "praise": ("praise", "Kind words, as they were said."),
    "anchors": ("anchors", "What you did, with what shows it."),
    "stories": ("stories", "Your stories, in four parts."),
    "questions": ("questions", "Questions that come up, with your answers."),
    "practice": ("questions", "What you practised out loud."),
    "checks": ("leaning", "Small checks of what goes out."),
    "why": ("leaning", "Why you are looking."),
    "values": ("leaning", "What matters to you."),
    "warmup": ("leaning", "Ten minutes before a conversation."),
    "insights": ("insights", "Print what your notes show."),
    "review": ("review", "Look back on the week or the month."),
    "report": ("report", "Write a page to read in a browser or to print."),
    "vault": ("vault", "Make and look after the keys, and share with other machines."),
    "backup": ("backup", "Put everything into one encrypted file."),
    "restore": ("restore", "Bring a backup back, merge it, or look into it."),
    "import": ("import_", "Take in what another program has kept."),
    "export": ("export", "Put everything into a file or a folder."),
    "config": ("config", "Open the settings of this machine in your editor."),
    "sync": ("sync", "Exchange what was written with your other machines."),
    "conflicts": ("conflicts", "List the texts changed on two machines, and choose."),
    "me": ("me", "Your name, your evening hour, and when your day ends."),
    "locate": ("locate", "Say where your files are."),
    "doctor": ("doctor", "Check that all is well, without showing anything you wrote."),
    "completions": ("completions", "Print the completion script for a shell."),
    "manpage": ("manpage", "Print the man page."),
}

# The nouns of each place: every one has verbs of its own, and lists when none is named.
NOUNS: dict[str, tuple[str, ...]] = {
    "Today": ("routine", "steps", "evening", "efforts", "light", "rest", "window", "later"),
    "Ritual": ("feedback", "doors", "hold", "park"),
    "Skills": ("skills", "postings", "plan"),
    "Team": ("team", "promises"),
    "Applications": ("applications", "rounds", "materials", "times"),
    "Journal": ("journal",),
    "Strengths": (
        "wins", "praise", "anchors", "stories", "questions", "practice", "checks", "why", "values", "warmup",
    ),
}  # fmt: skip

_MANUAL = """\
Usage: onward [--home DIR] [COMMAND]

  Onward, a private companion for people looking for work.
  Without a command it opens its screens.

Commands:
{commands}

Each place has its nouns. Alone they list; `onward NOUN --help` has their verbs,
such as show, add, change, done, remove.
{nouns}

Options:
  --home DIR  Use the workspace in this folder. ONWARD_HOME does the same.
  --version   Print the version.
  --help      Print this; each command has a --help of its own.

ACCESSIBLE=1 puts plain lines in place of the screens, for a screen reader.

What you asked for goes to standard output, everything else to standard error.
No command prints colours or other control codes.

Ends with 0 when all went well, 1 after a crash, 2 for a command line that
cannot be understood or where a terminal is missing, 3 when something was
refused and nothing changed, 4 when nothing was found, 5 when the file cannot
be read or written, 6 when an encrypted file cannot be used, 7 when the
passphrase or key is not the right one, 8 when the store between machines
cannot be used just now, 130 when interrupted.
"""


def manual() -> str:
    """The page."""
    nouns = {noun for names in NOUNS.values() for noun in names}
    named = {name: about for name, (_, about) in COMMANDS.items() if name not in nouns}
    width = max(map(len, named)) + 2
    commands = "\n".join(f"  {name:{width}}{about}" for name, about in named.items())
    places = "\n".join(f"  {place:14}{_wrapped(names)}" for place, names in NOUNS.items())
    return _MANUAL.format(commands=commands, nouns=places).rstrip("\n")


def _wrapped(names: tuple[str, ...]) -> str:
    return (",\n" + " " * 16).join(", ".join(names[n : n + 8]) for n in range(0, len(names), 8))
