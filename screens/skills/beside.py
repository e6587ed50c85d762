"""A resume beside a posting: read from a file, compared, and forgotten."""

from __future__ import annotations

import os

from textual.app import ComposeResult
from textual.widgets import Label

from core.content import Content as Words
from core.skills import resume
from core.skills.comparison import LISTED, MISSING, SHOWN, Comparison, compare
from core.workspace import Workspace
from tui.dialogs.base import Dialog
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading


class Beside(Dialog[None]):
    """What is shown, named and missing, and the lines that could say more."""

    DEFAULT_CSS = """
    Beside {
        & > .box { width: 110; height: 100%; }
        & Rows { height: 1fr; margin-top: 1; }
        & #whole { color: $text-muted; width: 1fr; height: auto; max-height: 3; }
    }
    """

    def __init__(self, words: Words, title: str, found: Comparison, mine: frozenset[str]) -> None:
        super().__init__()
        self.words, self._title, self._found, self._mine = words, title, found, mine

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self.words.say("skills.resume.title", title=self._title)), classes="question")
        yield Label(plain(self.words.say("skills.resume.note")), classes="hint")
        yield Rows(self._rows())
        yield Label(id="whole")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """The whole of a line that the row may have cut."""
        row = event.row
        said = f"{row.text}: {row.detail}" if row and row.detail else ""
        self.query_one("#whole", Label).update(plain(said))

    def _rows(self) -> list[Row]:
        say = self.words.say
        rows: list[Row] = []
        for how, mark in ((MISSING, "[ ]"), (LISTED, "[~]"), (SHOWN, "[x]")):
            matches = self._found.with_how(how)
            if matches:
                rows.append(heading(say(f"skills.resume.{how}")))
            for match in matches:
                own = say("skills.resume.have") if how == MISSING and match.skill in self._mine else match.line
                rows.append(Row(f"{how}:{match.skill}", match.name, mark=mark, detail=own))
        if self._found.hints:
            rows.append(heading(say("skills.resume.hints")))
        for number, hint in enumerate(self._found.hints):
            kind = "both" if hint.number and hint.verb else "number" if hint.number else "verb"
            rows.append(Row(f"hint:{number}", hint.line, mark="·", detail=say(f"skills.resume.{kind}")))
        return rows


async def beside(screen: ActivityScreen, posting: str = "") -> None:
    """Ask for a file, and for a posting unless one is given; show one beside the other."""
    say, ask = screen.say, screen.app.push_screen_wait
    postings = await screen.ask(lambda w: w.skills.postings.list(500))
    if not postings:
        screen.tell(say("skills.empty.postings", key=screen.key_of("skills.paste")))
        return
    texts: list[str] = []
    path = await ask(
        Line(say("skills.resume.ask"), check=lambda typed: texts.append(resume.read(os.path.expanduser(typed.strip()))))
    )
    if path is None:
        return
    if not posting:
        rows = [Row(one.id, one.title) for one in postings]
        chosen = await ask(Choose(say("skills.resume.against"), rows))
        posting = chosen or ""
    if not posting:
        return

    def compared(workspace: Workspace) -> tuple[str, Comparison, frozenset[str]]:
        skills = workspace.skills
        found = compare(texts[-1], skills.postings.asked(posting), skills.terms.recogniser())
        mine = frozenset(need.skill for need in skills.gap.needs() if need.proofs or (need.level or 0) >= 3)
        return skills.postings.get(posting).title, found, mine

    title, found, mine = await screen.ask(compared)
    await ask(Beside(screen.words, title, found, mine))
