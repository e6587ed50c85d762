"""What can be done with the parts of an application."""

from __future__ import annotations

from core.applications.applications import CHANNELS, LINES, MODES, OUTCOMES, STAGES, Application
from core.applications.materials import Material
from core.applications.rounds import KINDS as ROUND_KINDS
from core.applications.rounds import PROSE as ROUND_PROSE
from core.applications.rounds import Round
from core.text import first_line
from core.workspace import Workspace
from tui.dialogs import questions
from tui.dialogs.ask import Ask
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def advance(place: ActivityScreen, id: str) -> None:
    """Ask how far it has come, and when."""
    rows = [Row(stage, place.say(f"applications.stages.{stage}")) for stage in STAGES]
    stage = await questions.choose(place, place.say("applications.sheet.advance"), rows)
    if not stage:
        return
    today = await place.ask(lambda w: w.today())
    day = await questions.day(place, place.say("applications.sheet.when"), today)
    if day:
        await place.do(lambda w: w.applications.advance(id, stage, day))


async def close(place: ActivityScreen, id: str) -> None:
    """Ask how it ended, or open it again."""
    kept = await place.ask(lambda w: w.applications.get(id))
    rows = [Row(outcome, place.say(f"applications.outcomes.{outcome}")) for outcome in OUTCOMES]
    if kept.outcome:
        rows.insert(0, Row("reopen", place.say("applications.sheet.reopen")))
    question = f"{place.say('applications.sheet.close')}\n{place.say('applications.sheet.close_no')}"
    chosen = await questions.choose(place, question, rows)
    if chosen == "reopen":
        await place.do(lambda w: w.applications.reopen(id))
    elif chosen:
        await place.do(lambda w: w.applications.close(id, chosen))


async def change_field(place: ActivityScreen, kept: Application, name: str) -> None:
    """Change one field of an application."""
    say, id = place.say, kept.id
    question = say(f"applications.ask.{name}")
    value = "\n".join(kept.files) if name == "files" else str(getattr(kept, name))
    if name in ("channel", "mode"):
        known = CHANNELS if name == "channel" else MODES
        rows = [Row(each, say(f"applications.{name}s.{each}")) for each in known]
        chosen = await questions.choose(place, question, rows, free=True)
        if chosen:
            await place.do(lambda w: w.applications.change(id, **{name: chosen}))
    elif name in LINES:
        typed = await questions.line(place, question, value)
        if typed is not None:
            await place.do(lambda w: w.applications.change(id, **{name: typed}))
    else:
        hint = say(f"applications.ask.{name}_hint") if name != "notes" else ""
        key = f"application:{id}:{name}"
        await questions.page(
            place, key, question, value, lambda w, body: w.applications.change(id, **{name: body}), hint
        )


async def tend_round(place: ActivityScreen, application: str, kept: Round | None) -> None:
    """Note a conversation, or change one that is noted."""
    say = place.say
    if kept is None:
        rows = [Row(kind, say(f"applications.rounds.{kind}")) for kind in ROUND_KINDS]
        kind = await questions.choose(place, say("applications.rounds.kind_ask"), rows, free=True)
        if kind is None:
            return
        today = await place.ask(lambda w: w.today())
        if held := await questions.day(place, say("applications.rounds.day"), today):
            await place.do(lambda w: w.rounds.add(application, kind, held))
        return
    id = kept.id
    parts = [
        Row(name, say(f"applications.rounds.{name}"), detail=first_line(str(getattr(kept, name)), 60))
        for name in ("day", "interviewers", *ROUND_PROSE)
    ]
    parts.append(Row("remove", say("applications.sheet.remove_round")))
    part = await questions.choose(place, say("applications.sheet.rounds"), parts)
    if part == "remove":
        await place.do(lambda w: w.rounds.remove(id))
    elif part == "day":
        day = await questions.day(place, say("applications.rounds.day"), kept.day)
        if day:
            await place.do(lambda w: w.rounds.change(id, day=day))
    elif part == "interviewers":
        typed = await questions.line(place, say("applications.rounds.interviewers"), kept.interviewers)
        if typed is not None:
            await place.do(lambda w: w.rounds.change(id, interviewers=typed))
    elif part:
        key, text = f"round:{id}:{part}", str(getattr(kept, part))
        question = say(f"applications.rounds.{part}")
        await questions.page(place, key, question, text, lambda w, body: w.rounds.rewrite(id, part, body))


async def tend_material(place: ActivityScreen, id: str, kept: Material) -> None:
    """Note what was tailored in one of the four, and which file went out."""
    say, kind = place.say, kept.kind
    parts = [
        Row("tailored", say("applications.materials.tailored"), detail=first_line(kept.tailored, 60)),
        Row("file", say("applications.materials.file"), detail=kept.file),
    ]
    part = await questions.choose(place, say("applications.materials.title"), parts)
    if part == "file":
        typed = await questions.line(place, say("applications.materials.file"), kept.file)
        if typed is not None:
            await place.do(lambda w: w.materials.note(id, kind, file=typed))
    elif part:
        question = say("applications.materials.tailored")
        key = f"material:{id}:{kind}"
        await questions.page(
            place, key, question, kept.tailored, lambda w, body: w.materials.note(id, kind, tailored=body)
        )


async def tick_checks(place: ActivityScreen, id: str, ticked: frozenset[str]) -> None:
    """Tick what was looked at before it went out."""
    rows = questions.rows_of(place.words.choices("materials"), place.words.groups("materials"))
    chosen = await questions.several(place, place.say("materials.ask.intro"), rows, ticked)
    if chosen is None:
        return

    def tick(workspace: Workspace) -> None:
        for item in ticked ^ set(chosen):
            workspace.materials.tick(id, item, done=item in chosen)

    await place.do(tick)


async def remove(place: ActivityScreen, id: str) -> bool:
    """Remove an application with everything about it, once that was said and meant."""
    say = place.say
    kept = await place.ask(lambda w: w.applications.get(id))
    named = ", ".join(filter(None, (kept.role, kept.company)))
    question = say("applications.sheet.remove_ask", name=named)
    yes, no = say("applications.sheet.remove_yes"), say("applications.sheet.remove_no")
    if not await place.app.push_screen_wait(Ask(question, yes, no)):
        return False
    said = say("applications.sheet.removed", key=place.key_of("app.undo"))
    return await place.do(lambda w: w.applications.remove(id), said)
