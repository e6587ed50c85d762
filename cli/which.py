"""Finding the one thing that is meant: by its name or a part of it, by its sign in a list, by its id, or as `last`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.errors import NotFound
from core.picking import the_one
from core.text import first_line, visible

LAST = "last"
ASKING = "\0"  # typed in place of a name by a shell that asks which names there are
SIGN = 6  # letters of a sign: the end of an id, where the ids of one day differ; a dash would begin an option


class Known(Exception):
    """The names there are, in answer to `ASKING`."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names


def sign(id: str) -> str:
    """The sign that lists show for things without a name of their own."""
    return id.replace("-", "")[-SIGN:]


def which(things: Iterable[tuple[str, str]], typed: str | Sequence[str], listing: str, *, latest: bool = False) -> str:
    """The id of the one (id, name) that is meant; with `latest`, the things are in that order and `last` is the first.

    Raises `NotFound` where nothing or several things are; `listing` is the command that lists them.
    """
    known = list(things)
    if typed == ASKING:
        raise Known([name for _, name in known])
    wanted = " ".join((typed if isinstance(typed, str) else " ".join(typed)).split())
    if latest and wanted == LAST and known:
        return known[0][0]
    for fits in (wanted.__eq__, lambda id: sign(id) == wanted):
        found = [id for id, _ in known if fits(id)]
        if len(found) == 1:
            return found[0]
    try:
        return the_one(known, wanted, nobody="", several="Several fit")
    except NotFound as missing:
        raise missing if missing.sentence else NotFound(_nobody(known, wanted, listing)) from None


def _nobody(known: Sequence[tuple[str, str]], wanted: str, listing: str) -> str:
    from difflib import get_close_matches

    shown = visible(first_line(wanted, 40))
    if not known:
        return f"There is nothing here yet that could be called “{shown}”. `{listing}` lists what there is."
    names = {name.casefold()[:80]: name for _, name in reversed(known[:5000])}
    names |= {word: name for folded, name in names.items() for word in folded.split() if len(word) > 3} | names
    near = get_close_matches(wanted.casefold(), names, n=1, cutoff=0.6)
    hint = f" Did you mean “{visible(first_line(names[near[0]], 60))}”?" if near else ""
    return f"Nothing here is called “{shown}”.{hint} `{listing}` lists what there is."
