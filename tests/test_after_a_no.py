"""What surrounds the ritual: what can wait, the question to them, the closing act, the doors, and a rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.applications.applications import APPLIED, SAVED
from core.due import HELD, LATER, STEP, Due
from core.errors import NotFound, Refused
from core.ritual.closing import ONE_ROLE, OWN, Act
from core.ritual.doors import DONE, LET_GO, WAITING
from core.ritual.feedback import ANSWERED, NO_ANSWER, SENT
from core.ritual.path import CLOSING, NEXT
from core.workspace import Workspace
from tests.after_a_no import Watch, a_no

TODAY = date(2026, 11, 17)


@pytest.fixture
def watch() -> Watch:
    return Watch()


def dues(workspace: Workspace, kind: str) -> list[Due]:
    return [due for due in workspace.agenda.day().items if due.kind == kind]


# What can wait


def test_a_message_is_held_until_no_window_is_open(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    held = workspace.waiting.hold("How could you.", "hiring team", no)
    assert dues(workspace, "held") == []
    watch.turn(hours=36)
    assert [(due.detail, due.rank) for due in dues(workspace, "held")] == [("How could you.", HELD)]
    workspace.waiting.rewrite(held, "Thank you for telling me.", "Ada")
    workspace.waiting.settle(held)
    assert dues(workspace, "held") == [] and workspace.waiting.held() == ()
    assert workspace.waiting.held("settled")[0].body == "Thank you for telling me."
    with pytest.raises(Refused, match="no words"):
        workspace.waiting.rewrite(held, " ", "Ada")


def test_a_second_window_holds_everything_again(watch: Watch) -> None:
    workspace, first = a_no(watch)
    workspace.waiting.park("Change careers?", first)
    assert len(dues(workspace, "parked")) == 1
    workspace.ritual.open_window(workspace.rejections.log("Other"))
    assert dues(workspace, "parked") == []


def test_a_parked_decision_comes_back_in_its_own_words(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.open_window(no)
    parked = workspace.waiting.park("Move to the sea?", no)
    watch.turn(hours=36)
    assert "Move to the sea?" in dues(workspace, "parked")[0].text
    workspace.waiting.decide(parked, "Not this year.")
    assert dues(workspace, "parked") == []
    assert workspace.waiting.parked("settled")[0].decided == "Not this year."
    workspace.waiting.hold_again(parked)
    assert len(workspace.waiting.parked()) == 1
    with pytest.raises(Refused, match="A few words"):
        workspace.waiting.park(" ")
    with pytest.raises(NotFound):
        workspace.waiting.decide("gone")
    for wait in (workspace.waiting.park, workspace.waiting.hold):
        with pytest.raises(NotFound):
            wait("Some words", rejection="gone")


def test_a_burst_of_applications_is_noticed_only_while_a_window_is_open(watch: Watch) -> None:
    workspace, no = a_no(watch)
    for number in range(5):
        workspace.applications.add(f"Company {number}")
    assert workspace.waiting.burst() == 0
    workspace.ritual.open_window(no)
    assert workspace.waiting.burst() == 5 + 1  # the one of the no itself was added today too


# The question to them


def test_a_question_to_them_has_its_day_and_at_most_two_questions(watch: Watch) -> None:
    workspace, no = a_no(watch)
    questions = ("experience-level", "Was it the hat?")
    body = workspace.feedback.compose(workspace.rejections.get(no), "feedback-short", "Ada", questions, "Robin")
    assert "Hello Ada" in body and "Analyst" in body and "- Was it the hat?" in body and "Robin" in body
    assert "- Was my level of experience a concern?" in body and "{" not in body
    row = workspace.feedback.draft(no, body, recipient="Ada", template="feedback-short", questions=questions)
    assert workspace.feedback.get(row).day == TODAY + timedelta(days=3)
    assert dues(workspace, "feedback") == []
    watch.turn(days=3)
    assert [(due.ref, due.rank) for due in dues(workspace, "feedback")] == [(row, HELD)]
    with pytest.raises(Refused, match="Two questions"):
        workspace.feedback.draft(no, body, questions=(*questions, "improve"))


@pytest.mark.parametrize("after", [0, 8])
def test_the_day_to_ask_is_one_to_seven_days_after_the_no(watch: Watch, after: int) -> None:
    workspace, no = a_no(watch)
    with pytest.raises(Refused, match="A day from 18 November 2026 to 24 November 2026"):
        workspace.feedback.draft(no, "Hello", day=TODAY + timedelta(days=after))
    for days in (1, 7):
        workspace.feedback.draft(no, "Hello", day=TODAY + timedelta(days=days))
    watch.turn(days=30)
    assert workspace.feedback.suggested(no) == TODAY + timedelta(days=30)
    workspace.feedback.draft(no, "Hello, late", day=TODAY + timedelta(days=37))


def test_what_is_not_known_stays_visible_in_the_message(watch: Watch) -> None:
    workspace, no = a_no(watch)
    body = workspace.feedback.compose(workspace.rejections.get(no), "feedback-formal", "", (), "")
    assert "{name}" in body and "{sender}" in body


def test_the_message_follows_the_choices_until_the_person_writes_in_it(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.settings.set("name", "Robin")
    workspace.asking.choose(no, "whom", "Ada")
    assert workspace.feedback.of(no) == ()
    workspace.asking.choose(no, "template", "feedback-short")
    workspace.asking.choose(no, "whom", "Kurt")
    workspace.asking.choose(no, "questions", "improve")
    (request,) = workspace.feedback.of(no)
    assert "Hello Kurt" in request.body and "similar roles" in request.body and "Robin" in request.body
    workspace.asking.write(no, "In my own words.")
    workspace.asking.choose(no, "whom", "Ada")
    assert [one.body for one in workspace.feedback.of(no)] == ["In my own words."]
    workspace.asking.choose(no, "template", "feedback-formal")
    assert "Dear Ada" in workspace.feedback.of(no)[0].body
    with pytest.raises(Refused, match="Two questions"):
        workspace.asking.choose(no, "questions", "improve\nexample\nexperience-level")


def test_an_answer_becomes_moves_and_silence_is_an_end_too(watch: Watch) -> None:
    workspace, no = a_no(watch)
    row = workspace.feedback.draft(no, "Hello")
    workspace.feedback.sent(row)
    assert workspace.feedback.get(row).state == SENT and workspace.feedback.get(row).sent == TODAY
    watch.turn(days=4)
    workspace.feedback.answered(row, "More direct experience.")
    assert (workspace.feedback.get(row).state, workspace.feedback.get(row).answer) == (
        ANSWERED,
        "More direct experience.",
    )
    note = workspace.feedback.decode(row, "direct experience", "Aim closer.", "more-direct-experience")
    assert [kept.move for kept in workspace.feedback.decoded(row)] == ["Aim closer."]
    workspace.feedback.undecode(note)
    assert workspace.feedback.decoded(row) == ()
    again = workspace.feedback.draft(no, "One more")
    assert again != row and workspace.feedback.get(row).answer == "More direct experience."
    workspace.feedback.no_answer(again)
    assert [request.state for request in workspace.feedback.of(no)] == [ANSWERED, NO_ANSWER]
    assert dues(workspace, "feedback") == []


# The closing act and the next thing


def test_the_closing_act_is_remembered(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.ritual.keep(no, "closing", "act", "candle")
    assert workspace.closing.usual() is None
    workspace.closing.close(no, OWN, own="Tea in the good cup.", reflection="It was a fine spring.")
    path = workspace.ritual.path(no)
    assert path.rejection.closed == TODAY and path.step(CLOSING).piece("reflection") == "It was a fine spring."
    workspace.rejections.log("Other")
    assert workspace.closing.usual() == Act(act=OWN, own="Tea in the good cup.")


def test_exactly_one_saved_role_moves_forward(watch: Watch) -> None:
    workspace, no = a_no(watch)
    saved, second = (workspace.applications.add(name, stage=SAVED) for name in ("Saved", "Second"))
    sent = workspace.applications.add("Sent")
    with pytest.raises(Refused, match="already saved"):
        workspace.closing.close(no, ONE_ROLE, role=sent)
    assert workspace.rejections.get(no).closed is None
    workspace.closing.close(no, ONE_ROLE, role=saved)
    assert workspace.applications.get(saved).stage == APPLIED and workspace.rejections.get(no).closed
    workspace.ritual.repeat(no, CLOSING)
    with pytest.raises(Refused, match="one is enough"):
        workspace.closing.close(no, ONE_ROLE, role=second)
    assert workspace.applications.get(second).stage == SAVED


def test_the_next_thing_becomes_todays_next_on_its_day(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.closing.plan(no, "I read one posting", TODAY + timedelta(days=1), cue="it is nine")
    following = workspace.agenda.day().next
    assert following is None or following.kind != "step"
    watch.turn(days=1)
    following = workspace.agenda.day().next
    assert following is not None
    assert (following.text, following.rank) == ("If it is nine, then I read one posting", STEP)
    workspace.ritual.repeat(no, NEXT)
    workspace.closing.plan(no, "I call Ada", TODAY + timedelta(days=2))
    assert workspace.store.count("SELECT count(*) FROM steps") == 1
    assert [turn.piece("then") for turn in workspace.ritual.path(no).earlier] == ["I read one posting"]
    with pytest.raises(Refused, match="a day to come"):
        workspace.closing.plan(no, "I call Ada", TODAY)


def test_what_was_resolved_on_a_calm_day_is_there_when_it_is_needed(watch: Watch) -> None:
    workspace, _ = a_no(watch)
    assert workspace.closing.resolve is None
    workspace.closing.resolve_to("I close the laptop and ring Dele.")
    watch.turn(days=30)
    kept = workspace.closing.resolve
    assert kept is not None and (kept.text, kept.day) == ("I close the laptop and ring Dele.", TODAY)
    workspace.closing.resolve_to("")
    assert workspace.closing.resolve is None


# Doors


def test_every_door_has_a_day_and_the_ones_with_a_template_a_draft(watch: Watch) -> None:
    workspace, no = a_no(watch)
    offers = {offer.kind: offer for offer in workspace.doors.offers(no, recipient="Ada", sender="Robin")}
    assert offers["touch"].day == TODAY + timedelta(weeks=10)
    assert offers["reapply"].day == TODAY + timedelta(days=182)
    assert "Ada" in offers["touch"].draft and "November" in offers["connect"].draft
    assert set(offers) == {"thank", "connect", "article", "touch", "new-skill", "reapply", "use-the-wait"}


def test_a_door_is_shown_from_its_day_for_two_weeks_and_then_keeps_quiet(watch: Watch) -> None:
    workspace, no = a_no(watch)
    row = workspace.doors.keep(
        no, "touch", TODAY + timedelta(days=70), recipient="Ada", body="Hello", notes="their rule"
    )
    assert "touch" not in {offer.kind for offer in workspace.doors.offers(no)}
    shown = []
    for _ in range(100):
        shown += [(watch.clock.today() - TODAY).days for due in dues(workspace, "door") if due.rank == LATER]
        watch.turn(days=1)
    assert shown == list(range(70, 85))
    assert [door.id for door in workspace.doors.waiting()] == [row]


def test_a_door_is_gone_through_moved_or_let_be(watch: Watch) -> None:
    workspace, no = a_no(watch)
    row = workspace.doors.keep(no, "reapply", TODAY)
    assert "Acme" in dues(workspace, "door")[0].text
    workspace.doors.rewrite(row, notes="They ask for a year between two applications.")
    workspace.doors.done(row)
    assert workspace.doors.get(row).state == DONE and dues(workspace, "door") == []
    workspace.doors.move(row, TODAY + timedelta(days=365))
    assert workspace.doors.get(row).state == WAITING
    workspace.doors.let_go(row)
    kept = workspace.doors.get(row)
    assert (kept.state, kept.notes) == (LET_GO, "They ask for a year between two applications.")
    assert workspace.doors.keep(no, "reapply", TODAY) == row
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=4000)):
        with pytest.raises(Refused, match="does not fit here"):
            workspace.doors.move(row, day)


def test_doors_and_questions_keep_quiet_while_a_window_is_open(watch: Watch) -> None:
    workspace, no = a_no(watch)
    workspace.doors.keep(no, "touch", TODAY + timedelta(days=3))
    workspace.feedback.draft(no, "Hello")
    watch.turn(days=3)
    assert len(dues(workspace, "door")) == len(dues(workspace, "feedback")) == 1
    workspace.ritual.open_window(workspace.rejections.log("Other"))
    assert len(dues(workspace, "door")) == len(dues(workspace, "feedback")) == 0


# A long search


def test_at_about_the_fifth_no_in_a_month_a_rest_is_offered_once(watch: Watch) -> None:
    workspace = Workspace.memory(watch.clock)
    for number in range(4):
        workspace.rejections.log(f"Company {number}")
    assert dues(workspace, "fatigue") == []
    workspace.rejections.log("Company 5")
    (offer,) = dues(workspace, "fatigue")
    assert offer.rank == LATER and not any(letter.isdigit() for letter in offer.text + offer.detail)
    workspace.fatigue.not_now()
    assert dues(workspace, "fatigue") == []
    watch.turn(days=28)
    assert len(dues(workspace, "fatigue")) == 1
    workspace.fatigue.never()
    assert dues(workspace, "fatigue") == []


def test_five_noes_over_a_year_are_no_reason(watch: Watch) -> None:
    workspace = Workspace.memory(watch.clock)
    for number in range(5):
        workspace.rejections.log(f"Company {number}", day=TODAY - timedelta(days=60 * number))
    assert workspace.fatigue.reason(TODAY) == ""


def test_weeks_without_rest_are_a_reason_and_one_light_day_is_a_rest(watch: Watch) -> None:
    workspace = Workspace.memory(watch.clock)
    for back in range(21):
        workspace.applications.add(f"Company {back}", day=TODAY - timedelta(days=back))
    assert workspace.fatigue.reason(TODAY) == "weeks"
    workspace.rests.lighten(TODAY - timedelta(days=9))
    assert workspace.fatigue.reason(TODAY) == ""
