"""Applications that went out, as far as they got: what the figures about stages and replies are counted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache, partial

from core import days
from core.applications.applications import (
    ACCEPTED,
    DECLINED,
    NO_REPLY,
    NOT_SELECTED,
    ROLE_CLOSED,
    SAVED,
    STAGES,
)
from core.applications.companies import fold
from core.insights.share import Share, Side
from core.record import record
from core.ritual.rejections import SILENCE
from core.storage.store import Store

_REACHED = {"call": "screen", "screen": "screen", "task": "task", "interview": "interview"}
_REACHED |= {"technical": "interview", "panel": "interview", "final": "final"}
_ANSWERED = (NOT_SELECTED, ROLE_CLOSED, DECLINED, ACCEPTED)
_ENDED = (NOT_SELECTED, ROLE_CLOSED, NO_REPLY)
_RANKS = " senior junior lead principal staff head chief associate entry level ii iii iv sr jr "

BEYOND = STAGES[2:]  # the stages after the one in which it went out


@record
class Sent:
    """One application that went out. `furthest` is the furthest stage it reached.

    `replied` is None while it is too young to say: no sign yet, and the silence is shorter than the person waits.
    `technical` says that the last thing so far was a technical conversation or a task, after a first call.
    """

    id: str
    channel: str
    industry: str
    size: str
    role: str
    tailored: bool
    furthest: str
    replied: bool | None
    ended: bool
    technical: bool

    @property
    def key(self) -> str:
        """What opens it."""
        return f"application:{self.id}"

    @property
    def talked(self) -> bool:
        """Whether it led to a conversation."""
        return self.furthest in BEYOND


def read(store: Store, silence: timedelta, since: date = date.min) -> tuple[Sent, ...]:
    """Every application that went out on or after `since`, by id."""
    today = store.clock.today()
    reached: dict[str, set[str]] = defaultdict(set)
    for row in store.rows("SELECT application, stage FROM stages"):
        reached[row["application"]].add(row["stage"])
    talks: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in store.rows("SELECT id, application, kind, day FROM rounds WHERE day <= ?", today.isoformat()):
        talks[row["application"]].append((row["day"], row["id"], row["kind"]))
    answers: dict[str, set[str]] = defaultdict(set)
    for row in store.rows("SELECT application, kind FROM rejections"):
        answers[row["application"]].add(row["kind"])
    tailored = {
        row["application"]
        for row in store.rows(
            "SELECT application FROM materials WHERE tailored <> '' UNION "
            "SELECT application FROM material_checks WHERE item = 'tailored'"
        )
    }
    folded = cache(fold)
    found = []
    for row in store.rows(
        "SELECT id, channel, industry, size, role_key, stage, outcome, moved FROM applications "
        "WHERE (stage <> ? OR applied <> '') AND coalesce(nullif(applied, ''), added) >= ? ORDER BY id",
        SAVED,
        since.isoformat(),
    ):
        id, outcome = row["id"], row["outcome"]
        held = [kind for _, _, kind in sorted(talks[id])]
        stages = reached[id] | {row["stage"]} | {_REACHED.get(kind, "screen") for kind in held}
        furthest = max((stage for stage in stages if stage in STAGES), key=STAGES.index, default=STAGES[1])
        replied: bool | None = furthest in BEYOND or outcome in _ANSWERED or bool(answers[id] - {SILENCE, ""})
        silent = outcome == NO_REPLY or (not outcome and (days.stored(row["moved"]) or today) < today - silence)
        last = held[-1] if held else row["stage"]
        found.append(
            Sent(
                id=id,
                channel=row["channel"],
                industry=folded(row["industry"]),
                size=" ".join(row["size"].split()).casefold(),
                role=role_type(row["role_key"]),
                tailored=id in tailored,
                furthest=furthest,
                replied=replied if replied or silent else None,
                ended=outcome in _ENDED,
                technical=outcome in _ENDED
                and last in ("technical", "task")
                and bool(stages & {"screen", "interview"}),
            )
        )
    return tuple(found)


def role_type(role_key: str) -> str:
    """A folded role without its rank: `senior data analyst` and `data analyst` are one type."""
    return " ".join(word for word in role_key.split() if f" {word} " not in _RANKS)


def share(of: Iterable[Sent], counts: Callable[[Sent], object]) -> Share:
    """Those of `of` that count, and the rest."""
    rows, rest = list[str](), list[str]()
    for one in of:
        (rows if counts(one) else rest).append(one.key)
    return Share(rows=tuple(rows), rest=tuple(rest))


def reach(sent: Iterable[Sent]) -> tuple[Side, ...]:
    """How many of all got to each stage, or beyond it; the stage of a task is left out, many have none."""
    base = tuple(sent)
    return tuple(Side(name=stage, share=share(base, partial(_got_to, stage))) for stage in BEYOND if stage != "task")


def _got_to(stage: str, one: Sent) -> bool:
    return STAGES.index(one.furthest) >= STAGES.index(stage)


def replies(sent: Iterable[Sent]) -> Share:
    """Those that got any reply, of those that are old enough to say."""
    return share((one for one in sent if one.replied is not None), lambda one: one.replied)


def sides(sent: Iterable[Sent], by: str, counts: str = "replied") -> tuple[Side, ...]:
    """The same for each value of a field, largest group first; what was not noted is left out.

    `counts` is what is counted: `replied` or `talked`.
    """
    groups: dict[str, list[Sent]] = defaultdict(list)
    for one in sent:
        value = getattr(one, by)
        if one.replied is not None and value != "":
            groups[str(value).lower() if isinstance(value, bool) else value].append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(Side(name=name, share=share(ones, lambda one: getattr(one, counts))) for name, ones in ordered)
