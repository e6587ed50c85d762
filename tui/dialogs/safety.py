"""The calm safety line: who there is to talk to. Static text; opening it is recorded nowhere."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label

from core.content import Content
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.dialogs.line import Line
from tui.widgets.plain import plain

OWN = "safety.own"  # the setting that holds the person's own contacts, one a line


class Safety(Dialog[None]):
    """The person's own contacts first, then lines by country, each with the month it was known right."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "edit", "Your own person", id="safety.edit")]

    DEFAULT_CSS = """
    Safety {
        & Label { width: 1fr; margin-bottom: 1; }
        & VerticalScroll { height: auto; }
    }
    """

    def __init__(self, data: Data, words: Content) -> None:
        super().__init__()
        self.data, self.words = data, words

    def compose_box(self) -> ComposeResult:
        say = self.words.say
        contacts = self.words.contacts()
        yield Label(plain(say("safety.intro.title")), classes="question")
        with VerticalScroll():
            yield Label(id="own")
            yield Label(plain("\n".join(self.words.lines("safety.intro.lines"))))
            yield Label(
                plain(
                    "\n".join(
                        f"{row.country or say('safety.intro.anywhere')}: {row.name}. {row.reach}." for row in contacts
                    )
                )
            )
            yield Label(plain(say("safety.intro.danger")))
            checked = min((row.checked for row in contacts), default="")
            yield Label(plain(say("safety.intro.dated", checked=checked)), classes="hint")
            yield Label(plain(say("safety.intro.edit", key="e")), classes="hint")

    async def on_mount(self) -> None:
        await self._show()
        self.query_one(VerticalScroll).focus()

    async def _show(self) -> None:
        own = await self.data.ask(lambda workspace: workspace.settings.get(OWN))
        text = own or self.words.say("safety.own.empty", key="e")
        self.query_one("#own", Label).update(plain(text))

    @work
    async def action_edit(self) -> None:
        """Write down the person to call."""
        own = await self.data.ask(lambda workspace: workspace.settings.get(OWN))
        say = self.words.say
        typed = await self.app.push_screen_wait(Line(say("safety.own.label"), hint=say("safety.own.hint"), value=own))
        if typed is not None:
            label = say("safety.own.label")
            await self.data.ask(lambda workspace: workspace.settings.set(OWN, typed.strip(), label))
            await self._show()
