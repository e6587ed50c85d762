"""The inbox of texts that two machines changed apart: a list, and each of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from core.content import Content
from core.merging.conflicts import Key
from core.merging.inbox import Line
from screens.vault.beside import Beside
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.dialogs.undo import undo
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows


async def open_inbox(screen: ActivityScreen) -> None:
    """Show what there is to choose between: the one text, the list of them, or that there is none."""
    keys = await screen.ask(lambda w: w.conflicts.keys())
    if not keys:
        screen.tell(screen.say("machines.inbox.none"))
    elif len(keys) > 1:
        await screen.app.push_screen_wait(Inbox(screen.data, screen.words))
    elif told := await screen.app.push_screen_wait(await beside(screen.data, screen.words, keys[0])):
        screen.tell(told)
    await screen.load()


async def beside(data: Data, words: Content, key: Key) -> Beside:
    """The versions of one text."""
    line, zone = await data.ask(lambda w: (w.conflicts.line(key), w.clock.zone))
    title = words.say("machines.inbox.title") if line is None else _named(line)
    return Beside(data, words, key, title, zone)


def _named(line: Line) -> str:
    return f"{line.kind}, {line.about}" if line.about else line.kind


def _row(line: Line) -> Row:
    return Row("\n".join(line.key), f"{_named(line)}: {line.begins}")


class Inbox(Dialog[None]):
    """The list; however long it is, only what is in sight is read."""

    ENTER = "Side by side"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("u,ctrl+z", "undo", "Undo", id="inbox.undo")]

    DEFAULT_CSS = """
    Inbox {
        & > .box { width: 100%; height: 100%; }
        & Rows { height: 1fr; }
        & .hint { margin-bottom: 1; }
    }
    """

    def __init__(self, data: Data, words: Content) -> None:
        super().__init__()
        self.data, self.words = data, words
        self.keys: tuple[Key, ...] = ()

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("machines.inbox.title")), classes="question")
        yield Label(plain(self.words.say("machines.inbox.about")), classes="hint")
        yield Rows(empty=self.words.say("machines.inbox.done", key="u"))

    async def on_mount(self) -> None:
        self.query_one(Rows).focus()
        await self._load()

    async def _load(self) -> None:
        self.keys = keys = await self.data.ask(lambda w: w.conflicts.keys())

        async def window(start: int, stop: int) -> Sequence[Row]:
            lines = await self.data.ask(lambda w: [w.conflicts.line(key) for key in keys[start:stop]])
            return [
                _row(line) if line else Row("\n".join(key), self.words.say("machines.inbox.settled"))
                for key, line in zip(keys[start:stop], lines, strict=True)
            ]

        self.query_one(Rows).show_window(len(keys), window)

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        table, row, column = event.row.id.split("\n")
        page = await beside(self.data, self.words, (table, row, column))
        told = await self.app.push_screen_wait(page)
        await self._load()
        if told:
            self.call_after_refresh(self.app.notify, told, markup=False)

    @work
    async def action_undo(self) -> None:
        """Undo the last step."""
        await undo(self.app, self.data, self.words)
        await self._load()
