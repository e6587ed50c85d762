"""Sharing a workspace with other machines: the first one connects it to a store, further ones join."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import tzinfo
from platform import node
from typing import TypeVar, cast

from core.errors import OnwardError, Refused
from core.text import line
from core.workspace import Workspace
from screens.vault import keys
from screens.vault.secret import Secret
from screens.vault.state import View
from sync import machines, passphrase
from sync.errors import NoMatch
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.instep import InStep
from tui.screen import ActivityScreen
from tui.widgets.rows import Row

T = TypeVar("T")


async def share(screen: ActivityScreen, view: View) -> None:
    """Connect the vault here to a store, join one, or change which store it is."""
    say, place = screen.say, view.sync.place
    if place:
        names = {"again": "again"} if view.sync.behind else {}
        names |= {"now": "now", "again": "again", "connect": "elsewhere", "stop": "stop"}
    else:
        names = {"connect": "begin" if view.keys == "none" else "connect"}
        names |= {} if view.keys == "locked" else {"join": "join"}
    about = say("machines.share.place", place=place) if place else say("machines.share.ask")
    rows = [
        Row(way, say(f"machines.share.{name}"), detail=say(f"machines.share.{name}_detail"))
        for way, name in names.items()
    ]
    match await screen.app.push_screen_wait(Choose(about, rows, below=True)):
        case "now":
            await screen.app.run_action("app.sync")
        case "connect":
            await connect(screen, view)
        case "join":
            await join(screen)
        case "again":
            await renew(screen, place)
        case "stop":
            await stop(screen)


async def connect(screen: ActivityScreen, view: View) -> None:
    """The first machine: put the vault of this computer into a store, making it where there is none yet."""
    say, place, wrong, there_is_none = screen.say, "", "", view.keys == "none"
    while True:
        asked = await _place(screen, "machines.share.where", place, wrong)
        if asked is None:
            return
        place = asked
        try:
            if there_is_none and await _is_there(screen, place):
                wrong = say("machines.share.there")
                continue
            if there_is_none and not await keys.make(screen, view):
                return
            there_is_none = False
            screen.tell(say("machines.share.looking"))
            await aside(screen, lambda w, place=place: machines.connect(w, place))  # type: ignore[misc]
            break
        except machines.OtherVault:
            wrong = say("machines.share.other")
        except OnwardError as error:
            wrong = error.sentence
    moved = bool(view.sync.place)
    if not moved and (name := await name_here(screen)):
        await screen.ask(lambda w: w.streams.name(name))
    await screen.load()
    # A round that nobody asked for says nothing where all is well, and so takes no place of this.
    cast("InStep", screen.app).begin_round()
    screen.tell(say("machines.share.moved" if moved else "machines.share.connected"))


async def join(screen: ActivityScreen) -> None:
    """A further machine: prove the passphrase or the recovery code, show what is there, ask, and join."""
    place = wrong = ""
    while True:
        asked = await _place(screen, "machines.share.join_where", place, wrong)
        if asked is None:
            return
        place = asked
        try:
            if await _is_there(screen, place):  # before anybody types a passphrase for nothing
                break
            wrong = screen.say("machines.share.none_there")
        except OnwardError as error:
            wrong = error.sentence
    found = await _found(screen, place, "machines.share.secret")
    if found is None:
        return
    say, zone = screen.say, await screen.ask(lambda w: w.clock.zone)
    question = f"{_about(screen, found, zone)}\n\n{say('machines.share.join_means')}"
    if not await screen.app.push_screen_wait(Ask(question, say("machines.share.yes"), say("machines.share.no"))):
        return
    name = await name_here(screen)
    if name is not None:
        await _joined(screen, found, name)


async def renew(screen: ActivityScreen, place: str) -> None:
    """A machine that has joined goes on with the passphrase and the keys of another one: it is the same vault."""
    if found := await _found(screen, place, "machines.share.new_secret"):
        await _joined(screen, found)


async def _joined(screen: ActivityScreen, found: machines.Found, name: str = "") -> None:
    try:
        await aside(screen, lambda w: machines.join(w, found, name))
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
        return
    await screen.load()
    await screen.app.run_action("app.sync")


async def _is_there(screen: ActivityScreen, place: str) -> bool:
    """Whether there is a vault in a place. Raises what the store raises."""
    screen.tell(screen.say("machines.share.looking"))
    try:
        await aside(screen, lambda w: machines.expect(w, place))
    except machines.NoVaultThere:
        return False
    return True


async def _found(screen: ActivityScreen, place: str, question: str) -> machines.Found | None:
    """The vault in a place, once its passphrase or recovery code was given; a wrong one can be tried again."""
    wrong = ""
    while True:
        words = await screen.app.push_screen_wait(Secret(screen.say(question), refused=wrong))
        if words is None:
            return None
        with passphrase.wiped(words):
            screen.tell(screen.say("machines.share.looking"))
            try:
                return await aside(screen, lambda w, words=words: machines.look(w, place, words))  # type: ignore[misc]
            except NoMatch as error:
                wrong = error.sentence
            except OnwardError as error:
                screen.tell(error.sentence, severity="warning")
                return None


def _about(screen: ActivityScreen, found: machines.Found, zone: tzinfo | None) -> str:
    if found.at is None:
        return screen.say("machines.share.empty")
    at = found.at.astimezone(zone)
    machine = found.machine or screen.say("machines.list.unnamed")
    newest = f"{at:%A} {at.day} {at:%B %Y, %H:%M}"
    key = "machines.share.found" if found.machines != 1 else "machines.share.found_one"
    return screen.say(key, n=found.machines, at=newest, machine=machine)


async def stop(screen: ActivityScreen) -> None:
    """Share through no store any more; everything stays here, and what is in the store stays there."""
    say = screen.say
    question = Ask(say("machines.share.stop_ask"), say("machines.share.stop_yes"), say("machines.share.no"))
    if await screen.app.push_screen_wait(question):
        from core.merging.link import Links

        await screen.do(lambda w: Links(w.store).connect(""), say("machines.share.stopped"))


async def name_here(screen: ActivityScreen) -> str | None:
    """What this machine is called on the others; None for escape."""
    known = await screen.ask(lambda w: next((each.name for each in w.streams.machines() if each.here), ""))

    def check(typed: str) -> str:
        name = line(typed, what="A name")
        if not name:
            raise Refused(screen.say("machines.list.no_name"))
        return name

    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("machines.list.name"),
            hint=screen.say("machines.list.name_hint"),
            value=known or node(),
            check=check,
        )
    )
    return None if typed is None else check(typed)


async def aside(screen: ActivityScreen, work: Callable[[Workspace], T]) -> T:
    """Do something that waits for a store, beside everything else."""
    return await asyncio.wrap_future(screen.data.aside(work))


async def _place(screen: ActivityScreen, question: str, value: str, refused: str) -> str | None:
    def check(typed: str) -> str:
        if not (place := line(typed, what="A place", limit=2000)):
            raise Refused(screen.say("machines.share.no_place"))
        return place

    hint = screen.say("machines.share.hint")
    asked = Line(screen.say(question), hint=hint, value=value, refused=refused, check=check)
    typed = await screen.app.push_screen_wait(asked.called(enter="Go on"))
    return None if typed is None else check(typed)
