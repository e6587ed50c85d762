"""Questions that come up in conversations, each with the person's own answer."""

from __future__ import annotations

from core import text
from core.clock import stamp
from core.content import Content
from core.errors import NotFound, Refused
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Store

GROUPS = ("tough", "common")  # the groups of the content file `interviews` that hold questions


@record
class Question:
    """A question and an answer, which may be empty; `origin` is its row in the content file, empty for one's own."""

    id: str
    origin: str
    question: str
    hint: str
    answer: str


class Questions:
    """The questions that ship, and the person's own; what is said to them is the person's."""

    def __init__(self, store: Store, content: Content) -> None:
        self._store = store
        self._content = content

    def add(self, question: str) -> str:
        """A question of one's own, such as one that came up; its id. Raises `Refused` without words."""
        kept = text.line(question, what="This question", limit=2000)
        if not kept:
            raise Refused("The question is needed, as close to their words as you remember.")
        with self._store.write("Note a question") as door:
            return door.insert("questions", origin="", question=kept, answer="", at=stamp(door.now))

    def answer(self, id: str, answer: str) -> None:
        """This is the answer. Raises `NotFound`, and `Refused` for text that cannot be kept."""
        question = self.get(id)
        kept = text.clean(answer, what="This answer").strip("\n")
        with self._store.write("Write an answer") as door:
            if door.current("questions", id):
                door.update("questions", id, answer=kept)
            else:
                values = {"origin": question.origin, "question": question.question, "answer": kept}
                door.insert("questions", id=id, **values, at=stamp(door.now))

    def remove(self, id: str) -> None:
        """Remove one's own question, or the answer to one that ships. Raises `NotFound`."""
        self.get(id)
        with self._store.write("Remove a question") as door:
            door.delete("questions", id)

    def get(self, id: str) -> Question:
        """One question. Raises `NotFound`."""
        found = next((question for question in self.all() if question.id == id), None)
        if found is None:
            raise NotFound("This question is no longer here. It may have been undone.")
        return found

    def all(self) -> tuple[Question, ...]:
        """The tough ones first, then the common ones, then one's own."""
        kept = {row["id"]: row for row in self._store.rows("SELECT * FROM questions ORDER BY at, id LIMIT 2000")}
        found = []
        for group in GROUPS:
            for row in self._content.choices("interviews"):
                if row.group == group:
                    id = same_id("question", row.id)
                    answer = kept.pop(id)["answer"] if id in kept else ""
                    found.append(Question(id=id, origin=row.id, question=row.text, hint=row.hint, answer=answer))
        for id, own in kept.items():
            found.append(Question(id=id, origin=own["origin"], question=own["question"], hint="", answer=own["answer"]))
        return tuple(found)
