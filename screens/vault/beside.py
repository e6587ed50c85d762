"""Two versions of a text side by side, and the choice between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import tzinfo
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Label

from core.content import Content as Words
from core.errors import OnwardError
from core.merging.conflicts import Conflict, Key, Version
from core.workspace import Workspace
from screens.vault.compare import Difference, differences, woven
from screens.vault.joining import Join
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.widgets.plain import plain
from tui.widgets.sheet import Sheet

SIDES = ("one", "other")


class Beside(Dialog[str]):
    """Shows the version that stands beside one of the others; the result is what to say of the choice, None for later.

    Enter keeps the version that has the focus.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Keep this", id="beside.choose", priority=True),
        Binding("left,right,h,l,tab", "turn", "Other side", key_display="← →", id="beside.turn", priority=True),
        Binding("b", "both", "Keep both", id="beside.both"),
        Binding("e", "join", "Join...", id="beside.join"),
        Binding("space", "next", "Next place", show=False, id="beside.next", priority=True),
        Binding("v", "version", "Next", id="beside.version"),
        Binding("escape", "leave", "Later", id="dialog.leave"),
    ]

    DEFAULT_CSS = """
    Beside {
        & > .box { width: 100%; height: 100%; padding: 0 1; border: none; }
        & .question { text-style: bold; margin: 0; }
        & .hint { height: auto; max-height: 3; margin-bottom: 1; }
        & #sides { height: 1fr; layout: horizontal; }
        & .side { width: 1fr; height: 1fr; padding: 0 1; border: round $border-blurred; }
        & .side:focus-within { border: round $primary; }
        & .side Label { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
        & .side:focus-within Label { color: $text-primary; text-style: bold; }
        & Sheet { height: 1fr; margin-top: 1; }
        &.-narrow #sides { layout: vertical; }
        &.-narrow .hint { display: none; }
        &.-narrow .hint.-again { display: block; margin-bottom: 0; }
        &.-narrow Sheet { margin-top: 0; }
    }
    """

    def __init__(self, data: Data, words: Words, key: Key, title: str, zone: tzinfo | None) -> None:
        super().__init__()
        self.data, self.words, self.key, self.zone = data, words, key, zone
        self._title = title
        self.conflict: Conflict | None = None
        self.other = 1  # which of the other versions is shown
        self.places: list[Difference] = []
        self.place = -1

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._title), classes="question")
        yield Label(plain(self._say("about")), classes="hint", id="why")
        with Container(id="sides"):
            for side in SIDES:
                with Vertical(classes="side"):
                    yield Label(id=f"{side}-name")
                    yield Sheet(id=side)

    def on_mount(self) -> None:
        self.query_one("#one", Sheet).focus()
        self._load()

    def _say(self, name: str, **values: object) -> str:
        return self.words.say(f"machines.inbox.{name}", 0, **values)

    @work(exclusive=True)
    async def _load(self) -> None:
        self.conflict = await self.data.ask(lambda w: w.conflicts.one(self.key))
        if self.conflict is None:
            self.dismiss(self._say("settled"))
            return
        await self._show()

    async def _show(self) -> None:
        """Show the two versions, with the places marked in which they differ."""
        one, other = self._shown()
        # Two long texts that have little in common take a third of a second to compare.
        self.places = await asyncio.to_thread(differences, one.text, other.text)
        self.place = -1
        for side, version in zip(SIDES, (one, other), strict=True):
            marked = [getattr(place, side) for place in self.places]
            self.query_one(f"#{side}", Sheet).show(version.text or self._say("empty"), marked)
        assert self.conflict
        if self.conflict.since:
            why = self.query_one("#why", Label)
            why.update(plain(self._say("again")))
            why.add_class("-again")
        self._name_sides()
        self.refresh_bindings()
        self.call_after_refresh(self.action_next)

    def on_descendant_focus(self) -> None:
        self._name_sides()

    def _name_sides(self) -> None:
        """Say whose version stands where, with a sign at the one that Enter keeps."""
        if self.conflict:
            for number, version in enumerate(self._shown()):
                sign = "› " if number == self.side else "  "
                name = plain(sign + self._named(version, not number))
                self.query_one(f"#{SIDES[number]}-name", Label).update(name)

    def _shown(self) -> tuple[Version, Version]:
        assert self.conflict is not None
        return self.conflict.versions[0], self.conflict.versions[self.other]

    def _named(self, version: Version, stands: bool) -> str:
        assert self.conflict is not None
        at = version.at.astimezone(self.zone)
        machine = version.machine or self._say("here" if version.here else "elsewhere")
        parts = [machine, f"{at.day} {at:%b %H:%M}"]
        parts += [self._say("stands")] if stands else []
        of = len(self.conflict.versions)
        parts = [*([self._say("version", n=self.other + 1, of=of)] if of > 2 and not stands else []), *parts]
        return " · ".join(parts)

    @property
    def side(self) -> int:
        """0 where the version that stands has the focus, 1 for the other."""
        return int(self.query_one("#other").has_focus)

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going through the versions is offered where there are more than two."""
        if action == "version":
            return self.conflict is not None and len(self.conflict.versions) > 2
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Go to the other side."""
        self.query_one(f"#{SIDES[1 - self.side]}", Sheet).focus()

    def action_next(self) -> None:
        """Show the next place where they differ, on both sides."""
        if self.places:
            self.place = (self.place + 1) % len(self.places)
            for side in SIDES:
                self.query_one(f"#{side}", Sheet).reveal(getattr(self.places[self.place], side)[0])

    @work(exclusive=True)
    async def action_version(self) -> None:
        """Show the next of the other versions, where there are more than two."""
        if self.conflict:
            self.other = self.other % (len(self.conflict.versions) - 1) + 1
            await self._show()

    @work
    async def action_choose(self) -> None:
        """The version with the focus stands from now on."""
        if self.conflict:
            text = self._shown()[self.side].text
            await self._settle(lambda w: w.conflicts.choose(self.key, text), "chosen")

    @work
    async def action_both(self) -> None:
        """Both stay."""
        if self.conflict:
            await self._settle(lambda w: w.conflicts.keep_both(self.key), "both")

    @work
    async def action_join(self) -> None:
        """Make one text of them."""
        if self.conflict is None:
            return
        table, row, column = self.key
        name = f"conflict:{table}:{column}:{row}"
        draft = await self.data.ask(lambda w: w.drafts.get(name))
        newest, *older = self.conflict.versions
        text = newest.text
        for version in older:
            text = woven(version.text, text)
        page = Join(self.data, self.words, self._title, name, draft.body if draft else text)
        joined = await self.app.push_screen_wait(page)
        if joined is not None:
            await self._settle(lambda w: w.conflicts.join(self.key, joined), "joined")

    async def _settle(self, verb: Callable[[Workspace], object], told: str) -> None:
        def settle(workspace: Workspace) -> None:
            table, row, column = self.key
            verb(workspace)
            workspace.drafts.drop(f"conflict:{table}:{column}:{row}")

        try:
            await self.data.ask(settle)
        except OnwardError as error:
            self.app.notify(error.sentence, severity="warning", timeout=12, markup=False)
            return
        self.dismiss(self._say(told, key="u"))
