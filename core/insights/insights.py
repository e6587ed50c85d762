"""Insights: what the person's own notes show, in words. Effort first, counts always, ranges from five, comparisons
from twenty, and never a reason.

The figures are made beside this, in `own_effort`, `own_history`, `sent` and `themes`; here they become findings,
which the screen, the command line and the report show alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil, floor

from core.applications.applications import CHANNELS, Applications
from core.content import Choice, Content, fill
from core.insights import own_effort, own_history, sent, themes
from core.insights.behind import Behind, behind
from core.insights.review import Reviews
from core.insights.share import PATTERN, Share, Side, comparable, missing, overlap, wilson
from core.record import record
from core.storage.store import Store

WEEKS = 12
SHOWN = 8  # groups of one kind, the largest ones
SECTIONS = ("effort", "feelings", "stages", "replies", "themes")
GROUPED = ("channel", "industry", "size", "role", "tailored")


@record
class Finding:
    """One thing the notes show. `rows` and `rest` are the keys behind its numbers.

    `share` is given where a range may be drawn, `points` where the numbers can be drawn one after the other;
    `comparing` marks a sentence that sets two groups side by side.
    """

    id: str
    text: str
    hint: str = ""
    rows: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    share: Share | None = None
    points: tuple[tuple[str, int], ...] = ()
    comparing: bool = False


@record
class Section:
    """Findings of one kind; `note` says what cannot be concluded, or what is still missing."""

    id: str
    title: str
    note: str
    findings: tuple[Finding, ...]


class Insights:
    """What can be seen in everything that was noted; `reviews` are the looks back on a week or a month."""

    def __init__(self, store: Store, applications: Applications, reviews: Reviews, content: Content) -> None:
        self._store = store
        self._applications = applications
        self._content = content
        self.reviews = reviews

    def sections(self, *, since: date = date.min, weeks: int = WEEKS) -> tuple[Section, ...]:
        """Everything, effort first; `since` leaves out what is older."""
        out = sent.read(self._store, self._applications.silence, since)
        parts = {
            "effort": self._effort(weeks),
            "feelings": self._feelings(since),
            "stages": self._stages(out),
            "replies": self._replies(out),
            "themes": self._themes(out),
        }
        young = {"stages": 0 < len(out) < PATTERN, "replies": out and sent.replies(out).of < PATTERN}
        young["effort"] = own_effort.counted(self._store)  # where nothing was in these weeks, but before
        return tuple(self._section(id, tuple(findings), bool(young.get(id))) for id, findings in parts.items())

    def year(self, until: date) -> dict[date, int]:
        """How many things were noted on each day of the 53 weeks up to `until`."""
        return own_effort.by_day(self._store, until - timedelta(weeks=53), until)

    def behind(self, keys: Iterable[str]) -> tuple[Behind, ...]:
        """The rows behind a number, the latest first."""
        return behind(self._store, self._content, keys)

    def _section(self, id: str, findings: tuple[Finding, ...], young: bool) -> Section:
        """`young` says that there is something, and too little of it for what is shown otherwise."""
        few = young and (not findings or id != "effort")
        note = self._say(f"{'few' if few else 'notes' if findings else 'none'}.{id}")
        return Section(id=id, title=self._say(f"titles.{id}"), note=note, findings=findings)

    def _effort(self, count: int) -> Iterator[Finding]:
        today = self._store.clock.today()
        count = min(count, own_effort.weeks_since_first(self._store, today))
        for one in own_effort.weeks(self._store, today, count):
            if not one.total:
                continue
            amount = own_effort.hours(one.total) if one.kind == "learning" else str(one.total)
            line = "effort.line" if count > 1 else "effort.line_one"
            text = self._say(line, kind=self._say(f"effort.{one.kind}"), amount=amount, weeks=count)
            points = tuple((f"{monday:%d %b}", n) for monday, n in zip(one.mondays, one.amounts, strict=True))
            yield Finding(id=f"effort-{one.kind}", text=text, rows=one.rows, points=points)

    def _feelings(self, since: date) -> Iterator[Finding]:
        paths = own_history.eased(self._store, since)
        if paths:
            values = {
                "n": len(paths),
                "before": _number(own_history.middle([path.before for path in paths])),
                "after": _number(own_history.middle([path.after for path in paths])),
            }
            enough = len(paths) >= PATTERN
            pairs = ", ".join(f"{path.before} → {path.after}" for path in paths[-12:])
            yield Finding(
                id="eased",
                text=self._say("feelings.eased" if enough else "feelings.eased_few", pairs=pairs, **values),
                hint=self._say("feelings.pairs", pairs=pairs) if enough else self._say("feelings.few"),
                rows=tuple(path.key for path in paths),
            )
        steps = own_history.first_steps(self._store, since)
        if steps:
            listed = ", ".join(str(step.after) for step in steps[-12:])
            half = _number(own_history.middle([step.after for step in steps]))
            enough = len(steps) >= PATTERN
            yield Finding(
                id="first-step",
                text=self._say(f"feelings.step{'' if enough else '_few'}", n=len(steps), days=listed, half=half),
                hint=self._say("feelings.steps", days=listed) if enough else self._say("feelings.few"),
                rows=tuple(step.key for step in steps),
            )

    def _stages(self, out: tuple[sent.Sent, ...]) -> Iterator[Finding]:
        if 0 < len(out) < PATTERN:
            yield Finding(id="sent", text=self._say("stages.sent", n=len(out)), rows=tuple(one.key for one in out))
        for side in sent.reach(out) if out else ():
            stage = self._content.say(f"applications.stages.{side.name}")
            if side.share.range:
                yield self._shared(f"reach-{side.name}", self._say("stages.line", stage=stage), side.share)
            elif side.share.n:
                yield self._few(f"reach-{side.name}", self._say("stages.line_few", stage=stage), side.share)
            if not side.share.n:
                return  # none got further either

    def _replies(self, out: tuple[sent.Sent, ...]) -> Iterator[Finding]:
        everyone = sent.replies(out)
        if everyone.range is None and everyone.n:
            yield self._few("replies", self._say("replies.few"), everyone)
        elif everyone.range:
            yield self._shared("replies", self._pattern("replies").text, everyone, "replies")
        if young := sum(one.replied is None for one in out):
            yield Finding(
                id="young",
                text=self._say("replies.young", n=young),
                rows=tuple(one.key for one in out if one.replied is None),
            )
        for by in GROUPED if everyone.range else ():
            counts = "talked" if by == "role" else "replied"
            yield from self._grouped(by, sent.sides(out, by, counts))

    def _grouped(self, by: str, sides: tuple[Side, ...]) -> Iterator[Finding]:
        if by == "tailored" and len(sides) < 2:
            return  # where nothing was noted as made for a role, the other half says nothing
        pattern = self._pattern("role-types" if by == "role" else "industries")
        alone = tuple(side for side in sides if side.share.of == 1)
        folded = alone if len(alone) > 1 else ()
        for side in [side for side in sides if side not in folded][:SHOWN]:
            yield self._shared(f"{by}-{side.name}", pattern.text, side.share, theme=self._name(by, side.name))
        if folded:
            yield self._alone(by, pattern.text, folded)
        if len(sides) < 2:
            return
        question = self._say(f"replies.by_{by}")
        two = comparable(sides)
        if two is None:
            more = missing(sides)
            text = self._say("compare.more", question=question, n=more) if more else ""
            if text:
                yield Finding(id=f"compare-{by}", text=text)
            return
        high, low = two
        text = self._say(
            "compare.line",
            question=question,
            first=self._name(by, high.name),
            second=self._name(by, low.name),
            n=high.share.n,
            of=high.share.of,
            m=low.share.n,
            om=low.share.of,
        )
        apart = "overlap" if overlap(high.share, low.share) else "apart"
        yield Finding(
            id=f"compare-{by}",
            text=text,
            hint=f"{self._say(f'compare.{apart}')} {self._say('compare.cannot')}",
            rows=high.share.rows + low.share.rows,
            rest=high.share.rest + low.share.rest,
            comparing=True,
        )

    def _alone(self, by: str, text: str, sides: tuple[Side, ...]) -> Finding:
        """Groups of one application in one line; nothing can be said about any of them yet."""
        names = ", ".join(self._name(by, side.name) for side in sides[:SHOWN])
        if sides[SHOWN:]:
            names = self._say("replies.others", names=names, n=len(sides) - SHOWN)
        rows = tuple(key for side in sides for key in side.share.rows)
        rest = tuple(key for side in sides for key in side.share.rest)
        said = fill(text, theme=self._say("replies.alone", names=names), n=len(rows), of=len(sides))
        return Finding(
            id=f"{by}-alone", text=said, hint=self._say("replies.alone_more", n=PATTERN - 1), rows=rows, rest=rest
        )

    def _themes(self, out: tuple[sent.Sent, ...]) -> Iterator[Finding]:
        ended = tuple(one for one in out if one.ended)
        for id, share in (
            ("finals", sent.share(ended, lambda one: one.furthest == "final")),
            ("technical", sent.share((one for one in ended if one.talked), lambda one: one.technical)),
            ("resume-stage", sent.share(ended, lambda one: not one.talked)),
        ):
            if share.n and share.range:
                yield self._shared(id, self._pattern(id).text, share, id)
        means = {row.id: row.text for row in self._content.choices("decode")}
        for meaning, share in themes.meanings(self._store):
            theme = means.get(meaning, meaning).strip('"')
            text = self._pattern("themes").text if share.range else self._say("themes.meaning_few")
            yield self._shared(f"meaning-{meaning}", text, share, "themes", theme)
        for id, kind in (("themes", themes.SAID), ("question", themes.HARD), ("story", themes.LANDED)):
            texts = themes.documents(self._store, kind)
            if not texts:
                continue
            if len(texts) < PATTERN:
                yield Finding(
                    id=f"{id}-few",
                    text=self._say(f"themes.{id}_few", n=len(texts)),
                    hint=self._more(PATTERN - len(texts)),
                    rows=tuple(texts),
                )
                continue
            for found in themes.themes(texts):
                yield self._shared(f"{id}-{found.word}", self._pattern(id).text, found.share, id, found.word)

    def _shared(self, id: str, text: str, share: Share, pattern: str = "", theme: str = "") -> Finding:
        """A finding about a share: its count, from five on its range and a question, and before that from where on."""
        if share.range is None:
            hint = self._say("range.from")
        else:
            low, high = in_hundred(share)
            asked = self._pattern(pattern).hint if pattern else ""
            hint = " ".join(filter(None, (self._say("range.words", low=low, high=high), asked)))
        said = fill(text, **_of(share), theme=theme)
        return Finding(id=id, text=said, hint=hint, rows=share.rows, rest=share.rest, share=share)

    def _few(self, id: str, text: str, share: Share) -> Finding:
        """How many, where all are too few for a share; the note of the section says so."""
        return Finding(id=id, text=fill(text, n=share.n), rows=share.rows, rest=share.rest, share=share)

    def _name(self, by: str, value: str) -> str:
        if by == "channel" and value in CHANNELS:
            return self._content.say(f"applications.channels.{value}")
        return self._say(f"tailored.{value}") if by == "tailored" else value

    def _pattern(self, id: str) -> Choice:
        return next(row for row in self._content.choices("patterns") if row.id == id)

    def _more(self, n: int) -> str:
        return self._say("range.more", n=n)

    def _say(self, key: str, **values: object) -> str:
        return fill(self._content.lines(f"insights.{key}")[0], **values)


def in_hundred(share: Share) -> tuple[int, int]:
    """The range of a share in whole hundredths, rounded outwards."""
    low, high = wilson(share.n, share.of)
    return floor(100 * low), ceil(100 * high)


def _of(share: Share) -> dict[str, int]:
    return {"n": share.n, "of": share.of}


def _number(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() else f"{value:.1f}"
