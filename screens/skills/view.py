"""How the three lists look: the gap, the postings, the plan; and what stands beside the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from core.content import Content as Words
from core.record import record
from core.skills.gap import GROUPS, IN_HAND, OPEN, Need
from core.skills.lessons import Lesson
from core.skills.passages import ESSENTIAL, WISH
from core.skills.plan import DONE, Item, hours
from core.skills.plan import OPEN as RUNNING
from core.skills.postings import Asked, Line, Posting
from core.skills.skills import Proof
from core.workspace import Workspace
from screens.skills.timeline import line, scale, span
from tui.widgets.plain import plain
from tui.widgets.rows import Row, heading

GAP, POSTINGS, PLAN = "gap", "postings", "plan"
TABS = (GAP, POSTINGS, PLAN)
LEVELS = ("zero", "one", "two", "three", "four", "five")
_TITLES = {OPEN: "skills.gap.open", IN_HAND: "skills.gap.in_hand"}


@record
class GapView:
    """The gap: its skills in order, the lessons that came back, how many postings count."""

    needs: tuple[Need, ...]
    returning: tuple[Lesson, ...]
    targets: int


@record
class About:
    """Everything about one skill."""

    need: Need | None
    proofs: tuple[Proof, ...]
    asking: tuple[tuple[Posting, Asked], ...]
    items: tuple[Item, ...]
    lesson: Lesson | None


def look(workspace: Workspace) -> GapView:
    """What the gap holds now."""
    skills = workspace.skills
    return GapView(needs=skills.gap.needs(), returning=skills.lessons.returning(), targets=skills.gap.targets())


def about(workspace: Workspace, id: str, need: Need | None) -> About:
    """What there is to see about a skill."""
    skills = workspace.skills
    return About(
        need=need,
        proofs=skills.proofs(id)[:5],
        asking=skills.postings.asking(id, 5),
        items=skills.plan.of(id)[:3],
        lesson=next((lesson for lesson in skills.lessons.all() if lesson.skill == id), None),
    )


def gap_rows(view: GapView, words: Words) -> list[Row]:
    """The lessons that came back, then the skills by group."""
    rows = []
    if view.returning:
        rows.append(heading(words.say("skills.title.lessons")))
        for lesson in view.returning:
            n = len({rejection for rejection, _, _ in lesson.where})
            rows.append(
                Row(f"lesson:{lesson.skill}", lesson.name, mark="[?]", detail=words.say("skills.lesson.times", n=n))
            )
    for group in GROUPS:
        found = [need for need in view.needs if need.group == group]
        if found:
            rows.append(heading(words.say(_TITLES.get(group, "skills.gap.aside"))))
            rows += [need_row(need, view.targets, words) for need in found]
    return rows


def need_row(need: Need, targets: int, words: Words) -> Row:
    """One skill: how many postings ask, and the level."""
    level = words.say("skills.gap.level", level=need.level) if need.level is not None else "–"
    asked = words.say("skills.gap.of", n=need.postings, of=targets) if need.postings else ""
    mark = "[*]" if need.chosen else "[>]" if need.planned else "·"
    tone = "next" if need.planned else "done" if need.group == IN_HAND else ""
    return Row(f"skill:{need.skill}", need.name, mark=mark, detail=f"{asked}  {level}".strip(), tone=tone)  # type: ignore[arg-type]


def skill_side(found: About, targets: int, words: Words) -> Content:
    """What there is to say about a skill: where it stands, what shows it, what is planned."""
    need, say = found.need, words.say
    parts = []
    if need:
        parts.append(plain(need.name).stylize("bold"))
        told = [say("skills.gap.postings", n=need.postings, of=targets)] if need.postings else []
        told += [say("skills.gap.firm", n=need.firm)] if need.firm else []
        told.append(
            say("skills.gap.no_level") if need.level is None else say(f"skills.levels.{LEVELS[need.level]}")
        )  # fmt: skip
        told += [say("skills.gap.chosen")] if need.chosen else []
        parts.append(plain(", ".join(told)))
    if found.lesson:
        _, company, line_ = found.lesson.where[0]
        parts.append(plain(say("skills.gap.lesson", day=short(found.lesson.last))))
        parts.append(plain(say("skills.lesson.where", company=company, line=line_)).stylize("$text-muted"))
    for posting, one in found.asking:
        parts.append(plain(f"{posting.title}: {one.around}").stylize("$text-muted"))
    for proof in found.proofs:
        parts.append(plain(f"[x] {say(f'skills.proof.{proof.kind}')}: {proof.text}"))
    parts += [plain(f"[>] {item.title}, {until(item, words)}") for item in found.items]
    return Content("\n").join(parts)


def posting_row(posting: Line, words: Words) -> Row:
    """One posting: how many skills it asks for, and whether it counts."""
    detail = f"{words.say('skills.posting.skills', n=posting.skills)}  {short(posting.day)}"
    return Row(f"posting:{posting.id}", posting.title, mark="[x]" if posting.target else "[ ]", detail=detail)


def posting_side(posting: Posting, asked: Sequence[Asked], words: Words) -> Content:
    """What a posting asks for."""
    counts = words.say("skills.posting.counts" if posting.target else "skills.posting.kept_out")
    parts = [plain(posting.title).stylize("bold"), plain(counts).stylize("$text-muted")]
    parts += [plain(f"· {one.name}{firmness(one, words)}") for one in asked if one.state == "asked"]
    return Content("\n").join(parts)


def firmness(asked: Asked, words: Words) -> str:
    """How firmly a skill is asked for, where the posting says."""
    said = {ESSENTIAL: "skills.posting.essential", WISH: "skills.posting.wish"}.get(asked.need)
    return f" ({words.say(said)})" if said else ""


def item_rows(items: Sequence[Item], today: date, words: Words) -> list[Row]:
    """The plan as a timeline: one line each under a scale."""
    if not items:
        return []
    first, last = span(items, today)
    rows = [heading(f"{scale(first, last)}  {words.say('skills.title.plan')}")]
    for item in items:
        done = item.state == DONE
        mark = "[x]" if done else "[>]" if item.state == RUNNING else "[-]"
        tone = "done" if done else "next" if item.state == RUNNING and item.first <= today else ""
        text = f"{line(item, first, last, today)}  {item.title}"
        rows.append(Row(f"plan:{item.id}", text, mark=mark, detail=until(item, words), tone=tone))  # type: ignore[arg-type]
    return rows


def until(item: Item, words: Words) -> str:
    """Until when an item is planned, or how it ended."""
    if item.state == RUNNING:
        return words.say("skills.plan.until", day=short(item.last))
    if item.state == DONE and item.ended:
        return words.say("skills.plan.done_on", day=short(item.ended))
    return words.say("skills.plan.gone")


def item_side(item: Item, words: Words, notes: Sequence[str] = ()) -> Content:
    """Everything about an item."""
    say = words.say
    spent = (
        say("skills.plan.spent_of", spent=hours(item.spent), minutes=hours(item.minutes))
        if item.minutes
        else say("skills.plan.spent", spent=hours(item.spent))
    )
    means = next((row.text for row in words.choices("means") if row.id == item.means), item.means)
    parts = [plain(item.title).stylize("bold"), plain(f"{item.skill_name}, {until(item, words)}"), plain(spent)]
    parts += [plain(text) for text in (means, item.why, item.notes, item.result, *notes) if text]
    return Content("\n").join(parts)


def short(day: date) -> str:
    """A day in a list: 24 Nov."""
    return f"{day.day} {day:%b}"
