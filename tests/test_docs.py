"""The documents say what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import manpage
from cli.group import onward
from cli.manual import COMMANDS
from screens import ACTIVITIES
from tui.app import OnwardApp
from tui.lines import NOT_IN_LINES, in_lines
from tui.palette import bindings_of

ROOT = Path(__file__).parent.parent
MAN_PAGE = ROOT / "docs" / "onward.1"
KEYS, LINES = ROOT / "docs" / "keys.md", ROOT / "docs" / "lines.md"


def keys_page() -> str:
    """Every action with its key, its command, and the name by which `config.toml` knows it."""
    parts = [
        "# Keys\n",
        "Every action there is, place by place, with the command that does the same ([lines.md](lines.md)). The last "
        "column is the name that `[keys]` in `config.toml` gives it:\n",
        '    [keys]\n    "today.skip" = "x"\n',
        "The same list stands behind `?` wherever you are, ready to be run, and in the palette (`ctrl+p`).\n",
    ]
    places = [("Everywhere", OnwardApp, ("app.", "go."))]
    places += [(activity.slug.capitalize(), activity.screen(), (f"{activity.slug}.",)) for activity in ACTIVITIES]
    for name, cls, prefixes in places:
        keys: dict[str, list[str]] = {}
        about: dict[str, str] = {}
        for one in bindings_of(cls):
            if one.id and one.id.startswith(prefixes):
                keys.setdefault(one.id, []).append(one.key)
                about[one.id] = one.tooltip or one.description
        rows = [f"| {keys_as_read(found)} | {about[id]} | {line_of(id)} | `{id}` |" for id, found in keys.items()]
        head = "| key | what it does | in lines | name |\n|---|---|---|---|\n"
        parts.append(f"## {name}\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def line_of(id: str) -> str:
    return f"`{in_lines(id)}`" if in_lines(id) else ""


def lines_page() -> str:
    """Every command with every verb and option, as `--help` says it, and the actions that have none."""
    parts = [
        "# The lines\n",
        "Everything the screens do, as commands. What you ask for goes to standard output, everything else to standard "
        "error; `--json` prints a document whose shape stands with the command; `-` in place of a text reads standard "
        "input. Things are named by a part of their name, by the sign that a list shows, or as `last`.\n",
        "This page is what `onward COMMAND --help` prints.\n",
        "\n".join(
            [
                "| | |",
                "|---|---|",
                *(f"| [{name}](#onward-{name}) | {about} |" for name, (_, about) in COMMANDS.items()),
            ]
        ),
        "",
    ]
    root = click.Context(onward, info_name="onward")
    for name in COMMANDS:
        command = onward.get_command(root, name)
        assert command is not None
        parts += told(command, click.Context(command, parent=root, info_name=name), "##")
    reasons = "\n".join(f"- `{id}`: {reason}." for id, reason in NOT_IN_LINES.items())
    parts.append(f"## Without a command\n\nThese actions of the screens have none, each for a reason:\n\n{reasons}\n")
    return "\n".join(parts)


def told(command: click.Command, context: click.Context, heading: str) -> Iterator[str]:
    """One command and its verbs."""
    context.terminal_width = 80
    lines = [line.rstrip() for line in command.get_help(context).replace(" [OPTIONS]", "").splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("  --help ")).removesuffix("\n\nOptions:")
    yield f"{heading} {context.command_path}\n\n```text\n{text}\n```\n"
    for name, verb in getattr(command, "commands", {}).items():
        yield from told(verb, click.Context(verb, parent=context, info_name=name), "###")


def keys_as_read(keys: list[str]) -> str:
    named = {"question_mark": "?", "slash": "/", "at": "@"}
    return ", ".join(f"`{named.get(key, key)}`" for key in keys)


def test_every_action_is_on_the_page_of_keys(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        KEYS.write_text(keys_page(), encoding="utf-8")
    assert KEYS.read_text(encoding="utf-8") == keys_page()


def test_every_command_is_on_the_page_of_lines_with_every_option(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        LINES.write_text(lines_page(), encoding="utf-8")
    assert LINES.read_text(encoding="utf-8") == lines_page()


def test_the_documents_name_no_command_that_there_is_not() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        named = re.findall(r"(?:`|^ {4})onward ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= set(COMMANDS), page.name


def test_the_readme_tells_a_stranger_what_it_is_in_a_minute() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("pictures/today-light.svg") < text.index("make run ARGS=demo") < text.index("## A short tour")
    assert [one.slug for one in ACTIVITIES if f"docs/guide/{one.slug}.md" not in text] == []
    assert {"**not encrypted**", "**encrypted**"} <= set(re.findall(r"\*\*[a-z ]+\*\*", text))
    linked = set(re.findall(r"docs/([\w-]+\.md)", text))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} <= linked


def test_the_man_page_that_ships_is_the_one_that_is_printed(request: pytest.FixtureRequest) -> None:
    text = "\n".join(manpage.page()) + "\n"
    if request.config.getoption("--snapshot-update"):
        MAN_PAGE.write_text(text, encoding="utf-8")
    assert MAN_PAGE.read_text(encoding="utf-8") == text


def test_every_link_in_a_document_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_variable_that_is_read_is_on_the_page_of_configuration() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    read: set[str] = set()
    for folder in ("core", "sync", "tui", "cli", "screens"):
        for source in (ROOT / folder).rglob("*.py"):
            read |= set(
                re.findall(r"\"((?:ONWARD_[A-Z_]+)|ACCESSIBLE|NO_COLOR|VISUAL|EDITOR)\"", source.read_text("utf-8"))
            )
    assert read and {name for name in read if f"`{name}" not in page} == set()
