"""One application in full: everything written about it, each part opened by enter."""

from __future__ import annotations

from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from core.applications.applications import LINES, PROSE, Application, Stage
from core.applications.materials import KINDS as MATERIALS
from core.applications.materials import Material
from core.applications.rounds import KINDS as ROUND_KINDS
from core.applications.rounds import Round
from core.record import record
from core.ritual.rejections import Rejection
from core.text import first_line
from core.workspace import Workspace
from screens.applications import parts
from screens.applications.list import named, short_day
from tui.dialogs.base import Dialog
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows, heading

SKILLS, SOMEONE, REMOVE = "skills", "someone", "remove"  # rows that lead away from here


@record
class View:
    """Everything about one application."""

    application: Application
    stages: tuple[Stage, ...]
    rounds: tuple[Round, ...]
    materials: tuple[Material, ...]
    ticked: frozenset[str]
    rejections: tuple[Rejection, ...]
    today: date


def look(workspace: Workspace, id: str) -> View:
    """Read it in one go. Raises `NotFound`."""
    return View(
        application=workspace.applications.get(id),
        stages=workspace.applications.stages(id),
        rounds=workspace.rounds.of(id),
        materials=workspace.materials.of(id),
        ticked=workspace.materials.ticked(id),
        rejections=workspace.rejections.of(id),
        today=workspace.today(),
    )


class Sheet(Dialog[str]):
    """The parts as a list; the result is what to open elsewhere, empty for nothing."""

    DEFAULT_CSS = """
    Sheet {
        & > .box { width: 100; height: 100%; }
        & Rows { height: 1fr; }
        & VerticalScroll { height: auto; max-height: 6; color: $text-muted; }
    }
    """

    def __init__(self, screen: ActivityScreen, id: str) -> None:
        super().__init__()
        self.place, self.application = screen, id
        self.view: View | None = None
        self.full: dict[str, str] = {}

    def compose_box(self) -> ComposeResult:
        yield Label(id="title", classes="question")
        yield Rows()
        with VerticalScroll(can_focus=False):
            yield Static(id="full")

    async def on_mount(self) -> None:
        await self.show_parts()
        self.query_one(Rows).focus()

    async def show_parts(self) -> None:
        """Read everything anew and show it."""
        self.view = await self.place.ask(lambda w: look(w, self.application))
        kept = self.view.application
        self.query_one("#title", Label).update(plain(", ".join(part for part in (kept.role, kept.company) if part)))
        self.query_one(Rows).show(self.rows(self.view))
        self.on_rows_highlighted()

    def _say(self, key: str, **values: object) -> str:
        return self.place.say(f"applications.{key}", 0, **values)

    def _row(self, id: str, label: str, text: str = "", mark: str = "") -> Row:
        self.full[id] = text
        return Row(id, label, mark=mark, detail=first_line(text, 200) if text else "")

    def rows(self, view: View) -> list[Row]:
        """Every part, with what it says so far."""
        kept, words = view.application, self.place.words
        reached = ", ".join(
            f"{named(words, 'stages', stage.stage)} {short_day(stage.day, view.today)}" for stage in view.stages
        )
        found = [self._row("stage", self._say("ask.stage"), reached)]
        if kept.outcome:
            ended = (
                f"{named(words, 'outcomes', kept.outcome)} {short_day(kept.ended, view.today) if kept.ended else ''}"
            )
            found.append(self._row("outcome", self._say("sheet.close"), ended.strip()))
        for name in (*LINES, *PROSE):
            value = "\n".join(kept.files) if name == "files" else str(getattr(kept, name))
            shown = named(words, f"{name}s", value) if name in ("channel", "mode") else value
            found.append(self._row(name, self._say(f"ask.{name}"), shown))
        if kept.posting.strip():
            found.insert(
                next(place for place, row in enumerate(found) if row.id == "posting") + 1,
                self._row(SKILLS, self._say("sheet.skills"), mark="+"),
            )
        found.append(heading(self._say("sheet.rounds")))
        for each in view.rounds:
            kind = self._say(f"rounds.{each.kind}") if each.kind in ROUND_KINDS else each.kind
            said = "\n".join(filter(None, (each.interviewers, each.questions, each.resonated, each.doubt, each.notes)))
            found.append(self._row(f"round:{each.id}", f"{short_day(each.day, view.today)}  {kind}", said))
        found.append(self._row("add_round", self._say("sheet.add_round"), mark="+"))
        found.append(heading(self._say("materials.title")))
        for material in view.materials:
            label = self._say(f"materials.{material.kind}") if material.kind in MATERIALS else material.kind
            said = "\n".join(filter(None, (material.tailored, material.file)))
            found.append(self._row(f"material:{material.kind}", label, said))
        looked = self._say("sheet.checks_done", n=len(view.ticked)) if view.ticked else ""
        found.append(self._row("checks", self._say("sheet.checks"), looked))
        if view.rejections:
            found.append(heading(self._say("sheet.paths")))
            for no in view.rejections:
                found.append(self._row(f"rejection:{no.id}", f"{short_day(no.day, view.today)}", no.message))
        found += [heading(self._say("sheet.others")), self._row(SOMEONE, self._say("sheet.someone"), mark="+")]
        found.append(self._row(REMOVE, self._say("sheet.remove"), mark="-"))
        return found

    def on_rows_highlighted(self) -> None:
        row = self.query_one(Rows).row
        self.query_one("#full", Static).update(plain(self.full.get(row.id, "") if row else ""))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._open(event.row.id)

    @work(exclusive=True)
    async def _open(self, part: str) -> None:
        kind, _, ref = part.partition(":")
        if kind in ("rejection", SOMEONE):
            self.dismiss(part)
            return
        if kind == REMOVE:
            if await parts.remove(self.place, self.application):
                self.dismiss(None)
            return
        if kind == SKILLS:
            await self._take_skills()
            return
        place, view = self.place, self.view
        if view is None:
            return
        if kind == "stage":
            await parts.advance(place, view.application.id)
        elif kind == "outcome":
            await parts.close(place, view.application.id)
        elif kind in ("round", "add_round"):
            chosen = next((each for each in view.rounds if each.id == ref), None)
            await parts.tend_round(place, self.application, chosen)
        elif kind == "material":
            await parts.tend_material(place, self.application, next(m for m in view.materials if m.kind == ref))
        elif kind == "checks":
            await parts.tick_checks(place, self.application, view.ticked)
        else:
            await parts.change_field(place, view.application, kind)
        await self.show_parts()

    async def _take_skills(self) -> None:
        """Let the skills of the posting be recognised, and go on with them where postings are read."""
        id, taken = self.application, []
        if await self.place.do(lambda w: taken.append(w.skills.postings.from_application(id))):
            self.dismiss(f"posting:{taken[0]}")
