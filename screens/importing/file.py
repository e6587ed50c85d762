"""Choosing a file, a folder or a zip: a path is typed, and what is there is listed below it."""

from __future__ import annotations

import os
from itertools import islice

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Label

from core.content import Content as Words
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Narrow
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

ALL = ""  # the id of the row that stands for the whole folder
MOST = 500  # names of a folder that are listed


class Path(Narrow):
    """The field with the path: tab takes the name under the cursor into it."""

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab" and isinstance(self.screen, ChooseFile) and self.screen.complete():
            event.stop()
            event.prevent_default()
        else:
            super().on_key(event)


class ChooseFile(Dialog[str]):
    """Choose something to bring in; the result is its path. Enter goes into a folder; all of it is a row.

    `problem` says why what was chosen before cannot be brought in.
    """

    ENTER = "Open"

    DEFAULT_CSS = """
    ChooseFile {
        & Rows { height: auto; max-height: 12; margin-top: 1; }
        & .hint { margin-top: 1; }
    }
    """

    def __init__(self, words: Words, value: str = "", problem: str = "") -> None:
        super().__init__()
        self.words, self._value, self._problem = words, value or _usual(), problem

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("importing.flow.ask")), classes="question")
        yield Path(self._value, compact=True, select_on_focus=False)
        yield Label(plain(self._problem), classes=f"refused {'-shown' if self._problem else ''}")
        yield Rows(empty=self.words.say("shell.empty.narrowed"))
        yield Label(plain(self.words.say("importing.flow.ask_hint")), classes="hint")

    def on_mount(self) -> None:
        self._list()

    @property
    def typed(self) -> str:
        """The path as it stands."""
        return self.query_one(Path).value

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._value:
            self.query_one(".refused").remove_class("-shown")
        self._list()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        row = self.query_one(Rows).row
        if row is not None and not os.path.isfile(os.path.expanduser(path)):
            self._take(row)
        elif path:
            self.dismiss(path)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._take(event.row)

    def complete(self) -> bool:
        """Take the name under the cursor into the path; False where it stands there already."""
        row = self.query_one(Rows).row
        if row is None or row.id in (self.typed, ALL):
            return False
        self._type(row.id)
        return True

    def _take(self, row: Row) -> None:
        if row.id == ALL:
            self.dismiss(self.typed)
        elif row.id.endswith("/"):
            self._type(row.id)
            self.query_one(Path).focus()
        else:
            self.dismiss(row.id)

    def _type(self, path: str) -> None:
        field = self.query_one(Path)
        field.value = path
        field.cursor_position = len(path)

    def _list(self) -> None:
        folder, name = os.path.split(self.typed)
        rows = [Row(path, shown) for path, shown in _inside(folder, name)]
        list_ = self.query_one(Rows)
        if rows and not name:
            list_.show([Row(ALL, self.words.say("importing.flow.all"), mark="[+]"), *rows])
            list_.select(rows[0].id)
        else:
            list_.show(rows)


def _usual() -> str:
    """Where downloads land, if there is such a folder."""
    return "~/Downloads/" if os.path.isdir(os.path.expanduser("~/Downloads")) else "~/"


def _inside(folder: str, name: str) -> list[tuple[str, str]]:
    """What a folder holds that begins so, folders first: paths as they would be typed, and names as they are shown."""
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            hits = (one for one in entries if one.name.casefold().startswith(name.casefold()))
            found = [
                (one.is_dir(), one.name) for one in islice(hits, MOST) if name.startswith(".") or one.name[0] != "."
            ]
    except (OSError, ValueError):
        return []
    ordered = sorted(found, key=lambda one: (not one[0], one[1].casefold()))
    return [(os.path.join(folder, one) + "/" * is_folder, one + "/" * is_folder) for is_folder, one in ordered]
