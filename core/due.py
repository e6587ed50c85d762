"""One thing that is due: what a part of the domain hands to the agenda.

Every part that knows of something dated offers `due(day)`: an iterable of `Due`. The agenda
merges them, leaves out what is snoozed and chooses the one *Next*.
"""

from __future__ import annotations

from core.record import record

# Which comes first when several things are due; the lowest is *Next*. Gaps leave room.
STEP = 10  # the one thing the person chose for the day
WINDOW = 20  # a feelings window has ended, and the next gentle step is offered
HELD = 30  # something with a date of its own: a message held back, a deadline, a check-in
EVENING = 40  # the evening close, once it is evening
PRACTICE = 50  # the routine
LATER = 70  # worth knowing today, never urgent


@record
class Due:
    """Something due on a day.

    `key` names it for snoozing and for opening (`"practice:<id>"`, `"step:<id>"`, ...): the part
    before the colon is the kind, which a screen maps to what Enter does. `text` and `detail` are
    shown as they are; `rank` is one of the constants above; `done` things stay listed, ticked.
    """

    key: str
    text: str
    detail: str = ""
    rank: int = LATER
    group: str = ""
    done: bool = False

    @property
    def kind(self) -> str:
        """What sort of thing this is: the part of the key before the colon."""
        return self.key.partition(":")[0]

    @property
    def ref(self) -> str:
        """The id of the row behind it."""
        return self.key.partition(":")[2]
