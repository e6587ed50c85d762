"""Reading a posting: paste it, see what was recognised and where, and have the last word."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label

from core.content import Content as Words
from core.errors import OnwardError
from core.skills.postings import ASKED, Asked, Posting
from core.workspace import Workspace
from screens.skills.view import firmness
from tui.data import Data
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.editor import Editor
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

DRAFT = "posting:new"


class Selected(Dialog[str]):
    """A posting to select words in; the result is what was selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "take", "Take these words", id="dialog.take", priority=True)
    ]
    DEFAULT_CSS = """
    Selected { & > .box { height: 90%; } & Editor { height: 1fr; border: none; padding: 0; } }
    """

    def __init__(self, question: str, hint: str, body: str) -> None:
        super().__init__()
        self._question, self._hint, self._body = question, hint, body

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._question), classes="question")
        yield Label(plain(self._hint), classes="hint")
        page = Editor(self._body)
        page.read_only = True
        yield page

    def on_mount(self) -> None:
        self.query_one(Editor).focus()

    def action_take(self) -> None:
        """The selected words, or the word under the cursor."""
        page = self.query_one(Editor)
        if not page.selected_text.strip():
            page.action_cursor_word_left()
            page.action_cursor_word_right(select=True)
        self.dismiss(page.selected_text)


class Reading(Dialog[bool]):
    """What a posting asks for, each with the line it stands in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", "Leave out / in", id="reading.turn"),
        Binding("w", "words", "Name words", id="reading.words"),
        Binding("t", "target", "Counts", id="reading.target"),
        Binding("escape", "leave", "Done", id="dialog.leave"),
    ]
    DEFAULT_CSS = """
    Reading {
        & > .box { width: 100; height: 100%; }
        & Rows { height: 1fr; margin-top: 1; }
    }
    """

    def __init__(self, data: Data, words: Words, id: str) -> None:
        super().__init__()
        self.data, self.words, self._ref = data, words, id
        self._asked: dict[str, Asked] = {}
        self._posting: Posting | None = None

    def compose_box(self) -> ComposeResult:
        yield Label(classes="question", id="title")
        yield Label(classes="hint", id="count")
        yield Label(classes="refused")
        yield Rows()

    async def on_mount(self) -> None:
        self.query_one(Rows).focus()
        await self._show()

    async def _show(self) -> None:
        posting, asked = await self.data.ask(
            lambda w: (w.skills.postings.get(self._ref), w.skills.postings.asked(self._ref))
        )
        say = self.words.say
        self._posting, self._asked = posting, {one.id: one for one in asked}
        counts = say("skills.posting.counts" if posting.target else "skills.posting.kept_out")
        self.query_one("#title", Label).update(plain(f"{posting.title}  ·  {counts}"))
        told = say("skills.posting.read", n=len(asked)) if asked else say("skills.posting.read_none", key="w")
        self.query_one("#count", Label).update(plain(told))
        self.query_one(Rows).show(
            [
                Row(
                    one.id,
                    f"{one.name}{firmness(one, self.words)}",
                    mark="[x]" if one.state == ASKED else "[ ]",
                    detail=one.around,
                    tone="" if one.state == ASKED else "skip",
                )
                for one in asked
            ]
        )

    @work
    async def on_rows_chosen(self) -> None:
        await self._turn()

    @work
    async def action_turn(self) -> None:
        """Leave the skill under the cursor out, or take it in again."""
        await self._turn()

    async def _turn(self) -> None:
        row = self.query_one(Rows).row
        if row and (one := self._asked.get(row.id)):
            out = one.state == ASKED
            postings = "skills.posting.left_out" if out else "skills.posting.taken_in"
            await self._do(lambda w: w.skills.postings.reject(one.id) if out else w.skills.postings.accept(one.id))
            self.notify(self.words.say(postings), markup=False)

    @work
    async def action_words(self) -> None:
        """Select words of the posting that name a skill."""
        if not self._posting:
            return
        say, ask = self.words.say, self.app.push_screen_wait
        words = await ask(Selected(say("skills.posting.words"), say("skills.posting.words_hint"), self._posting.body))
        words = " ".join((words or "").split()).strip(" .,;:")
        if not words:
            return
        name = await ask(Line(say("skills.posting.as"), hint=say("skills.posting.as_hint"), value=words))
        if name:
            await self._do(lambda w: w.skills.postings.name(self._ref, words, name))
            self.notify(say("skills.posting.named"), markup=False)

    @work
    async def action_target(self) -> None:
        """The posting counts for the gap, or is only kept."""
        if posting := self._posting:
            await self._do(lambda w: w.skills.postings.aim(self._ref, not posting.target))

    async def _do(self, verb: object) -> None:
        refused = self.query_one(".refused", Label)
        refused.remove_class("-shown")
        try:
            await self.data.ask(verb)  # type: ignore[arg-type]
        except OnwardError as error:
            refused.update(plain(error.sentence))
            refused.add_class("-shown")
            return
        await self._show()

    def action_leave(self) -> None:
        """Back, with what was decided."""
        self.dismiss(True)


async def new_posting(screen: ActivityScreen) -> str | None:
    """Paste a posting or take one from an application, then read it; its id."""
    say, ask = screen.say, screen.app.push_screen_wait
    held = await screen.ask(_with_postings)
    id: list[str] = []
    if held:
        rows = [Row("paste", say("skills.posting.new"), mark="+")]
        rows += [Row(ref, name) for ref, name in held]
        chosen = await ask(Choose(say("skills.posting.choose"), rows))
        if chosen is None:
            return None
        if chosen != "paste":
            if not await screen.do(lambda w: id.append(w.skills.postings.from_application(chosen))):
                return None
            return await read(screen, id[0])
    draft = await screen.ask(lambda w: w.drafts.get(DRAFT))

    def typed(body: str) -> None:
        screen.data.tell(lambda w: w.drafts.keep(DRAFT, body))

    body = await ask(Prose(say("skills.posting.paste"), draft.body if draft else "", typed=typed))
    if not (body and body.strip()):
        return None

    def keep(workspace: Workspace) -> None:
        id.append(workspace.skills.postings.add(body))
        workspace.drafts.drop(DRAFT)

    return await read(screen, id[0]) if await screen.do(keep, typed=body) else None


async def read(screen: ActivityScreen, id: str) -> str:
    """Show what a posting asks for."""
    await screen.app.push_screen_wait(Reading(screen.data, screen.words, id))
    await screen.load()
    return id


def _with_postings(workspace: Workspace) -> list[tuple[str, str]]:
    return list(workspace.skills.postings.in_applications())
