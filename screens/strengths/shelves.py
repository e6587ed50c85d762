"""What stands on the shelves of Strengths: the rows of each, and what is said about the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from textual.content import Content

from core.applications.rounds import KINDS
from core.content import Content as Words
from core.record import record
from core.strengths.anchors import Anchor
from core.strengths.checklists import Check
from core.strengths.praise import Praise
from core.strengths.questions import Question
from core.strengths.stories import PARTS, Story
from core.strengths.tries import SIDES, Try
from core.strengths.warm_up import WarmUp
from core.strengths.why import Why
from core.strengths.wins import Win
from core.workspace import Workspace
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Tone, heading

SHELVES = ("all", "wins", "praise", "anchors", "stories", "questions", "practice", "papers")
MOST = 500  # rows of one kind that are read at once; wins are read in windows
FEW = {"wins": 5, "praise": 3, "anchors": 3, "stories": 3, "questions": 3}  # on the shelf of all


@record
class View:
    """Everything the shelves show, read in one go; the wins are the latest ones."""

    coming: tuple[WarmUp, ...]
    why: Why | None
    wins: tuple[Win, ...]
    praise: tuple[Praise, ...]
    anchors: tuple[Anchor, ...]
    stories: tuple[Story, ...]
    questions: tuple[Question, ...]
    practice: tuple[Try, ...]
    papers: tuple[Check, ...]
    counts: dict[str, int]


def look(workspace: Workspace) -> View:
    """What there is now."""
    parts = workspace.strengths
    anchors, stories, questions = parts.anchors.all(), parts.stories.all(), parts.questions.all()
    return View(
        coming=parts.warm_ups.coming(workspace.today()),
        why=parts.whys.now(),
        wins=parts.wins.page(FEW["wins"]),
        praise=parts.praise.page(MOST),
        anchors=anchors,
        stories=stories,
        questions=questions,
        practice=parts.tries.page(MOST),
        papers=parts.checklists.all(),
        counts={
            "wins": parts.wins.count(),
            "praise": parts.praise.count(),
            "anchors": len(anchors),
            "stories": len(stories),
            "questions": len(questions),
        },
    )


def short(day: date) -> str:
    """A day beside a row: `22 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"


class Look:
    """The view in the product's words."""

    def __init__(self, view: View, words: Words) -> None:
        self.view, self.words = view, words
        self._rows: dict[str, Callable[[], Iterator[Row]]] = {
            "all": self._all,
            "wins": lambda: map(self.win, view.wins),
            "praise": lambda: map(self._praise, view.praise),
            "anchors": lambda: map(self._anchor, view.anchors),
            "stories": lambda: map(self._story, view.stories),
            "questions": lambda: map(self._question, view.questions),
            "practice": lambda: map(self._try, view.practice),
            "papers": self._papers,
        }

    def say(self, key: str, **values: object) -> str:
        """A sentence of the Strengths screen."""
        return self.words.say(f"strengths.{key}", 0, **values)

    def strip(self, here: str) -> Content:
        """The shelves in a line, the current one marked."""
        parts = [
            Content.styled(f" {self.say(f'shelves.{shelf}')} ", "bold reverse" if shelf == here else "").stylize(
                f"@click=screen.shelf('{shelf}')"
            )
            for shelf in SHELVES
        ]
        return Content("").join(parts)

    def rows(self, shelf: str) -> list[Row]:
        """The rows of a shelf."""
        return list(self._rows[shelf]())

    def conversation(self, warm: WarmUp) -> str:
        """Company and kind of a conversation."""
        kind = self.words.say(f"applications.rounds.{warm.kind}") if warm.kind in KINDS else warm.kind
        return f"{warm.company or warm.role}, {kind}"

    def win(self, win: Win) -> Row:
        """A win as a row."""
        return Row(win.key, win.text, detail=short(win.day), mark=" + ")

    def _all(self) -> Iterator[Row]:
        view = self.view
        if view.coming:
            yield heading(self.say("titles.coming"))
            for warm in view.coming:
                tone: Tone = "done" if warm.day else "next"
                said = self.say("due.warm_up", company=warm.company or warm.role, kind=self._kind(warm))
                yield Row(f"warm-up:{warm.round}", said, mark="[x]" if warm.day else "[>]", tone=tone)
        yield heading(self.say("titles.why"))
        yield Row("why:", view.why.text, detail=short(view.why.day)) if view.why else Row("why:", self.say("empty.why"))
        for shelf, few in FEW.items():
            if found := self.rows(shelf)[:few]:
                more = view.counts[shelf] - len(found)
                yield heading(self.say(f"titles.{shelf}"), self.say("titles.more", n=more) if more else "")
                yield from found

    def _kind(self, warm: WarmUp) -> str:
        return self.conversation(warm).rpartition(", ")[2]

    def _praise(self, words: Praise) -> Row:
        return Row(words.key, f"“{words.words}”", detail=words.giver or short(words.day))

    def _anchor(self, anchor: Anchor) -> Row:
        return Row(f"anchor:{anchor.id}", anchor.achievement, detail=anchor.recall)

    def _story(self, story: Story) -> Row:
        detail = ", ".join((*story.skills, *story.questions))
        return Row(f"story:{story.id}", story.title, mark="[?]" if story.keeps_coming else "", detail=detail)

    def _question(self, question: Question) -> Row:
        detail = self.say("row.answered" if question.answer else "row.unanswered")
        return Row(f"question:{question.id}", question.question, detail=detail)

    def _try(self, one: Try) -> Row:
        detail = f"{one.partner}  {short(one.day)}" if one.partner else short(one.day)
        return Row(f"try:{one.id}", one.question, detail=detail)

    def _papers(self) -> Iterator[Row]:
        group = ""
        for check in self.view.papers:
            if check.group != group:
                group = check.group
                yield heading(dict(self.words.groups("materials"))[group])
            last = self.say("row.times", n=check.times, day=short(check.last)) if check.last else ""
            yield Row(f"check:{check.item}", check.text, mark="[x]" if check.last else "[ ]", detail=last)

    # The side

    def side(self, row: Row | None) -> Content:
        """All there is to say about a row."""
        if row is None:
            return Content("")
        kind, _, ref = row.id.partition(":")
        parts = [plain(row.text).stylize("bold"), *(plain(text) for text in self._about(kind, ref) if text)]
        return Content("\n\n").join(parts)

    def _about(self, kind: str, ref: str) -> Iterator[str]:
        view = self.view
        if kind == "warm-up":
            warm = next(one for one in view.coming if one.round == ref)
            yield self.say("due.minutes", n=10)
            yield warm.if_then
        elif kind in ("win", "evening"):
            win = next((one for one in view.wins if one.key == f"{kind}:{ref}"), None)
            if win:
                yield self.say("row.reward", reward=win.reward) if win.reward else ""
                yield self.say("row.told", name=win.told) if win.told else ""
        elif kind == "anchor":
            anchor = next(one for one in view.anchors if one.id == ref)
            yield from (anchor.evidence, anchor.recall)
        elif kind == "story":
            story = next(one for one in view.stories if one.id == ref)
            often = story.keeps_coming
            yield self.say("row.follow_up", question=often.question) if often else ""
            yield from (getattr(story, part) for part in (PARTS[-1], *PARTS[:-1]))
            yield "\n".join(f"{short(told.day)}  {told.place}  {told.note}" for told in story.tellings[:5])
        elif kind == "question":
            question = next(one for one in view.questions if one.id == ref)
            yield from (question.hint, question.answer)
        elif kind == "try":
            one = next(one for one in view.practice if one.id == ref)
            for side in SIDES:
                value = getattr(one, side)
                yield f"{self.say(f'practice.{side}')}: {self.say(f'practice.side{value}')}" if value else ""
            yield one.note
        elif kind == "check":
            check = next(one for one in view.papers if one.item == ref)
            yield from (check.hint, check.note)
