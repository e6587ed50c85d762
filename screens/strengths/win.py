"""Noting a win from any place, and what can be done with one: tell someone, name a small treat."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content as Words
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose, Narrow
from tui.dialogs.line import Line
from tui.dialogs.prose import Prose
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading

OWN = "own"


class WinDialog(Dialog[str]):
    """Own words on top, kinds below; typing never narrows the list. The result is the kind's id, then the words."""

    DEFAULT_CSS = """
    WinDialog {
        & Rows { height: auto; max-height: 14; margin: 1 0; }
    }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def compose_box(self) -> ComposeResult:
        rows = [Row(OWN, self.words.say("strengths.win.own"))]
        for group, label in self.words.groups("wins"):
            rows.append(heading(label))
            rows += [Row(row.id, row.text) for row in self.words.choices("wins") if row.group == group]
        yield Label(plain(self.words.say("strengths.win.ask")), classes="question")
        yield Narrow(placeholder=self.words.say("wins.ask.size"), compact=True)
        yield Rows(rows)
        yield Label(plain(self.words.say("strengths.win.hint")), classes="hint")

    def on_rows_chosen(self) -> None:
        self._keep()

    def on_input_submitted(self) -> None:
        self._keep()

    def _keep(self) -> None:
        typed, row = self.query_one(Narrow).value.strip(), self.query_one(Rows).row
        kind = "" if row is None or row.id == OWN else row.id
        if typed or kind:
            self.dismiss(f"{kind}\n{typed}")


async def capture(screen: ActivityScreen) -> None:
    """Note a win, wherever the person is."""
    answer = await screen.app.push_screen_wait(WinDialog(screen.words))
    if answer is not None:
        kind, _, typed = answer.partition("\n")
        await screen.do(lambda w: w.strengths.wins.note(typed, kind), screen.say("strengths.win.kept"))


async def about(screen: ActivityScreen, key: str) -> None:
    """What can be done with a win; the one an evening was closed with is changed there."""
    own = key.startswith("win:")
    verbs = ("share", "treat", "change", "remove") if own else ("share",)
    rows = [Row(verb, screen.say(f"strengths.win.{verb}")) for verb in verbs]
    win = await screen.ask(lambda w: w.strengths.wins.get(key))
    chosen = await screen.app.push_screen_wait(Choose(win.text, rows))
    id = key.partition(":")[2]
    if chosen == "share":
        await share(screen, key)
    elif chosen == "treat":
        treat = await screen.app.push_screen_wait(Line(screen.say("wins.ask.reward"), value=win.reward))
        if treat is not None:
            await screen.do(lambda w: w.strengths.wins.change(id, reward=treat))
    elif chosen == "change":
        said = await screen.app.push_screen_wait(Line(screen.say("strengths.win.ask"), value=win.text))
        if said is not None:
            await screen.do(lambda w: w.strengths.wins.change(id, words=said))
    elif chosen == "remove":
        await screen.do(lambda w: w.strengths.wins.remove(id))


async def share(screen: ActivityScreen, key: str) -> None:
    """Write the message that tells someone; it is shown to copy, and sent from nowhere."""
    name = await someone(screen, screen.say("strengths.win.who"))
    if not name:
        return
    message = await screen.ask(lambda w: w.strengths.wins.share(key, name))
    await lend(screen, message)
    if key.startswith("win:"):
        await screen.do(lambda w: w.strengths.wins.told(key.partition(":")[2], name))


async def someone(screen: ActivityScreen, question: str) -> str | None:
    """A person of the team, or any name."""
    people = await screen.ask(lambda w: w.team.people.everyone())
    rows = [Row(person.id, person.name) for person in people]
    answer = await screen.app.push_screen_wait(
        Choose(question, rows, hint=screen.say("strengths.practice.mock_hint"), free=True)
    )
    return next((person.name for person in people if person.id == answer), answer)


async def lend(screen: ActivityScreen, message: str) -> None:
    """Show a message to be changed and copied; nothing is sent from here."""
    text = await screen.app.push_screen_wait(Prose(screen.say("strengths.win.share"), message))
    if text:
        screen.app.copy_to_clipboard(text)
        screen.tell(screen.say("strengths.practice.copied"))
