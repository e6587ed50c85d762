"""Materials: the four documents of an application, which file went out and what was tailored in it."""

from __future__ import annotations

from core import text
from core.applications.applications import Applications
from core.clock import stamp
from core.errors import Refused
from core.record import record
from core.storage.ids import same_id
from core.storage.store import Store

RESUME, LETTER, PORTFOLIO, NOTES = "resume", "letter", "portfolio", "notes"
KINDS = (RESUME, LETTER, PORTFOLIO, NOTES)


@record
class Material:
    """One of the four; `file` is a path or a name of a version, `tailored` what was changed for this role."""

    kind: str
    file: str = ""
    tailored: str = ""


class Materials:
    """What went out with each application, and which checks it passed (rows of the content file `materials`)."""

    def __init__(self, store: Store, applications: Applications) -> None:
        self._store = store
        self._applications = applications

    def of(self, application: str) -> tuple[Material, ...]:
        """The four materials of an application, empty ones among them; then any kind a newer version knows."""
        rows = self._store.rows(
            "SELECT kind, file, tailored FROM materials WHERE application = ? ORDER BY id", application
        )
        kept = {row["kind"]: Material(kind=row["kind"], file=row["file"], tailored=row["tailored"]) for row in rows}
        return tuple(kept.pop(kind, Material(kind=kind)) for kind in KINDS) + tuple(kept.values())

    def note(self, application: str, kind: str, *, file: str | None = None, tailored: str | None = None) -> None:
        """Note the file or what was tailored; what is None stays as it is.

        Raises `NotFound` for the application, and `Refused` for another kind and for text that cannot be kept.
        """
        self._applications.get(application)
        if kind not in KINDS:
            raise Refused(f"The materials are {', '.join(KINDS)}. Nothing was changed.")
        values = {}
        if file is not None:
            values["file"] = text.line(file, what="The path", limit=4096)
        if tailored is not None:
            values["tailored"] = text.clean(tailored, what="What was tailored").strip("\n")
        with self._store.write("Note what was tailored") as door:
            id = same_id("material", application, kind)
            if door.current("materials", id):
                door.update("materials", id, **values)
            else:
                columns = {"file": "", "tailored": "", **values}
                door.insert("materials", id=id, application=application, kind=kind, at=stamp(door.now), **columns)

    def tick(self, application: str, item: str, done: bool = True) -> None:
        """A check was made (or, with `done` False, not). Raises `NotFound` for the application."""
        self._applications.get(application)
        id = same_id("material_check", application, item)
        with self._store.write("Tick a check" if done else "Untick a check") as door:
            if not done:
                door.delete("material_checks", id)
            elif door.current("material_checks", id) is None:
                kept = text.line(item, what="This check", limit=60)
                door.insert("material_checks", id=id, application=application, item=kept, at=stamp(door.now))

    def ticked(self, application: str) -> frozenset[str]:
        """The checks that were made."""
        rows = self._store.rows("SELECT item FROM material_checks WHERE application = ?", application)
        return frozenset(row["item"] for row in rows)

    def files(self, kind: str, limit: int = 20) -> tuple[str, ...]:
        """The files used so far for a kind of material, the latest first, for completing."""
        rows = self._store.rows(
            "SELECT file FROM materials WHERE kind = ? AND file <> '' GROUP BY file ORDER BY max(at) DESC LIMIT ?",
            kind,
            limit,
        )
        return tuple(row["file"] for row in rows)
