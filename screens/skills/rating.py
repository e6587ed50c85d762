"""How far the person feels they are with a skill, and what shows it."""

from __future__ import annotations

from core.skills.gap import PUT_ASIDE, Need
from core.skills.skills import PROOFS
from screens.skills.view import LEVELS
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def rate(screen: ActivityScreen, id: str) -> None:
    """Ask for a level, or leave it open."""
    skill = await screen.ask(lambda w: w.skills.get(id))
    rows = [
        Row(str(n), f"{n}  {screen.say(f'skills.levels.{name}')}", mark="[x]" if skill.level == n else "[ ]")
        for n, name in enumerate(LEVELS)
    ]
    rows.append(Row("open", screen.say("skills.levels.open"), mark="[x]" if skill.level is None else "[ ]"))
    chosen = await screen.app.push_screen_wait(Choose(screen.say("skills.levels.ask", name=skill.name), rows))
    if chosen is not None:
        level = None if chosen == "open" else int(chosen)
        await screen.do(lambda w: w.skills.rate(id, level))


async def prove(screen: ActivityScreen, id: str) -> None:
    """Ask what shows a skill, and what it is."""
    say, ask = screen.say, screen.app.push_screen_wait
    what = await ask(Line(say("skills.proof.ask"), hint=say("skills.proof.hint")))
    if not (what and what.strip()):
        return
    kinds = [Row(kind, say(f"skills.proof.{kind}")) for kind in PROOFS]
    if kind := await ask(Choose(say("skills.proof.kind"), kinds)):
        await screen.do(lambda w: w.skills.prove(id, what, kind), say("skills.proof.kept"))


async def more(screen: ActivityScreen, need: Need) -> str:
    """What could be done with a skill, as a list; the action that was chosen."""
    verbs = {
        "plan": "plan",
        "rate": "level",
        "prove": "prove",
        "unchoose" if need.chosen else "choose": "choose",
        "take_up" if need.group == PUT_ASIDE else "put_aside": "aside",
    }
    rows = [Row(verb, screen.say(f"skills.skill.{verb}")) for verb in verbs]
    chosen = await screen.app.push_screen_wait(Choose(screen.say("skills.skill.more", name=need.name), rows))
    return verbs.get(chosen or "", "")
