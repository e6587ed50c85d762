"""Looking back on a week or a month: four headings, filled in with what was noted, kept in the journal.

What was noted stands there as lines; what the person writes stands below each question. The whole becomes a journal
entry with a tag of its own, so that one look is kept for each week and for each month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core import text
from core.applications.applications import Applications
from core.content import Content, fill
from core.due import LATER, Due
from core.insights import own_effort
from core.journal.journal import Journal
from core.record import record
from core.storage.store import Store
from core.today.efforts import IN_MINUTES
from core.today.rest import Rests
from core.today.routine import week_of

WEEK, MONTH = "week", "month"
TAGS = {WEEK: "look back on a week", MONTH: "look back on a month"}
SUNDAY = 6
_NAMES = 6  # of one kind in a line; the rest are a number


@record
class Heading:
    """One of the four: what was noted under it, and the questions."""

    id: str
    title: str
    facts: tuple[str, ...]
    questions: tuple[str, ...]


@record
class Look:
    """A look back on the days from `first` to `last`; `entry` is the journal entry it was kept in, or empty."""

    span: str
    first: date
    last: date
    title: str
    headings: tuple[Heading, ...]
    entry: str

    @property
    def key(self) -> str:
        """What opens it: `review:2026-11-16`, `review:2026-11`."""
        return f"review:{self.first:%Y-%m-%d}" if self.span == WEEK else f"review:{self.first:%Y-%m}"

    def body(self) -> str:
        """The page to write on, in Markdown."""
        parts = [f"# {self.title}"]
        for heading in self.headings:
            parts.append(f"## {heading.title}")
            if heading.facts:
                parts.append("\n".join(f"- {fact}" for fact in heading.facts))
            parts += [f"*{question}*\n" for question in heading.questions]
        return "\n\n".join(parts).rstrip("\n") + "\n\n"


class Reviews:
    """Preparing a look back, keeping it, and saying when one is due."""

    def __init__(
        self, store: Store, journal: Journal, applications: Applications, rests: Rests, content: Content
    ) -> None:
        self._store = store
        self._journal = journal
        self._applications = applications
        self._rests = rests
        self._content = content

    def of(self, span: str, day: date) -> Look:
        """The week or the month that `day` is in, with what was noted."""
        first, last = days_of(span, day)
        title = f"{first:%B %Y}" if span == MONTH else self._say("review.week", day=f"{first.day} {first:%B %Y}")
        facts = {
            "plan": self._plan(first, last),
            "prepare": self._prepare(first, last),
            "steady": self._steady(first, last),
            "learn": self._learn(first, last),
        }
        return Look(
            span=span,
            first=first,
            last=last,
            title=title,
            headings=tuple(
                Heading(
                    id=id,
                    title=label,
                    facts=tuple(facts[id]) if id in facts else (),
                    questions=tuple(row.text for row in self._content.choices("review") if row.group == id),
                )
                for id, label in self._content.groups("review")
            ),
            entry=self._entry(span, first, last),
        )

    def keep(self, span: str, day: date, body: str) -> str:
        """Keep what was written in the journal; the entry's id. Kept again, it is the same entry. Raises `Refused`."""
        first, last = days_of(span, day)
        with self._store.write("Look back on the " + span):
            entry = self._entry(span, first, last)
            if entry:
                self._journal.edit(entry, body)
            else:
                entry = self._journal.write(body, day=min(last, self._store.clock.today()))
                self._journal.tag(entry, TAGS[span])
        return entry

    def due(self, day: date) -> Iterable[Due]:
        """The week, from its Sunday to the Tuesday after; the month, on the first three days of the next."""
        light = self._rests.light(day)
        if day != self._store.clock.today() or (light and light.mode == "rest"):
            return
        if day.weekday() in (SUNDAY, 0, 1):
            yield from self._offer(WEEK, day - timedelta(days=0 if day.weekday() == SUNDAY else 2), "review.due")
        if day.day <= 3:
            yield from self._offer(MONTH, day - timedelta(days=3), "review.due_month")

    def _offer(self, span: str, day: date, words: str) -> Iterator[Due]:
        first, last = days_of(span, day)
        active = self._store.count(
            "SELECT EXISTS (SELECT 1 FROM entries WHERE day BETWEEN ? AND ?) OR "
            "EXISTS (SELECT 1 FROM marks WHERE day BETWEEN ? AND ?) OR "
            "EXISTS (SELECT 1 FROM efforts WHERE day BETWEEN ? AND ?) OR "
            "EXISTS (SELECT 1 FROM stages WHERE day BETWEEN ? AND ?)",
            *(first.isoformat(), last.isoformat()) * 4,
        )
        if active and not self._entry(span, first, last):
            look = Look(span=span, first=first, last=last, title="", headings=(), entry="")
            if self._store.row("SELECT 1 FROM drafts WHERE key = ?", look.key):
                return  # it was begun, and is offered among the drafts
            said = self._say(words, month=f"{first:%B}")
            yield Due(key=look.key, text=said, detail=self._say("review.minutes"), rank=LATER, group="insights")

    def _entry(self, span: str, first: date, last: date) -> str:
        row = self._store.row(
            "SELECT e.id FROM entries e JOIN tags t ON t.entry = e.id WHERE t.name = ? AND e.day BETWEEN ? AND ? "
            "ORDER BY e.at, e.id",
            TAGS[span],
            first.isoformat(),
            last.isoformat(),
        )
        return str(row["id"]) if row else ""

    def _plan(self, first: date, last: date) -> Iterator[str]:
        """Goals: what went out, what was in the person's own hands, the routine."""
        yield from self._names("sent", _SENT, first, last)
        yield from self._names("saved", _SAVED, first, last)
        for one in own_effort.between(self._store, first, last):
            if one.total:
                amount = own_effort.hours(one.total) if one.kind in IN_MINUTES else one.total
                yield self._say("review.amounts", kind=self._say(f"effort.{one.kind}"), amount=amount)
        marked = self._store.count(
            "SELECT count(DISTINCT day) FROM marks WHERE kind = 'done' AND day BETWEEN ? AND ?",
            first.isoformat(),
            last.isoformat(),
        )
        if marked:
            yield self._say("review.marks", n=marked, of=(min(last, self._store.clock.today()) - first).days + 1)

    def _prepare(self, first: date, last: date) -> Iterator[str]:
        """Preparation: conversations, practice, improvements, and what is quiet."""
        yield from self._names("talks", _TALKS, first, last)
        yield from self._names("practised", _PRACTISED, first, last)
        yield from self._names("improved", _IMPROVED, first, last)
        silent = (self._store.clock.today() - self._applications.silence).isoformat()
        yield from self._names("quiet", _QUIET, date.min, date.fromisoformat(silent))
        yield from self._names("asked", _ASKED, date.min, last)

    def _steady(self, first: date, last: date) -> Iterator[str]:
        """Emotions: what went well, the words for it, rest, writing."""
        yield from self._names("wins", _WINS, first, last)
        yield from self._names("felt", _FELT, first, last)
        if rested := len({*self._rests.days(first, last)}):
            yield self._say("review.rested", n=rested)
        wrote = self._store.count(
            "SELECT count(*) FROM entries WHERE day BETWEEN ? AND ?", first.isoformat(), last.isoformat()
        )
        if wrote:
            yield self._say("review.wrote", n=wrote)

    def _learn(self, first: date, last: date) -> Iterator[str]:
        """Learning: what was taken along."""
        yield from self._names("lessons", _LESSONS, first, last)

    def _names(self, key: str, sql: str, first: date, last: date) -> Iterator[str]:
        rows = self._store.rows(sql, *(first.isoformat(), last.isoformat()) * (sql.count("?") // 2))
        found = [text.first_line(row["name"], 60) for row in rows if row["name"].strip()]
        if found:
            named = ", ".join(dict.fromkeys(found[:_NAMES])) + (f", +{len(found) - _NAMES}" if found[_NAMES:] else "")
            yield self._say(f"review.{key}", n=len(found), names=named)

    def _say(self, key: str, **values: object) -> str:
        return fill(self._content.lines(f"insights.{key}")[0], **values)


def days_of(span: str, day: date) -> tuple[date, date]:
    """The first and the last day of the week (from Monday) or the month that a day is in."""
    if span == WEEK:
        return week_of(day), week_of(day) + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


_APPLICATION = "coalesce(nullif(a.company, ''), a.role) AS name"
_SENT = (
    f"SELECT {_APPLICATION} FROM stages s JOIN applications a ON a.id = s.application "
    "WHERE s.stage = 'applied' AND s.day BETWEEN ? AND ? ORDER BY s.day, a.id"
)
_SAVED = f"SELECT {_APPLICATION} FROM applications a WHERE a.stage = 'saved' AND a.added BETWEEN ? AND ? ORDER BY a.id"
_TALKS = (
    f"SELECT {_APPLICATION} FROM rounds r JOIN applications a ON a.id = r.application "
    "WHERE r.day BETWEEN ? AND ? ORDER BY r.day, r.id"
)
_PRACTISED = "SELECT question AS name FROM tries WHERE day BETWEEN ? AND ? ORDER BY day, id"
_IMPROVED = (
    "SELECT note AS name FROM efforts WHERE kind = 'improvement' AND note <> '' "
    "AND day BETWEEN ? AND ? ORDER BY day, id"
)
_QUIET = (
    f"SELECT {_APPLICATION} FROM applications a WHERE a.outcome = '' AND a.stage NOT IN ('saved', 'offer') "
    "AND a.moved BETWEEN ? AND ? ORDER BY a.moved DESC, a.id"
)
_ASKED = (
    f"SELECT {_APPLICATION} FROM feedback f JOIN rejections r ON r.id = f.rejection "
    "JOIN applications a ON a.id = r.application "
    "WHERE f.state = 'sent' AND f.sent BETWEEN ? AND ? ORDER BY f.sent, f.id"
)
_WINS = (
    "SELECT text AS name, day FROM wins WHERE day BETWEEN ? AND ? UNION ALL "
    "SELECT win, day FROM evenings WHERE win <> '' AND day BETWEEN ? AND ? ORDER BY 2, 1"
)
_FELT = (
    "SELECT f.word AS name FROM feelings f JOIN entries e ON e.id = f.entry WHERE e.day BETWEEN ? AND ? "
    "GROUP BY f.word ORDER BY count(*) DESC, f.word"
)
_LESSONS = (
    "SELECT p.body AS name FROM pieces p JOIN ritual_steps s ON s.id = p.step "
    "WHERE p.item = 'one-action' AND s.day BETWEEN ? AND ? ORDER BY p.id"
)
