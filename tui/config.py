"""How the app behaves on this machine: `config.toml` beside the workspace or in the system's place for it.

A mistake in the file never stops the app: what can be used is used, and every problem becomes one
sentence with its line, shown at start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

FILE = "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What can be set: looks, keeping in step with other machines, and `[keys]`, a table from action ids to keys.

    `sync` "off" leaves that to the key; `quiet_minutes` is how long nothing is typed before what was written goes out.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    theme: Literal["auto", "light", "dark", "terminal"] = "auto"
    animations: bool = True
    mouse: bool = True
    sync: Literal["on", "off"] = "on"
    quiet_minutes: float = 1.0
    keys: dict[str, str] = field(default_factory=dict)


# What each setting is for, said once: what `onward config` begins with, and the page of documentation, follow from it.
OPTIONS: dict[str, tuple[str, str]] = {
    "theme": (
        "auto (by what the terminal says of its background), light, dark, or terminal (its own colours)",
        'theme = "auto"',
    ),
    "animations": (
        "false: nothing moves; the breathing minute stands still and says in words what to do",
        "animations = true",
    ),
    "mouse": ("false: the mouse is the terminal's, for selecting and copying", "mouse = true"),
    "sync": (
        "Machines that share a store get in step at start, after a quiet minute, and on leaving; off: only by the key",
        'sync = "on"',
    ),
    "quiet_minutes": (
        "how many minutes nothing is typed before what you wrote goes out (0.1 to 1440)",
        "quiet_minutes = 1.0",
    ),
    "keys": (
        "Any action by its name (`?` in the app, or docs/keys.md). Several keys are separated by commas.",
        '[keys]\n"today.skip" = "x"\n"app.help" = "f1"',
    ),
}


def template() -> str:
    """A file to begin with: every setting with its usual value, or an example, behind a `#`."""
    parts = ["# How Onward behaves on this machine. Take the # off a line and change it.\n"]
    for about, example in OPTIONS.values():
        lines = "\n".join(f"# {line}" for line in example.split("\n"))
        parts.append(f"## {about}\n{lines}\n")
    return "\n".join(parts)


def read(folder: str) -> tuple[Config, list[str]]:
    """The configuration in `folder` and a sentence for every line that could not be used."""
    path = os.path.join(folder, FILE)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        return Config(), []
    except (OSError, UnicodeDecodeError):
        return Config(), [f"{path} cannot be read as text; the usual settings are used."]
    # Imported only where there is a file to check: most people have none, and start is a fifth faster.
    import tomllib

    from pydantic import TypeAdapter, ValidationError

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        at = re.search(r"line (\d+)", place)
        line = at[1] if at else len(text.rstrip().split("\n"))
        said = what[:1].lower() + what[1:]
        return Config(), [f"{path}, line {line}: {said}. It is not TOML, so the usual settings are used."]
    problems: list[str] = []
    shape = TypeAdapter(Config)
    while True:
        try:
            return shape.validate_python(table), problems
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False):
                where = [str(part) for part in found["loc"]]
                problems.append(f"{path}, line {line_of(text, where[-1])}: “{'.'.join(where)}” {_told(found)}.")
                _drop(table, where)


def line_of(text: str, key: str) -> int:
    """The line (from 1) on which a key stands in the file."""
    pattern = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*=|^\s*\[\s*{re.escape(key)}\s*\]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if pattern.match(line)), 1)


def check_keys(keys: Mapping[str, str], bound: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """What is wrong with `keys`: (id, sentence) for ids that no action has, and for keys two actions would share.

    `bound` holds (place, id, keys) of every action there is; two actions clash when they share a
    key in one place, or when one of them is everywhere (place "").
    """
    from textual.keys import _character_to_key

    actions = list(bound)
    known = {id for _, id, _ in actions}
    problems = [(id, f"no action is called “{id}”") for id in keys if id not in known]
    taken: dict[tuple[str, str], str] = {}
    for place, id, usual in sorted(actions, key=lambda action: bool(action[0])):
        for typed in keys.get(id, usual).split(","):
            key = _character_to_key(typed) if len(typed) == 1 else typed
            other = taken.get((place, key)) or taken.get(("", key))
            if other and other != id and (id in keys or other in keys):
                problems.append((id if id in keys else other, f"“{typed}” would be both “{other}” and “{id}”"))
            taken.setdefault((place, key), id)
    return problems


def at_line(folder: str, key: str) -> str:
    """Where a key stands, as a sentence begins: the file and the line."""
    path = os.path.join(folder, FILE)
    try:
        with open(path, encoding="utf-8") as file:
            return f"{path}, line {line_of(file.read(), key)}"
    except OSError:
        return FILE


def _told(found: Mapping[str, object]) -> str:
    if found["type"] == "unexpected_keyword_argument":
        return "is not a setting"
    return str(found["msg"])[:1].lower() + str(found["msg"])[1:]


def _drop(table: dict[str, object], where: list[str]) -> None:
    inner: object = table
    for part in where[:-1]:
        inner = inner.get(part) if isinstance(inner, dict) else None
    if isinstance(inner, dict) and where[-1] in inner:
        del inner[where[-1]]
    else:
        table.pop(where[0], None)
