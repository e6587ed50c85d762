"""An entry as it reads: its Markdown rendered, a few pages at a time."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, Markdown

from core.content import Content
from core.journal.journal import Entry
from core.text import visible
from screens.journal.page import above
from tui.dialogs.base import Dialog

# Rendering costs a tenth of a second for 10 000 characters, and every scroll pays for what is mounted.
PART = 6000
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)", re.MULTILINE)


def parts_of(body: str, most: int = PART) -> list[str]:
    """The text in parts of at most `most` characters, cut between paragraphs where there are any."""
    parts = []
    while len(body) > most:
        cut = next((at for sign in ("\n\n", "\n", " ") if (at := body.rfind(sign, most // 2, most)) > 0), most)
        parts.append(body[:cut])
        body = body[cut:].lstrip("\n")
        # A block of code that goes on is opened again, so that what is code keeps looking like it.
        fences = _FENCE.findall(parts[-1])
        if len(fences) % 2:
            parts[-1] += f"\n{fences[-1]}"
            body = f"{fences[-1]}\n{body}" if len(body) > len(fences[-1]) else body
    return [*parts, body]


class Reader(Dialog[None]):
    """Shows one entry; nothing in it opens a link or runs anything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "Page back", id="reader.back"),
        Binding("right,l,space", "turn(1)", "Next page", id="reader.next"),
        Binding("v,q", "leave", "Back", show=False, id="reader.leave"),
        Binding("j", "move(1)", "Down", show=False, id="list.down"),
        Binding("k", "move(-1)", "Up", show=False, id="list.up"),
    ]

    DEFAULT_CSS = """
    Reader {
        & > .box { width: 90; height: 100%; }
        & VerticalScroll { height: 1fr; }
        & Markdown { padding: 0; }
    }
    """

    def __init__(self, entry: Entry, words: Content, zone: object) -> None:
        super().__init__()
        self.entry, self.words, self.zone = entry, words, zone
        self.parts = parts_of(entry.body)
        self.part = 0

    def compose_box(self) -> ComposeResult:
        yield Label(above(self.entry, self.zone, self.words), classes="hint question")  # type: ignore[arg-type]
        with VerticalScroll():
            yield Markdown(open_links=False)
        yield Label(classes="hint", id="part")

    async def on_mount(self) -> None:
        await self._show()
        self.query_one(VerticalScroll).focus()

    async def _show(self) -> None:
        await self.query_one(Markdown).update(visible(self.parts[self.part]))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        told = self.words.say("journal.read.part", part=self.part + 1, parts=len(self.parts))
        self.query_one("#part", Label).update(told if len(self.parts) > 1 else "")

    async def action_turn(self, pages: int) -> None:
        """Show the part before or after."""
        part = min(max(0, self.part + pages), len(self.parts) - 1)
        if part != self.part:
            self.part = part
            await self._show()

    def action_move(self, lines: int) -> None:
        """Move the text by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
