"""The machines of a vault: names, when they were last heard of, dropping a lost one, and what is worth knowing."""

from __future__ import annotations

from datetime import tzinfo
from typing import cast

from core.errors import OnwardError
from core.merging.carried import Alarm, Machine, told_apart
from core.merging.objects import Objects
from core.workspace import Workspace
from screens.vault import keys
from screens.vault.sharing import name_here
from screens.vault.state import View
from sync import dropping, passphrase, telling
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choose
from tui.instep import InStep
from tui.screen import ActivityScreen
from tui.widgets.rows import Row

_OWN_WORDS = ("twin", "gap", "cut", "passphrase", "epoch", "apart")  # where the screen has a key for what helps


async def machines(screen: ActivityScreen, view: View) -> None:
    """List the machines; this one can be named, another one dropped."""
    found, zone = await screen.ask(lambda w: (w.streams.machines(), w.clock.zone))
    names = told_apart(found)
    rows = [_row(screen, machine, zone, names) for machine in found]
    device = await screen.app.push_screen_wait(Choose(screen.say("machines.list.title"), rows))
    machine = next((each for each in found if each.device == device), None)
    if machine is None:
        return
    if machine.here:
        name = await name_here(screen)
        if name:
            await screen.do(lambda w: w.streams.name(name), screen.say("machines.list.named"))
        return
    gaps, late = await screen.ask(lambda w: (Objects(w.store).gaps(), Objects(w.store).beyond(machine.device)))
    ways = ["left"] if machine.device in gaps else []
    ways += ["keep", "discard"] if late else []
    ways += [] if machine.dropped else ["drop"]
    choices = [
        Row(way, screen.say(f"machines.way.{way}"), detail=screen.say(f"machines.way.{way}_detail")) for way in ways
    ]
    about = _row(screen, machine, zone, names)
    way = await screen.app.push_screen_wait(Choose(f"{about.text}: {about.detail}", choices, below=True))
    await _do(screen, view, way or "", machine)


async def _do(screen: ActivityScreen, view: View, way: str, machine: Machine) -> None:
    match way:
        case "left":
            await screen.do(lambda w: Objects(w.store).give_up(machine.device))
        case "keep" | "discard":
            await screen.do(lambda w: Objects(w.store).decide(machine.device, keep=way == "keep"))
        case "drop":
            await drop(screen, view, machine)
            return
        case _:
            return
    await screen.app.run_action("app.sync")


async def drop(screen: ActivityScreen, view: View, machine: Machine) -> None:
    """Shut a lost machine out, after the words on what that does and does not do."""
    say = screen.say
    names = told_apart(await screen.ask(lambda w: w.streams.machines()))
    name = names[machine.device] or say("machines.list.unnamed")
    question = "\n\n".join(say(f"machines.drop.{part}", name=name) for part in ("ask", "does", "does_not", "first"))
    if not await screen.app.push_screen_wait(Ask(question, say("machines.drop.yes"), say("machines.drop.no"))):
        return
    words = await keys.new_words(screen)
    if words is None:
        return
    screen.tell(say("machines.drop.working"))
    with passphrase.wiped(words):
        try:
            found = await screen.ask(lambda w: dropping.find(w, machine.device))
            await cast("InStep", screen.app).shown(lambda w: dropping.drop(w, found, words))
        except OnwardError as error:
            screen.tell(error.sentence, severity="warning")
            return
    screen.tell(say("machines.drop.done", name=name, key=screen.key_of("vault.code")), severity="warning")
    screen.reload()


async def worth_knowing(screen: ActivityScreen) -> None:
    """Show what there is to know about the machines and the store, once."""
    told = await screen.ask(lambda w: telling.untold(w, w.content))
    if not told:
        screen.tell(screen.say("machines.know.nothing"))
        return
    names = told_apart(await screen.ask(lambda w: w.streams.machines()))
    parts = [_sentence(screen, alarm, sentence, names) for alarm, sentence in told]
    shown = parts[:_SHOWN]
    rest = [screen.say("machines.know.more", n=len(parts) - _SHOWN)] if len(parts) > _SHOWN else []
    question = Ask("\n\n".join([*shown, *rest]), screen.say("machines.know.yes"), screen.say("machines.know.later"))
    if await screen.app.push_screen_wait(question):

        def known(workspace: Workspace) -> None:
            for alarm, _ in told[:_SHOWN]:
                workspace.streams.told(alarm)

        await screen.do(known)
        app = cast("InStep", screen.app)
        await app.rounds.look()
        app.show_sign()
        await screen.load()


_SHOWN = 4  # at a time: more would not be read


def _sentence(screen: ActivityScreen, alarm: Alarm, sentence: str, names: dict[str, str]) -> str:
    if alarm.kind not in _OWN_WORDS or alarm.at is None:
        return sentence
    machine = names.get(alarm.device) or screen.say("machines.list.unnamed")
    day = f"{alarm.at.astimezone():%Y-%m-%d}"
    values = {name: screen.key_of(f"vault.{name}") for name in ("machines", "share")}
    return screen.say(f"machines.alarm.{alarm.kind}", 0, machine=machine, day=day, **values)


def _row(screen: ActivityScreen, machine: Machine, zone: tzinfo | None, names: dict[str, str]) -> Row:
    name = names[machine.device] or screen.say("machines.list.unnamed")
    at = machine.wrote.astimezone(zone)
    state = "dropped" if machine.dropped else "here" if machine.here else "seen"
    return Row(machine.device, name, detail=screen.say(f"machines.list.{state}", at=f"{at.day} {at:%b %Y %H:%M}"))
