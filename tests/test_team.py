"""The team: seats that may stay empty, talks that are remembered, and nobody who is ever overdue."""

from __future__ import annotations

from datetime import date

import pytest

from core.content import Content
from core.due import Due
from core.errors import NotFound, Refused
from core.ritual.ritual import STEPS
from core.team.asks import FITS
from core.team.promises import KEPT, MINE, OPEN, THEIRS
from core.workspace import Workspace
from tests.after_a_no import Watch, a_no

TODAY = date(2026, 11, 17)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(watch: Watch) -> Workspace:
    return Workspace.memory(watch.clock)


def due(workspace: Workspace) -> list[Due]:
    return list(workspace.team.due(workspace.today()))


def test_one_person_holds_several_seats_and_the_others_stay_free(workspace: Workspace) -> None:
    ruth = workspace.team.people.add("Ruth", seats=("mentor", "honest-feedback"))
    seats = {seat.id: [person.id for person in seat.people] for seat in workspace.team.seats()}
    assert list(seats)[:6] == [
        "mentor", "fellow-seeker", "believer", "accountability", "honest-feedback", "success-model"
    ]  # fmt: skip
    assert [seat for seat, people in seats.items() if people] == ["mentor", "honest-feedback"]
    assert seats["mentor"] == [ruth]
    workspace.team.people.change(ruth, seats=("mentor",))
    assert workspace.team.people.get(ruth).seats == ("mentor",)
    workspace.team.people.sit(ruth, "believer")
    assert workspace.team.people.get(ruth).seats == ("mentor", "believer")


def test_every_seat_says_how_such_a_person_is_found(workspace: Workspace) -> None:
    for seat in workspace.team.seats():
        assert Content().say(f"team.find.{seat.id.replace('-', '_')}")


def test_a_check_in_is_noted_once_a_day_and_sets_the_next_one(workspace: Workspace, watch: Watch) -> None:
    dele = workspace.team.people.add("Dele", cadence=7, reach="phone, any hour")
    assert [(item.text, item.detail, item.done) for item in due(workspace)] == [
        ("Speak with Dele", "phone, any hour", False)
    ]
    workspace.team.check_in(dele)
    workspace.team.check_in(dele, "You explained our boiler to me.\nSomebody needs that.")
    person = workspace.team.people.get(dele)
    assert (person.next, len(workspace.team.talks(dele))) == (date(2026, 11, 24), 1)
    assert [item.done for item in due(workspace)] == [True]
    watch.turn(days=7)
    assert [(item.detail, item.done) for item in due(workspace)] == [("17 Nov: You explained our boiler to me.", False)]


def test_moving_a_date_or_having_none_is_as_good(workspace: Workspace, watch: Watch) -> None:
    dele = workspace.team.people.add("Dele", cadence=7)
    workspace.team.next_on(dele, date(2026, 12, 1))
    assert due(workspace) == []
    workspace.team.next_on(dele, None)
    watch.turn(days=30)
    assert due(workspace) == []
    with pytest.raises(Refused, match="next three years"):
        workspace.team.next_on(dele, date(2026, 11, 1))


def test_a_talk_does_not_bring_a_later_date_nearer(workspace: Workspace) -> None:
    dele = workspace.team.people.add("Dele", cadence=7)
    workspace.team.next_on(dele, date(2026, 12, 31))
    workspace.team.check_in(dele)
    assert workspace.team.people.get(dele).next == date(2026, 12, 31)


def test_another_cadence_counts_from_the_last_talk(workspace: Workspace, watch: Watch) -> None:
    dele = workspace.team.people.add("Dele")
    assert due(workspace) == []
    workspace.team.check_in(dele)
    workspace.team.people.change(dele, cadence=14)
    assert workspace.team.people.get(dele).next == date(2026, 12, 1)
    watch.turn(days=60)
    workspace.team.people.change(dele, cadence=7)
    assert workspace.team.people.get(dele).next == workspace.today()
    workspace.team.people.change(dele, cadence=None)
    assert workspace.team.people.get(dele).next is None


def test_rest_asks_nobody_to_call(workspace: Workspace) -> None:
    workspace.team.people.add("Dele", cadence=7)
    workspace.rests.rest_until(date(2026, 11, 20))
    assert due(workspace) == []


def test_someone_put_aside_is_out_of_sight_and_comes_back_whole(workspace: Workspace) -> None:
    dele = workspace.team.people.add("Dele", cadence=7, seats=("believer",))
    workspace.team.check_in(dele, "Ring me.")
    workspace.team.people.let_go(dele)
    assert (workspace.team.people.count(), due(workspace)) == (0, [])
    assert not any(seat.people for seat in workspace.team.seats())
    workspace.team.people.take_back(dele)
    person = workspace.team.people.get(dele)
    assert person.seats == ("believer",)
    assert person.last is not None
    assert person.last.said == "Ring me."


def test_promises_go_both_ways_and_may_be_let_go(workspace: Workspace) -> None:
    dele = workspace.team.people.add("Dele")
    mine = workspace.team.promises.make(dele, "send the letter")
    workspace.team.promises.make(dele, "read it by Friday", THEIRS)
    workspace.team.promises.settle(mine)
    assert [(p.side, p.state) for p in workspace.team.promises.of(dele)] == [(THEIRS, OPEN), (MINE, KEPT)]
    with pytest.raises(Refused, match="what was promised"):
        workspace.team.promises.make(dele, " ")


def test_a_kept_sentence_comes_back_word_for_word(workspace: Workspace, watch: Watch) -> None:
    assert workspace.team.sentences.one(3) is None
    dele = workspace.team.people.add("Dele")
    workspace.team.sentences.keep(dele, "We are not behind.")
    watch.turn(minutes=1)
    workspace.team.sentences.keep(dele, "There is no timetable.")
    said = [workspace.team.sentences.one(turn) for turn in range(3)]
    assert [one.text for one in said if one] == ["We are not behind.", "There is no timetable.", "We are not behind."]
    assert said[0] is not None
    assert said[0].name == "Dele"


def test_every_step_of_the_ritual_knows_whom_it_suits(workspace: Workspace) -> None:
    assert set(STEPS) <= FITS.keys()
    known = {seat.id for seat in workspace.team.seats()}
    templates = {row.id for row in workspace.content.templates("people")}
    for seats, template in FITS.values():
        assert set(seats) <= known
        assert template in templates


def test_who_fits_comes_in_the_order_of_the_seats_and_each_once(workspace: Workspace) -> None:
    ruth = workspace.team.people.add("Ruth", seats=("mentor", "honest-feedback"))
    tomasz = workspace.team.people.add("Tomasz", seats=("fellow-seeker",))
    asks = workspace.team.asks
    assert [(fit.person.id, fit.seat.id) for fit in asks.fits("interview")] == [
        (ruth, "honest-feedback"),
        (tomasz, "fellow-seeker"),
    ]
    assert asks.fits("no such step") == ()
    empty = asks.empty("win")
    assert empty is None  # Tomasz can hear of it
    empty = asks.empty("window")
    assert empty is None
    workspace.team.people.let_go(tomasz)
    empty = asks.empty("window")
    assert empty is not None
    assert empty.id == "believer"


def test_an_ask_is_drafted_with_what_is_known_and_shows_what_is_not(watch: Watch) -> None:
    workspace, _ = a_no(watch)
    workspace.settings.set("name", "Robin")
    ruth = workspace.team.people.add("Ruth {sender}")
    drafted = workspace.team.asks.draft("asking", ruth, company="Acme")
    assert "Hello Ruth {sender}," in drafted
    assert "{role} at Acme" in drafted
    assert drafted.endswith("Robin")


def test_names_are_found_by_a_part_and_several_are_named(workspace: Workspace) -> None:
    ada = workspace.team.people.add("Ada Lovelace")
    workspace.team.people.add("Adam")
    assert workspace.team.people.named("lovel").id == ada
    with pytest.raises(NotFound, match="Ada Lovelace, Adam"):
        workspace.team.people.named("ad")
    with pytest.raises(NotFound, match="Nobody"):
        workspace.team.people.named("Zoe")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "A name is enough"),
        ({"name": "Ada", "kind": "robot"}, "one of these"),
        ({"name": "Ada", "cadence": 0}, "from 1 to 366"),
        ({"name": "A\0da"}, "NUL"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    workspace: Workspace, fields: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        workspace.team.people.add(**fields)  # type: ignore[arg-type]
    assert workspace.team.people.count() == 0


def test_what_was_said_is_found_by_search(workspace: Workspace) -> None:
    ruth = workspace.team.people.add("Ruth", good_for="pencils")
    workspace.team.check_in(ruth, "Cut the first paragraph.")
    workspace.team.sentences.keep(ruth, "There you are good.")
    keys = {hit.key for word in ("pencils", "paragraph", "good") for g in workspace.search.find(word) for hit in g.hits}
    assert keys == {f"person:{ruth}"}
