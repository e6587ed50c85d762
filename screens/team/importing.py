"""Taking people in from a file of contacts, by picking them: nobody comes along unmarked."""

from __future__ import annotations

from core.team.contacts import Contact, read
from core.workspace import Workspace
from tui.dialogs.choose import ChooseSeveral
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def pick_people(screen: ActivityScreen) -> None:
    """Ask for a file, show who is in it, and add the ones who are marked."""
    say, ask = screen.say, screen.app.push_screen_wait
    found: list[tuple[Contact, ...]] = []
    path = await ask(Line(say("team.import.ask"), check=lambda typed: found.append(read(typed))))
    if path is None:
        return
    known = await screen.ask(lambda w: {person.name.casefold() for person in w.team.people.everyone(100_000)})
    contacts = [contact for contact in found[-1] if contact.name.casefold() not in known]
    if not contacts:
        screen.tell(say("team.import.nobody"))
        return
    rows = [Row(str(number), contact.name, detail=contact.about) for number, contact in enumerate(contacts)]
    chosen = await ask(ChooseSeveral(say("team.import.pick"), rows))
    marked = [contacts[int(number)] for number in (chosen or "").split("\n") if number]
    if not marked:
        screen.tell(say("team.import.none"))
        return

    def add(workspace: Workspace) -> None:
        with workspace.store.write("Add people from a file"):
            for contact in marked:
                workspace.team.people.add(contact.name, reach=contact.reach, good_for=contact.about)

    await screen.do(add, say("team.import.added", n=len(marked)))
