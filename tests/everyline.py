"""A workspace with something of everything, and the lines that stand as examples in help and documents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.group import onward
from cli.manual import COMMANDS
from core import places
from core.demo import demo
from tests.lines import ROOT, Lines

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# What examples read from. The names are as the examples have them.
FILES = {
    "jobs.csv": "Firm,Role,Applied,Status\nHarbour Light,Editor,2026-10-13,Talking\n",
    "journal.json": '{"tags": {}, "entries": [{"title": "A good talk.", "body": "", "date": "2026-06-28"}]}\n',
    "letter.md": "Dear Ada,\n\nit went better than I feared.\n",
    "mail.txt": "We decided to go with somebody else.\n",
    "posting.txt": "Knowledge base writer\nMust have: SQL, plain language, go.\nDesktop publishing is a plus.\n",
    "notes.txt": "I was calm when they asked about the audit.\n",
    "page.md": "Both were there before any job was.\n",
    "angry.txt": "I would like to know what you were thinking.\n",
    "november.md": "A month with two conversations.\n",
    "resume.txt": "Technical writer. Cut a manual by a third with plain language. SQL.\n",
    "contacts.vcf": "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:555-0100\nEND:VCARD\n" for name in ("Kim Berg", "Ada Lund")
    ),
}

# Run one after the other on the demo's workspace, so that there is one of everything; each is a line that works.
BEGUN = """
routine add Walk around the harbour --family body --light
routine add Write letters --kind count --per week --target 5 --family search
routine add Learn --kind minutes --family learning
routine add Write the newsletter
routine pause newsletter
steps add Write to Kim --cue "I have had breakfast"
evening close --thanks Soup --mood tired
team add Nadia Quist --seat mentor --cadence 14 --reach 555-0100
team add Bo Lind --seat honest-feedback --seat believer
team add Kim Berg
team add Ada Lund
team drop Ada
team keep Bo "Begin with the end."
promises add Nadia Send the sketch
promises add Bo --theirs Bring the ladder
tick letters --count 2
ritual before Call Tomasz
checkin Nadia --said "Cut the first paragraph."
apply Acme Analyst
apply "Harbour Books" Editor --saved
applications --stage interview --keep-as talking
rounds add saltmarsh --kind interview --day tomorrow --interviewers "Kim Berg" --questions Why
applications change acme --posting "You know SQL and plain language."
applications change saltmarsh --posting "You know SQL and plain language."
materials note saltmarsh resume --file resume-3.pdf
times add monday 9:30 11:00
hold add I would like to know
park add Leave the field
ritual reason timing --hands theirs
feedback draft --whom "Ms Berg" --template gracious --question technical-or-communication
feedback sent
feedback answered You lacked specific examples
feedback decode examples "Add two numbers"
doors keep reapply
doors keep thank-you
skills add editing
skills rate editing 3
skills prove editing Cut the manual by a third
postings add posting.txt
plan add SQL Evening course --hours 24 --weekly 3
learn evening --minutes 45 --note "Joins"
wins add Second round at Saltmarsh
praise add You made it clear at last --from Bo
anchors add Led the move to the new archive --evidence "Two weeks early"
stories add The lost archive --action "Asked everyone who had left" --skill research
stories told archive Saltmarsh
questions add "Why did you leave?"
practice add Why did you leave --minutes 3 --calm 2
checks done results Two numbers
why write Work I can walk to
warmup keep --obstacle "My mind goes blank" --response "I breathe"
safety --own "Tomasz, 555-0101"
window
undo
journal answer "What went well?" The second conversation
"""


def write_files(folder: Path) -> None:
    """The files that examples read from."""
    for name, body in FILES.items():
        (folder / name).write_text(body, encoding="utf-8")


def begin(lines: Lines, folder: Path) -> None:
    """Make the workspace of this home, with the files of the examples in `folder`, which is where the lines run."""
    write_files(folder)
    demo.build(places.workspace_file(), NOW)
    for line in BEGUN.strip().splitlines():
        ended = lines(*shlex.split(line))
        assert ended.code == 0, f"onward {line}: {ended.err}"


Called = tuple[str, ...]  # the words that call a command
PLACEHOLDER = re.compile(r"\b(?!SQL\b)[A-Z]{3,}\b")  # what stands for something else


def commands(group: click.Group = onward, path: Called = ()) -> Iterator[tuple[Called, click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group, info_name="onward")
    for name in COMMANDS if group is onward else group.commands:
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def examples() -> list[str]:
    """Every example in the help of a command, in the README and in the documents, each once."""
    return sorted({line for line in _examples() if not PLACEHOLDER.search(line)})


def _examples() -> Iterator[str]:
    for _, command in commands():
        for found in re.finditer(r"\b(?:Example|Examples):\n((?: +onward .*\n?)+)", command.help or ""):
            yield from (line.strip() for line in found[1].splitlines())
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        if page.name in ("lines.md", "keys.md"):
            continue
        text = page.read_text(encoding="utf-8")
        yield from (found[1] for found in re.finditer(r"`(onward [^`\n]+)`", text))
        yield from (found[1] for found in re.finditer(r"^ {4}(?:\$ )?(onward [^#\n]+)", text, re.MULTILINE))


def parsed(example: str) -> tuple[list[str], str]:
    """The arguments of an example, and the name of the file that it reads from."""
    words = shlex.split(example, comments=True)[1:]
    source = words[words.index("<") + 1] if "<" in words else ""
    cut = min([words.index(sign) for sign in ("<", ">", "|") if sign in words] or [len(words)])
    return words[:cut], source
