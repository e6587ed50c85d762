"""The names of things by their beginning, for a shell that asks at every press of tab: without click."""

from __future__ import annotations

from core.errors import OnwardError

# What the everyday commands are about; the only column of each has the names.
NAMES = {
    "tick": "SELECT name FROM practices WHERE state <> 'retired' ORDER BY place, id",
    "reject": "SELECT DISTINCT company FROM applications WHERE outcome = '' AND company <> '' ORDER BY company",
    "checkin": "SELECT name FROM people WHERE state = 'with you' ORDER BY name",
}


def beginning(sql: str, begun: str, home: str | None = None) -> list[str]:
    """The texts in the only column of `sql` that begin so.

    Never an error: a shell would print it into the line being typed.
    """
    from cli import verbs

    try:
        store = verbs.opened(verbs.existing(home))
    except OnwardError:
        return []
    found = [name for (name,) in store.rows(sql)]
    store.close()
    return [name for name in found if name.casefold().startswith(begun.casefold())]
