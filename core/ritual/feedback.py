"""Asking for feedback: one short message with at most two questions, and what the answer can be used for.

Silence is the usual answer and an end like any other. Nothing is sent from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.clock import stamp
from core.content import Content, fill
from core.due import HELD, Due
from core.errors import NotFound, Refused
from core.record import from_row, record
from core.ritual.rejections import Rejection, Rejections
from core.storage.ids import same_id
from core.storage.store import Store
from core.today.rest import Rests

DRAFT, SENT, ANSWERED, NO_ANSWER, LET_GO = "draft", "sent", "answered", "no answer", "let go"
DEFAULT, FIRST, LAST = 3, 1, 7  # days after the no on which to ask
MOST_QUESTIONS = 2


@record
class Request:
    """A request for feedback. `questions` are ids of the content file `feedback`, or the person's own words."""

    id: str
    rejection: str
    recipient: str
    template: str
    questions: tuple[str, ...]
    body: str
    day: date
    state: str
    sent: date | None
    answered: date | None
    answer: str


@record
class Decoded:
    """What was said, what it may mean (an id of the content file `decode`, or empty), and one move made of it."""

    id: str
    said: str
    meaning: str
    move: str


class Feedback:
    """Requests and answers."""

    def __init__(self, store: Store, rejections: Rejections, rests: Rests, content: Content) -> None:
        self._store = store
        self._rejections = rejections
        self._rests = rests
        self._content = content

    def suggested(self, rejection: str) -> date:
        """The day to ask unless the person says otherwise: three days after the no, or today where that has gone by."""
        return max(self._rejections.get(rejection).day + timedelta(DEFAULT), self._store.clock.today())

    def compose(
        self, rejection: Rejection, template: str, recipient: str, questions: Sequence[str], sender: str
    ) -> str:
        """The message a template makes; what is not known stays visible in braces."""
        found = next((row.text for row in self._content.templates("feedback") if row.id == template), "")
        asked = {row.id: row.text for row in self._content.choices("feedback")}
        known = {"name": recipient, "company": rejection.company, "role": rejection.role, "sender": sender}
        lines = "\n".join(f"- {asked.get(question, question)}" for question in questions)
        return fill(found, questions=lines, **{name: value for name, value in known.items() if value}).strip()

    def draft(
        self,
        rejection: str,
        body: str,
        *,
        recipient: str = "",
        template: str = "",
        questions: Sequence[str] = (),
        day: date | None = None,
    ) -> str:
        """Keep a request as a draft for `day`; its id. One draft for one rejection; one that was sent is not touched.

        Raises `NotFound`, and `Refused` for more than two questions and for a day outside one to seven days after the
        no (or, once those have gone by, outside the week from today).
        """
        kept = self._rejections.get(rejection)
        if len(questions) > MOST_QUESTIONS:
            raise Refused("Two questions are the most that are easy to answer. Nothing was changed.")
        send = self._checked(kept.day, day or self.suggested(rejection))
        values = {
            "recipient": text.line(recipient, what="The name", limit=200),
            "template": template,
            "questions": "\n".join(text.line(question, what="This question") for question in questions),
            "body": text.clean(body, what="This message").strip("\n"),
            "day": send.isoformat(),
            "state": DRAFT,
        }
        with self._store.write("Draft a question to them") as door:
            earlier = self.of(rejection)
            number = len(earlier) - 1 if earlier and earlier[-1].state in (DRAFT, LET_GO) else len(earlier)
            id = same_id("feedback", rejection, str(number))
            if door.current("feedback", id):
                door.update("feedback", id, **values)
            else:
                blank = {"sent": "", "answered": "", "answer": ""}
                door.insert("feedback", id=id, rejection=rejection, at=stamp(door.now), **blank, **values)
        return id

    def sent(self, id: str, day: date | None = None) -> None:
        """The person sent it. Raises `NotFound`, and `Refused` for a day ahead."""
        self._set(id, "Note that it was sent", state=SENT, sent=self._past(day))

    def answered(self, id: str, answer: str, day: date | None = None) -> None:
        """They answered. Raises `NotFound`, and `Refused` for a day ahead and text that cannot be kept."""
        kept = text.clean(answer, what="The answer").strip("\n")
        self._set(id, "Note the answer", state=ANSWERED, answered=self._past(day), answer=kept)

    def no_answer(self, id: str) -> None:
        """No answer came. Raises `NotFound`."""
        self._set(id, "Note that no answer came", state=NO_ANSWER)

    def let_go(self, id: str) -> None:
        """It is not asked after all; the words stay. Raises `NotFound`."""
        self._set(id, "Let the question go", state=LET_GO)

    def decode(self, id: str, said: str, move: str, meaning: str = "") -> str:
        """Note something that was said and one move made of it; its id. Raises `NotFound` and `Refused`."""
        self.get(id)
        words = {"said": text.clean(said, what="What they said", limit=20_000).strip(), "meaning": meaning}
        words["move"] = text.clean(move, what="This move", limit=20_000).strip()
        if not (words["said"] or words["move"] or meaning):
            raise Refused("A few words are needed: what they said, or what you make of it.")
        with self._store.write("Note what an answer means") as door:
            return door.insert("decoded", feedback=id, at=stamp(door.now), **words)

    def undecode(self, id: str) -> None:
        """Remove one such note. Raises `NotFound`."""
        if self._store.row("SELECT 1 FROM decoded WHERE id = ?", id) is None:
            raise NotFound("This note is no longer here.")
        with self._store.write("Remove what an answer means") as door:
            door.delete("decoded", id)

    def decoded(self, id: str) -> tuple[Decoded, ...]:
        """What was made of the answer to a request."""
        rows = self._store.rows("SELECT * FROM decoded WHERE feedback = ? ORDER BY at, id", id)
        return tuple(from_row(Decoded, row) for row in rows)

    def get(self, id: str) -> Request:
        """One request. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM feedback WHERE id = ?", id)
        if row is None:
            raise NotFound("This request is no longer here. It may have been undone.")
        return _request(row)

    def of(self, rejection: str) -> tuple[Request, ...]:
        """The requests of a rejection, the latest last."""
        rows = self._store.rows("SELECT * FROM feedback WHERE rejection = ? ORDER BY at, id", rejection)
        return tuple(_request(row) for row in rows)

    def due(self, day: date) -> Iterable[Due]:
        """The drafts whose day has come, unless a window is open or the person rests."""
        if (light := self._rests.light(day)) and (light.mode == "rest" or light.window):
            return
        for row in self._store.rows(
            "SELECT f.id, f.recipient, a.company, a.role FROM feedback f JOIN rejections r ON r.id = f.rejection "
            "JOIN applications a ON a.id = r.application WHERE f.state = ? AND f.day <= ? ORDER BY f.day, f.id",
            DRAFT,
            day.isoformat(),
        ):
            said = self._content.say("rituals.due.ask", company=row["company"] or row["role"])
            yield Due(key=f"feedback:{row['id']}", text=said, detail=row["recipient"], rank=HELD, group="ritual")

    def _checked(self, no: date, day: date) -> date:
        today = self._store.clock.today()
        first, last = max(no + timedelta(FIRST), today), max(no + timedelta(LAST), today + timedelta(LAST))
        if today <= no + timedelta(LAST):
            last = no + timedelta(LAST)
        if not first <= day <= last:
            raise Refused(f"A day from {days.told(first)} to {days.told(last)} fits here. Nothing was changed.")
        return day

    def _past(self, day: date | None) -> str:
        today = self._store.clock.today()
        return days.not_after(day or today, today).isoformat()

    def _set(self, id: str, label: str, **values: str) -> None:
        self.get(id)
        with self._store.write(label) as door:
            door.update("feedback", id, **values)


def _request(row: Row) -> Request:
    return from_row(
        Request,
        row,
        questions=tuple(filter(None, row["questions"].split("\n"))),
        day=days.stored(row["day"]) or date.min,
        sent=days.stored(row["sent"]),
        answered=days.stored(row["answered"]),
    )
