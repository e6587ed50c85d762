"""What the ritual shows: one path, read in one go, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from textual.content import Content

from core.content import Content as Words
from core.journal.journal import Entry
from core.record import record
from core.ritual.closing import Act, Resolve
from core.ritual.doors import Offer, OpenDoor
from core.ritual.feedback import Decoded, Request
from core.ritual.path import DONE, LEARNING, OPEN, SKIPPED, STEPS, Felt, Path
from core.ritual.rejections import Rejection
from core.ritual.waiting import Held, Parked
from core.team.asks import Fit
from core.team.sentences import Sentence
from core.text import first_line
from core.today.steps import Step
from core.workspace import Workspace
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Tone

AFTER = "after"  # the doors, shown below the eight steps


@record
class View:
    """Everything about one path; `now` is local."""

    path: Path
    others: tuple[Rejection, ...]
    resolve: Resolve | None
    held: tuple[Held, ...]
    parked: tuple[Parked, ...]
    entry: Entry | None
    requests: tuple[Request, ...]
    decoded: tuple[Decoded, ...]
    usual: Act | None
    step: Step | None
    doors: tuple[OpenDoor, ...]
    offers: tuple[Offer, ...]
    fits: tuple[Fit, ...]
    sentence: Sentence | None
    sender: str
    now: datetime


def look(workspace: Workspace, rejection: str = "") -> View | None:
    """The path from `rejection`, or from the latest open one; None where there is none."""
    open_ = workspace.rejections.open()
    chosen = rejection or workspace.ritual.current()
    if not chosen:
        return None
    path = workspace.ritual.path(chosen)
    requests = workspace.feedback.of(chosen)
    recipient = requests[-1].recipient if requests else ""
    sender = workspace.settings.name
    return View(
        path=path,
        others=tuple(other for other in open_ if other.id != chosen),
        resolve=workspace.closing.resolve,
        held=tuple(held for held in workspace.waiting.held() if held.rejection == chosen),
        parked=tuple(parked for parked in workspace.waiting.parked() if parked.rejection == chosen),
        entry=workspace.writing.entry(chosen),
        requests=requests,
        decoded=workspace.feedback.decoded(requests[-1].id) if requests else (),
        usual=workspace.closing.usual(),
        step=workspace.steps.of(f"ritual:{chosen}"),
        doors=workspace.doors.of(chosen),
        offers=workspace.doors.offers(chosen, recipient=recipient, sender=sender),
        fits=workspace.team.asks.fits("window"),
        sentence=workspace.team.sentences.one(path.rejection.day.toordinal()),
        sender=sender,
        now=workspace.clock.local(),
    )


class Look:
    """A view in the product's words. Rows are named `step` or `step/item`."""

    def __init__(self, view: View, words: Words) -> None:
        self.view, self.words = view, words
        self.steps = {step.id: step for step in words.steps()}
        self.full: dict[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        """A sentence of the ritual."""
        return self.words.say(f"rituals.{key}", 0, **values)

    def long_day(self, day: date) -> str:
        """A day in words."""
        return f"{day:%A} {day.day} {day:%B}"

    def moment(self, instant: datetime) -> str:
        """A moment in words, on the wall clock."""
        return f"{instant.astimezone(self.view.now.tzinfo):%A %H:%M}"

    def name(self, file: str, id: str) -> str:
        """The wording of a choice by its id; the person's own words are their own wording."""
        return next((row.text for row in self.words.choices(file) if row.id == id), id)

    def felt(self, feelings: Iterable[Felt]) -> str:
        """Feelings on one line."""
        said = (
            f"{self.name('feelings', felt.word)} {'' if felt.intensity is None else felt.intensity}"
            for felt in feelings
        )
        return ", ".join(part.strip() for part in said)

    def title(self) -> str:
        """Which path this is, and how far it has come."""
        rejection = self.view.path.rejection
        title = self.say("path.title", company=rejection.company or rejection.role)
        parts = [title, *([rejection.role] if rejection.company and rejection.role else [])]
        if rejection.closed:
            parts.append(self.say("closing.done", day=self.long_day(rejection.closed)))
        elif self.view.path.window and self.view.path.window_open:
            parts.append(self.say("window.left", until=self.moment(self.view.path.window.ends)))
        return "  ·  ".join(parts)

    def thought(self) -> Content:
        """The first thought, which stays on screen throughout."""
        return plain(
            self.say("path.thought", text=self.view.path.first_thought) if self.view.path.first_thought else ""
        )

    def step_row(self, name: str, number: int, expanded: str) -> Row:
        """A step as one line."""
        step = self.view.path.step(name)
        marks: dict[str, tuple[str, str, Tone]] = {
            DONE: ("[x]", "done", "done"),
            SKIPPED: ("[-]", "skipped", "skip"),
            OPEN: ("[.]", "begun", ""),
            "": ("[ ]", "", ""),
        }
        mark, said, tone = marks.get(step.state, ("[x]", "done", "done"))
        if name == expanded:
            mark = mark if step.settled else "[>]"
            tone = tone or "next"
        detail = self.say(f"path.{said}") if said else ""
        return Row(name, f"{number}  {self.steps[name].name}", mark=mark, detail=detail, tone=tone)

    def answer(self, id: str, label: str, text: str = "", mark: str = "") -> Row:
        """One answer of a step, with what it says so far; in `full` it stands uncut."""
        self.full[id] = text
        return Row(id, f"    {label}", mark=mark, detail=first_line(text, 200) if text else "")

    def about(self, name: str) -> Content:
        """What a step is for, and what can be done with it."""
        if name == AFTER:
            return plain(self.say("after.intro"))
        parts = [self.steps[name].intro] if name in self.steps else []
        if name == "window" and (resolve := self.view.resolve):
            parts = [self.say("before.said", day=self.long_day(resolve.day)), resolve.text]
        elif name == LEARNING and self.view.path.window_open:
            parts.append(self.say("learning.calm"))
        return plain("\n".join(parts))

    def rests_on(self, name: str) -> list[str]:
        """What a step rests on, in one honest sentence, and where that stands."""
        evidence = self.words.evidence(self.steps[name].basis) if name in self.steps else None
        return [evidence.text, evidence.source] if evidence else [self.words.say("evidence.ask.none")]


def number_of(name: str) -> int:
    """A step's number on the path, from 1."""
    return STEPS.index(name) + 1
