"""What can be written down in one breath: the verbs behind `onward write` and its kind.

Standard library only, and few imports of it: such a command is there and gone again, and most of
its time would be imports.
"""

from __future__ import annotations

from datetime import date

from core import text
from core.clock import stamp
from core.errors import Refused
from core.storage.store import Store


def write_entry(store: Store, body: str, *, prompt: str = "", day: date | None = None) -> str:
    """Write one journal entry and return its id; `day` is the person's today unless given.

    Raises `Refused` where there are no words, and for text that cannot be kept.
    """
    body = text.clean(body, what="This entry").strip("\n")
    if not body.strip():
        raise Refused("There are no words in this entry yet, so nothing was written.")
    with store.write("Write an entry") as door:
        return door.insert(
            "entries",
            day=(day or store.clock.day_of(door.now)).isoformat(),
            at=stamp(door.now),
            body=body,
            prompt=text.clean(prompt, what="This prompt", limit=text.LONGEST_LINE),
        )
