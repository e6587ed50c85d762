"""Who on the team fits a step, and a short message to ask them with. Nothing is sent from here."""

from __future__ import annotations

from core.content import Content, fill
from core.record import record
from core.settings import Settings
from core.team.people import Person

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.team.team import Seat, Team

# For each step of the ritual and for other moments: the seats that fit, the likeliest first, and the message (an id of
# the content file `templates`) to begin with.
FITS: dict[str, tuple[tuple[str, ...], str]] = {
    "window": (("believer", "fellow-seeker"), "just-a-no"),
    "naming": (("believer", "fellow-seeker"), "just-a-no"),
    "writing": (("believer", "fellow-seeker"), "just-a-no"),
    "reframing": (("success-model", "mentor", "believer"), "outside-view"),
    "learning": (("honest-feedback", "mentor", "recruiter-coach"), "plain-look"),
    "asking": (("honest-feedback", "mentor", "recruiter-coach"), "read-this"),
    "closing": (("believer", "fellow-seeker", "group"), "just-a-no"),
    "next": (("accountability", "fellow-seeker", "mentor"), "one-thing"),
    "application": (("mentor", "recruiter-coach", "honest-feedback"), "read-this"),
    "interview": (("honest-feedback", "fellow-seeker", "mentor", "recruiter-coach"), "mock"),
    "plan": (("mentor", "fellow-seeker", "accountability", "group"), "learn-with"),
    "win": (("believer", "accountability", "fellow-seeker", "mentor"), "share-win"),
    "check-in": (("accountability", "fellow-seeker", "mentor", "believer"), "check-in"),
}


@record
class Fit:
    """Someone who fits a step, and the seat they fit it by."""

    seat: Seat
    person: Person


class Asks:
    """Finding someone to ask, and the words to ask with."""

    def __init__(self, team: Team, settings: Settings, content: Content) -> None:
        self._team = team
        self._settings = settings
        self._content = content

    def fits(self, step: str) -> tuple[Fit, ...]:
        """The people who fit a step of `FITS`, the likeliest first, each once; an unknown step fits nobody."""
        wanted, _ = FITS.get(step, ((), ""))
        seats = {seat.id: seat for seat in self._team.seats()}
        found: dict[str, Fit] = {}
        for id in wanted:
            for person in seats[id].people if id in seats else ():
                found.setdefault(person.id, Fit(seat=seats[id], person=person))
        return tuple(found.values())

    def empty(self, step: str) -> Seat | None:
        """The seat that would fit a step best, where nobody sits in any that fits; None where somebody does."""
        wanted, _ = FITS.get(step, ((), ""))
        if not wanted or self.fits(step):
            return None
        return next((seat for seat in self._team.seats() if seat.id == wanted[0]), None)

    def draft(self, step: str, person: str = "", **known: str) -> str:
        """A short message for a step of `FITS`; what is not known stays visible in braces. Raises `NotFound`.

        `known` may hold `company`, `role`, `topic`, `day`, `win` and whatever else the template has room for.
        """
        _, template = FITS.get(step, ((), "just-a-no"))
        found = next((row.text for row in self._content.templates("people") if row.id == template), "")
        named = self._team.people.get(person).name if person else ""
        values = {"name": named, "sender": self._settings.name, **known}
        return fill(found, **{name: value for name, value in values.items() if value}).strip()
