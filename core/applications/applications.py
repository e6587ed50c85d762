"""Applications: from a saved posting to an outcome, each step with its day.

Whether an application is on the board follows from what is stored and is never a flag: it is there while it has no
outcome, and while a ritual of its own is open.
"""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Row

from core import days, text
from core.applications.companies import LONGEST_NAME, close, fold, fold_company
from core.clock import stamp
from core.errors import NotFound, Refused
from core.record import record
from core.settings import Settings
from core.storage.ids import same_id
from core.storage.store import Door, Store
from core.storage.whole import remove
from core.today.rest import forget_window

SAVED, APPLIED, OFFER = "saved", "applied", "offer"
STAGES = (SAVED, APPLIED, "screen", "task", "interview", "final", OFFER)
NOT_SELECTED, ROLE_CLOSED, NO_REPLY = "not_selected", "role_closed", "no_reply"
WITHDREW, DECLINED, ACCEPTED = "withdrew", "declined", "accepted"
OUTCOMES = (NOT_SELECTED, ROLE_CLOSED, NO_REPLY, WITHDREW, DECLINED, ACCEPTED)
CHANNELS = ("referral", "board", "event", "insider", "group", "recruiter", "own")
MODES = ("onsite", "hybrid", "remote")
SILENCE = 21  # days without a sign after which an application is shown as in limbo, unless the person says otherwise

LINES = ("company", "role", "channel", "industry", "size", "mode", "place", "link")
PROSE = ("posting", "contacts", "files", "notes")


@record
class Application:
    """One application in full. `stage` and `outcome` may hold a value from a newer version, kept as it is.

    `applied` and `ended` are None where they are not known; `moved` is the last day on which something happened.
    """

    id: str
    company: str
    role: str
    channel: str
    industry: str
    size: str
    mode: str
    place: str
    link: str
    posting: str
    contacts: str
    files: tuple[str, ...]
    notes: str
    stage: str
    outcome: str
    added: date
    applied: date | None
    moved: date
    ended: date | None

    @property
    def active(self) -> bool:
        """Whether it is still open: no outcome yet."""
        return not self.outcome


@record
class Stage:
    """A stage that was reached, and when."""

    stage: str
    day: date


@record
class Match:
    """An application that may be the one being typed; `same` means the same role at the same company."""

    id: str
    company: str
    role: str
    outcome: str
    same: bool


class Applications:
    """Adding, moving, closing and finding applications. Lists for the board are in `core.applications.board`."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def add(self, company: str, role: str = "", stage: str = APPLIED, day: date | None = None, **fields: str) -> str:
        """A new application that reached `stage` on `day` (default: today); its id. `fields` are `LINES` and `PROSE`.

        Raises `Refused` where neither company nor role is named, for an unknown stage or field and for a day ahead.
        """
        values = _checked({"company": company, "role": role, **fields})
        if not (values["company"] or values["role"]):
            raise Refused("A company or a role is enough to begin with; one of them is needed.")
        reached = days.not_after(day or self._store.clock.today(), self._store.clock.today()).isoformat()
        _known(stage)
        columns = dict.fromkeys((*LINES, *PROSE), "") | values
        with self._store.write(f"Add {_name(columns)}") as door:
            row = door.insert(
                "applications",
                **columns,
                company_key=fold_company(columns["company"]),
                role_key=fold(columns["role"]),
                stage=stage,
                outcome="",
                added=self._store.clock.today().isoformat(),
                applied="" if stage == SAVED else reached,
                moved=reached,
                ended="",
            )
            _reached(door, row, stage, reached)
        return row

    def change(self, id: str, **fields: str) -> None:
        """Change what is written about an application. Raises `NotFound`, and `Refused` as `add` does."""
        kept = self.get(id)
        values: dict[str, str] = _checked(fields)
        if not (values.get("company", kept.company) or values.get("role", kept.role)):
            raise Refused("A company or a role is needed, so that it can be found again. Nothing was changed.")
        if "company" in values:
            values["company_key"] = fold_company(values["company"])
        if "role" in values:
            values["role_key"] = fold(values["role"])
        with self._store.write(f"Change {_name({'company': kept.company, 'role': kept.role})}") as door:
            door.update("applications", id, **values)

    def advance(self, id: str, stage: str, day: date | None = None) -> None:
        """The application reached `stage` on `day` (default: today).

        Back to saved or applied, it loses the stages noted after it: they were a slip.

        Raises `Refused` for an unknown stage, a day ahead or before the application, and where it is closed.
        """
        kept = self.get(id)
        _known(stage)
        today = self._store.clock.today()
        reached = days.not_after(day or today, today)
        if kept.outcome:
            raise Refused("This application is closed. Reopen it first, then it can move on.")
        if stage not in (SAVED, APPLIED):
            days.not_before(reached, kept.applied, "the application went out")
        with self._store.write(f"Move {_name({'company': kept.company, 'role': kept.role})} on") as door:
            values = {"stage": stage, "moved": max(kept.moved, reached).isoformat()}
            if stage == APPLIED:
                values["applied"] = reached.isoformat()
            elif stage == SAVED:
                values["applied"] = ""
            if stage in (SAVED, APPLIED):
                for row in self._store.rows("SELECT id FROM stages WHERE application = ? AND stage <> ?", id, SAVED):
                    door.delete("stages", row["id"])
            door.update("applications", id, **values)
            _reached(door, id, stage, reached.isoformat())

    def close(self, id: str, outcome: str, day: date | None = None) -> None:
        """The application came to `outcome` on `day` (default: today).

        Raises `Refused` for an unknown outcome, and for a day ahead or before the application.
        """
        kept = self.get(id)
        if outcome not in OUTCOMES:
            raise Refused(f"An application ends in one of these ways: {', '.join(OUTCOMES)}. Nothing was changed.")
        today = self._store.clock.today()
        ended = days.not_after(day or today, today)
        days.not_before(ended, kept.applied, "the application went out")
        with self._store.write(f"Close {_name({'company': kept.company, 'role': kept.role})}") as door:
            moved = max(kept.moved, ended).isoformat()
            door.update("applications", id, outcome=outcome, ended=ended.isoformat(), moved=moved)

    def reopen(self, id: str) -> None:
        """The application is open again, at the stage it had."""
        kept = self.get(id)
        if kept.active:
            return
        with self._store.write(f"Reopen {_name({'company': kept.company, 'role': kept.role})}") as door:
            moved = self._store.clock.today().isoformat()
            door.update("applications", id, outcome="", ended="", moved=max(moved, kept.moved.isoformat()))

    def remove(self, id: str) -> None:
        """Remove an application with everything about it, its noes included; undo brings it back. Raises `NotFound`."""
        kept = self.get(id)
        with self._store.write(f"Remove {_name({'company': kept.company, 'role': kept.role})}") as door:
            for row in self._store.rows("SELECT id FROM rejections WHERE application = ? ORDER BY id", id):
                forget_window(door, row["id"])
            remove(self._store, door, "applications", id)

    def touch(self, id: str, day: date) -> None:
        """Something happened on `day` (a conversation, a message): the silence starts anew from there."""
        kept = self.get(id)
        if day > kept.moved:
            with self._store.write("Note a sign of life") as door:
                door.update("applications", id, moved=day.isoformat())

    def get(self, id: str) -> Application:
        """One application. Raises `NotFound`."""
        row = self._store.row("SELECT * FROM applications WHERE id = ?", id)
        if row is None:
            raise NotFound("This application is no longer here. It may have been undone or removed.")
        return _application(row)

    def stages(self, id: str) -> tuple[Stage, ...]:
        """Every stage an application has reached, oldest first."""
        rows = self._store.rows("SELECT stage, day FROM stages WHERE application = ? ORDER BY day, at, id", id)
        return tuple(Stage(stage=row["stage"], day=date.fromisoformat(row["day"])) for row in rows)

    def matches(self, company: str, role: str = "", limit: int = 5) -> tuple[Match, ...]:
        """Applications that may be the one being typed, the likeliest first; empty for nothing typed."""
        rows = self._store.rows("SELECT DISTINCT company_key FROM applications WHERE company_key <> ''")
        keys = close(fold_company(company), (row[0] for row in rows), limit)
        if not keys:
            return ()
        found = self._store.rows(
            "SELECT id, company, role, role_key, company_key, outcome FROM applications "
            f"WHERE company_key IN ({', '.join('?' * len(keys))}) ORDER BY outcome <> '', moved DESC, id LIMIT 500",
            *keys,
        )
        wanted = fold(role)
        roles = close(wanted, {row["role_key"] for row in found}, limit)
        ranked = sorted(
            (row for row in found if not wanted or row["role_key"] in roles or row["company_key"] == keys[0]),
            key=lambda row: (keys.index(row["company_key"]), row["role_key"] not in roles),
        )
        return tuple(
            Match(
                id=row["id"],
                company=row["company"],
                role=row["role"],
                outcome=row["outcome"],
                same=row["company_key"] == fold_company(company) and row["role_key"] == wanted,
            )
            for row in ranked[:limit]
        )

    @property
    def silence(self) -> timedelta:
        """How long without a sign until an application is shown as in limbo."""
        try:
            return timedelta(days=int(self._settings.get("applications.silence", str(SILENCE))))
        except ValueError:
            return timedelta(days=SILENCE)

    def set_silence(self, wanted: int) -> None:
        """Set it, in days from 1 to 365. Raises `Refused` otherwise."""
        if not 1 <= wanted <= 365:
            raise Refused("The days of silence can be a number from 1 to 365. Nothing was changed.")
        self._settings.set("applications.silence", str(wanted), "Change the days of silence")


def _application(row: Row) -> Application:
    added = days.stored(row["added"]) or date.min
    return Application(
        **{name: row[name] for name in ("id", *LINES, "posting", "contacts", "notes", "stage", "outcome")},
        files=tuple(path for path in row["files"].split("\n") if path),
        added=added,
        applied=days.stored(row["applied"]),
        moved=days.stored(row["moved"]) or added,
        ended=days.stored(row["ended"]),
    )


def _checked(fields: dict[str, str]) -> dict[str, str]:
    """The fields as they are kept. Raises `Refused` for a name that is none and for text that cannot be kept."""
    if unknown := set(fields) - {*LINES, *PROSE}:
        raise Refused(f"An application has no field called {', '.join(sorted(unknown))}.")
    limits = {"company": LONGEST_NAME, "role": LONGEST_NAME}
    return {
        name: text.line(value, what=f"The {name}", limit=limits.get(name, text.LONGEST_LINE * 4))
        if name in LINES
        else text.clean(value, what=f"The {name}").strip("\n")
        for name, value in fields.items()
    }


def _known(stage: str) -> None:
    if stage not in STAGES:
        raise Refused(f"A stage is one of these: {', '.join(STAGES)}. Nothing was changed.")


def _reached(door: Door, application: str, stage: str, day: str) -> None:
    id = same_id("stage", application, stage, day)
    door.put("stages", id, application=application, stage=stage, day=day, at=stamp(door.now))


def _name(columns: dict[str, str]) -> str:
    return text.first_line(columns["company"] or columns["role"], 40)
