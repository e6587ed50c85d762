"""Screen 4, Team: the people who carry a search with you."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from core.errors import NotFound
from core.team.people import AWAY, Person
from screens.team import people
from screens.team.asking import draft
from screens.team.importing import pick_people
from screens.team.view import View, about, look, person_row, person_side, seat_rows, seat_side
from tui.dialogs.choose import Choose
from tui.screen import ActivityScreen
from tui.widgets.rows import Row, Rows


class TeamScreen(ActivityScreen):
    """Your team. A few people are enough, and every seat may stay empty; one person can sit in several.

    Enter gives a seat to someone, or notes what was said with a person. c notes that you spoke, with one key. Nothing
    is ever sent from here: a draft is copied or saved, and yours to send.
    """

    CSS_PATH = "team.tcss"
    OPENS: ClassVar = ("person", "checkin", "seat")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="team.new", tooltip="Write someone down..."),
        Binding("c", "check_in", "Spoken", id="team.check_in", tooltip="You spoke today"),
        Binding("w", "words", "What was said", show=False, id="team.words", tooltip="You spoke: what was said?..."),
        Binding("d", "date", "Next day", id="team.date", tooltip="When to speak next..."),
        Binding("a", "ask", "Ask", id="team.ask", tooltip="Draft a message to them..."),
        Binding("v", "win", "Share a win", show=False, id="team.win", tooltip="Share a good thing with them..."),
        Binding("e", "edit", "Edit", show=False, id="team.edit", tooltip="Change what is noted..."),
        Binding("s", "seats", "Seats", show=False, id="team.seats", tooltip="Which seats they hold..."),
        Binding("p", "promise", "Promise", show=False, id="team.promise", tooltip="What was promised..."),
        Binding("l", "sentence", "Keep words", show=False, id="team.sentence", tooltip="Keep a sentence of theirs..."),
        Binding("x", "let_go", "Put aside", show=False, id="team.let_go", tooltip="No longer on the team"),
        Binding("h", "away", "Put aside", show=False, id="team.away", tooltip="Bring someone back..."),
        Binding("i", "pick", "Pick", show=False, id="team.pick", tooltip="Pick people from a file of contacts..."),
    ]

    view: View | None = None

    def compose_activity(self) -> ComposeResult:
        with Container(id="middle"):
            yield Rows()
            yield Static(id="side")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    async def load(self) -> None:
        view = self.view = await self.ask(look)
        top = seat_rows(view, self.words)

        async def window(start: int, stop: int) -> Sequence[Row]:
            first = max(0, start - len(top))
            count = max(0, stop - len(top)) - first
            found = await self.ask(lambda w: w.team.people.everyone(count, first)) if count else ()
            return top[start:stop] + [person_row(person, view.today, self.words) for person in found]

        self.query_one(Rows).show_window(len(top) + view.count, window)
        self._beside(self.query_one(Rows).row)

    async def open(self, key: str) -> None:
        await self.load()
        kind, _, ref = key.partition(":")
        if kind == "checkin" and await people.check_in(self, ref):
            await self.app.run_action("go('today')")
        elif kind in ("person", "checkin"):
            await self._show_person(ref)
        else:
            self.query_one(Rows).select(key)

    async def _show_person(self, id: str) -> None:
        """Put the cursor on someone, wherever they stand in the list."""
        place = await self.ask(lambda w: w.team.people.place(id))
        if self.view and place is not None:
            self.query_one(Rows).cursor = len(seat_rows(self.view, self.words)) + place

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        self._beside(event.row)

    @work(group="side", exclusive=True)
    async def _beside(self, row: Row | None) -> None:
        side = self.query_one("#side", Static)
        kind, _, ref = row.id.partition(":") if row else ("", "", "")
        seat = next((seat for seat in self.view.seats if seat.id == ref), None) if self.view else None
        if kind == "seat" and seat:
            side.update(seat_side(seat, self.words))
        elif kind == "person" and self.view:
            try:
                found = await self.ask(lambda w: about(w, ref))
            except NotFound:
                return
            side.update(person_side(found, self.view.seats, self.words))
        else:
            side.update("")

    # What can be done

    async def _person(self) -> Person | None:
        """The person under the cursor, or the only one in the seat under it; asks where there are several."""
        row = self.query_one(Rows).row
        kind, _, ref = row.id.partition(":") if row else ("", "", "")
        if kind == "person":
            return await self.ask(lambda w: w.team.people.get(ref))
        seat = next((seat for seat in self.view.seats if seat.id == ref), None) if self.view else None
        found = seat.people if seat and seat.people else await self.ask(lambda w: w.team.people.everyone(10_000))
        if len(found) < 2:
            return found[0] if found else None
        rows = [Row(person.id, person.name, detail=person.good_for) for person in found]
        chosen = await self.app.push_screen_wait(Choose(self.say("team.ask.who"), rows))
        return next((person for person in found if person.id == chosen), None)

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        kind, _, ref = event.row.id.partition(":")
        if kind == "seat" and self.view:
            seat = next(seat for seat in self.view.seats if seat.id == ref)
            await people.fill_seat(self, seat, self.view.seats)
        elif kind == "person":
            await people.check_in(self, ref)

    @work
    async def action_new(self) -> None:
        """Write someone down."""
        if self.view:
            await people.add_person(self, self.view.seats)

    @work
    async def action_check_in(self) -> None:
        """You spoke today: one key."""
        if person := await self._person():
            await people.spoken(self, person.id)

    @work
    async def action_words(self) -> None:
        """You spoke, and this was said."""
        if person := await self._person():
            await people.check_in(self, person.id)

    @work
    async def action_date(self) -> None:
        """When to speak next."""
        if person := await self._person():
            await people.move_next(self, person)

    @work
    async def action_edit(self) -> None:
        """Change what is noted about someone."""
        if person := await self._person():
            await people.change_person(self, person)

    @work
    async def action_seats(self) -> None:
        """Which seats someone holds."""
        if self.view and (person := await self._person()):
            chosen = await people.choose_seats(self, self.view.seats, person.seats)
            if chosen is not None:
                await self.do(lambda w: w.team.people.change(person.id, seats=chosen))

    @work
    async def action_promise(self) -> None:
        """What was promised, both ways."""
        if person := await self._person():
            await people.promise(self, person.id)

    @work
    async def action_sentence(self) -> None:
        """Keep a sentence of theirs."""
        if person := await self._person():
            await people.keep_sentence(self, person.id)

    @work
    async def action_let_go(self) -> None:
        """Someone is no longer on the team; undo brings them back."""
        if person := await self._person():
            await self.do(lambda w: w.team.people.let_go(person.id), self.say("team.person.gone"))

    @work
    async def action_away(self) -> None:
        """Bring someone back who was put aside."""
        away = await self.ask(lambda w: w.team.people.everyone(10_000, state=AWAY))
        rows = [Row(person.id, person.name, detail=person.good_for) for person in away]
        if chosen := await self.app.push_screen_wait(Choose(self.say("team.title.away"), rows)):
            await self.do(lambda w: w.team.people.take_back(chosen), self.say("team.person.back"))

    @work
    async def action_ask(self) -> None:
        """Draft a message to someone."""
        if person := await self._person():
            await draft(self, "check-in", person.id)

    @work
    async def action_win(self) -> None:
        """Share a good thing with someone."""
        await draft(self, "win", person.id if (person := await self._person()) else "")

    @work
    async def action_pick(self) -> None:
        """Pick people from a file of contacts."""
        await pick_people(self)
