"""Everything that Today asks in a dialog, in one place, so that it can be imported at the first question."""

from screens.today.evening import close_the_day
from screens.today.practice import add_practice, change_practice, read_minutes, take_up_again
from screens.today.resting import Breathe, feel, lighten, rest
from screens.today.steps import choose_one_thing, count_effort
from screens.today.welcome import welcome

__all__ = [
    "Breathe",
    "add_practice",
    "change_practice",
    "choose_one_thing",
    "close_the_day",
    "count_effort",
    "feel",
    "lighten",
    "read_minutes",
    "rest",
    "take_up_again",
    "welcome",
]
