"""Screen 9, Vault: the keys, the backups, and what is protected and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from core.errors import OnwardError
from screens.vault import files, keys, others, sharing
from screens.vault.inbox import open_inbox
from screens.vault.state import Look, View, look
from sync import backup as backups
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from tui.instep import InStep

_SIGN = "› "
UNDER_ENTER = {"keys": "chain", "kit": "code", "last": "backup", "oldest": "check"}


class VaultScreen(ActivityScreen):
    """Your vault. Everything you write can be put into one encrypted file, on a stick, another disk or in a cloud
    folder, and brought back from it on any computer. Nobody reads it on the way.

    It opens with your passphrase or with the recovery code on your kit, and with nothing else. Enter on a line does
    what can be done about it.
    """

    CSS_PATH = "vault.tcss"
    OPENS: ClassVar = ("conflict",)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New vault", show=False, id="vault.new", tooltip="Make the vault..."),
        Binding("b", "backup", "Back up", id="vault.backup", tooltip="Make a backup now"),
        Binding("s", "plan", "By itself", id="vault.plan", tooltip="Choose when backups are made by themselves..."),
        Binding("c", "code", "Recovery kit", id="vault.code", tooltip="Show the recovery kit..."),
        Binding("o", "open", "Open", id="vault.open", tooltip="Look into a backup, or take it in..."),
        Binding("v", "check", "Verify", show=False, id="vault.check", tooltip="Read the newest backup from end to end"),
        Binding("p", "passphrase", "Passphrase", show=False, id="vault.passphrase", tooltip="Change the passphrase..."),
        Binding("t", "texts", "Texts", show=False, id="vault.texts", tooltip="Choose between versions of a text..."),
        Binding("l", "share", "Share", show=False, id="vault.share", tooltip="Share with your other machines..."),
        Binding("m", "machines", "Machines", show=False, id="vault.machines", tooltip="See your machines..."),
        Binding("w", "know", "Worth knowing", show=False, id="vault.know", tooltip="What your machines have to say"),
        Binding("x", "chain", "Keychain", show=False, id="vault.chain", tooltip="Choose where the open keys are..."),
    ]

    view: View | None = None
    running = False

    def compose_activity(self) -> ComposeResult:
        yield Static(id="glance")
        yield Static(id="progress")
        with Container(id="both"):
            yield Rows()
            with VerticalScroll(id="about"):
                yield Static()
        yield Static(id="whole")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        self.view = await self.ask(look)
        shown = Look(self.view, self.words)
        self.query_one("#glance", Static).update(shown.glance())
        self.query_one("#about Static", Static).update(shown.about())
        self.in_step()

    def in_step(self) -> None:
        """Show the facts as they are; how far a round is, is one of them."""
        if self.view is None:
            return
        rounds = cast("InStep", self.app).rounds
        rows = Look(self.view, self.words, busy=rounds.busy, step=rounds.step).rows()
        ways = (("new", "begin"), ("share", "join")) if self.view.keys == "none" else ()
        rows += [Row(id, self.say(f"vault.glance.{name}", key=self.key_of(f"vault.{id}"))) for id, name in ways]
        self.query_one(Rows).show(rows)

    async def open(self, key: str) -> None:
        self.action_texts()

    def on_rows_highlighted(self) -> None:
        """The whole of a line that is cut."""
        rows = self.query_one(Rows)
        text = rows.row.text if rows.row else ""
        whole = self.query_one("#whole", Static)
        # Without its name, which stands in the line, and the blanks behind that.
        whole.update(plain(text.partition("  ")[2].lstrip()))
        whole.set_class(cell_len(text) + len(_SIGN) > rows.scrollable_content_region.width, "-shown")

    def on_resize(self) -> None:
        self.call_after_refresh(self.on_rows_highlighted)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        getattr(self, f"action_{UNDER_ENTER.get(event.row.id, event.row.id)}")()

    async def _seen(self) -> View | None:
        """The view, also for a key that came before it was there; None where it cannot be had."""
        await self.loaded.wait()
        return self.view

    async def _vault(self) -> View | None:
        """The view where there is a vault; where there is none, that is said."""
        if (view := await self._seen()) and view.keys == "none":
            self.tell(self.say("vault.glance.begin", key=self.key_of("vault.new")))
            return None
        return view

    @work
    async def action_new(self) -> None:
        """Make the vault, or say that it is there."""
        if (view := await self._seen()) and view.keys == "none":
            await keys.make(self, view)
        else:
            self.tell(self.say("vault.glance.there"))

    @work
    async def action_backup(self) -> None:
        """Make a backup now."""
        if self.running:
            self.tell(self.say("vault.backup.running"))
        elif (view := await self._vault()) and (place := await files.place_for_one(self, view)):
            await self._back_up(place)

    async def _back_up(self, place: Path) -> None:
        self.running = True
        shown = self.query_one("#progress", Static)
        shown.add_class("-shown")
        try:
            async for step in self.data.steps(lambda w: backups.run(w, place)):
                if isinstance(step, backups.Made):
                    self.tell(files.done(self, step))
                else:
                    shown.update(plain(files.progress(self, step)))
        except OnwardError as error:
            self.tell(error.sentence, severity="warning")
        finally:
            self.running = False
            shown.remove_class("-shown")
        self.reload()

    @work
    async def action_plan(self) -> None:
        """Choose when backups are made by themselves."""
        if view := await self._vault():
            await files.plan(self, view)

    @work
    async def action_code(self) -> None:
        """Show the recovery kit."""
        if view := await self._vault():
            await keys.show_kit(self, view)

    @work
    async def action_open(self) -> None:
        """Look into a backup, or take it in."""
        if view := await self._seen():
            await files.take_in(self, view)

    @work
    async def action_check(self) -> None:
        """Read the newest backup from end to end."""
        if view := await self._vault():
            await files.verify(self, view)

    @work
    async def action_passphrase(self) -> None:
        """Change the passphrase."""
        if view := await self._vault():
            await keys.change(self, view)

    @work
    async def action_chain(self) -> None:
        """Choose where the open keys are kept."""
        if view := await self._vault():
            await keys.choose_place(self, view)

    @work
    async def action_texts(self) -> None:
        """Choose between the versions of texts that were changed on two machines."""
        await open_inbox(self)

    @work
    async def action_share(self) -> None:
        """Share with other machines, or change how."""
        if view := await self._seen():
            await sharing.share(self, view)

    @work
    async def action_machines(self) -> None:
        """Name this machine, see the others, drop one that is lost."""
        if (view := await self._seen()) and view.sync.place:
            await others.machines(self, view)
        else:
            self.tell(self.say("machines.sync.off", key=self.key_of("vault.share")))

    @work
    async def action_know(self) -> None:
        """Say what is worth knowing about the machines, once."""
        await others.worth_knowing(self)
