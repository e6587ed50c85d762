"""What a person can do and has done stays at hand: wins, kind words, anchors, stories, practice, the why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.errors import NotFound, Refused
from core.workspace import Workspace
from tests.after_a_no import Watch

TOMORROW = timedelta(days=1)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(watch: Watch) -> Workspace:
    return Workspace.memory(watch.clock)


def conversation(workspace: Workspace, role: str = "Analyst", days: int = 1, posting: str = "") -> str:
    application = workspace.applications.add("Harbour Books", role, posting=posting)
    return workspace.rounds.add(application, "interview", workspace.today() + timedelta(days=days))


# Wins


def test_a_win_needs_a_few_words_or_a_kind_and_no_more(workspace: Workspace, watch: Watch) -> None:
    wins = workspace.strengths.wins
    wins.note("They laughed at my example.")
    watch.turn(minutes=1)
    wins.note(kind="callback")
    assert [win.text for win in wins.page()] == ["Someone called or wrote back", "They laughed at my example."]
    with pytest.raises(Refused):
        wins.note(" ")
    with pytest.raises(Refused, match="still ahead"):
        wins.note("soon", day=workspace.today() + TOMORROW)


def test_the_win_an_evening_was_closed_with_stands_among_the_wins(workspace: Workspace, watch: Watch) -> None:
    workspace.evenings.close(workspace.today(), win="asked for help")
    watch.turn(days=1)
    workspace.strengths.wins.note("a second round", "next-round")
    wins = workspace.strengths.wins
    assert [win.text for win in wins.page()] == ["a second round", "asked for help"]
    assert wins.count() == 2
    assert wins.get(wins.page()[1].key).text == "asked for help"
    assert [win.text for win in wins.page(first=watch.clock.today())] == ["a second round"]


def test_sharing_a_win_writes_a_message_and_sends_nothing(workspace: Workspace) -> None:
    wins = workspace.strengths.wins
    id = wins.note("They asked for my portfolio.")
    assert "They asked for my portfolio" in wins.share(f"win:{id}", "Kim")
    assert wins.get(f"win:{id}").told == ""
    wins.told(id, "Kim")
    wins.change(id, reward="an ice cream")
    assert (wins.get(f"win:{id}").told, wins.get(f"win:{id}").reward) == ("Kim", "an ice cream")


# Kind words, anchors, the why


def test_what_supporters_said_stands_in_the_folder_of_kind_words(workspace: Workspace, watch: Watch) -> None:
    kim = workspace.team.people.add("Kim")
    workspace.team.sentences.keep(kim, "You explain things well.")
    watch.turn(days=1)
    workspace.strengths.praise.keep("The clearest guide I have read.", "Yusuf")
    found = workspace.strengths.praise.page()
    assert [(words.giver, words.key.partition(":")[0]) for words in found] == [("Yusuf", "praise"), ("Kim", "person")]
    assert workspace.strengths.praise.count() == 2


def test_an_anchor_says_what_was_done_and_what_shows_it(workspace: Workspace) -> None:
    anchors = workspace.strengths.anchors
    id = anchors.add(
        "Rewrote the start-up guide", "Calls went from forty a month to nine", "when they ask about impact"
    )
    assert anchors.get(id).evidence == "Calls went from forty a month to nine"
    anchors.remove(id)
    with pytest.raises(NotFound):
        anchors.get(id)
    workspace.undo.undo()
    assert anchors.get(id).recall == "when they ask about impact"


def test_every_wording_of_the_why_stays(workspace: Workspace, watch: Watch) -> None:
    whys = workspace.strengths.whys
    assert whys.now() is None
    whys.write("To be home at four.")
    watch.turn(days=30)
    whys.write("To build things people use.")
    assert [(why.text, why.day) for why in whys.all()] == [
        ("To build things people use.", date(2026, 12, 17)),
        ("To be home at four.", date(2026, 11, 17)),
    ]


# Stories


def test_a_follow_up_that_keeps_coming_is_offered_early(workspace: Workspace, watch: Watch) -> None:
    stories = workspace.strengths.stories
    id = stories.add("The valve diagram", result="Two colours")
    stories.followed_by(id, "How long did it take?")
    assert stories.get(id).keeps_coming is None
    watch.turn(hours=1)
    stories.followed_by(id, "how long did it take")
    offered = stories.get(id).keeps_coming
    assert offered is not None
    assert (offered.question, offered.times) == ("how long did it take", 2)
    stories.change(id, opening="In three weeks, beside my other work:")
    assert stories.get(id).keeps_coming is None


def test_a_story_remembers_where_it_was_told_and_goes_with_everything(workspace: Workspace) -> None:
    stories = workspace.strengths.stories
    id = stories.add("The valve diagram", skills=["drawing"], questions=["a disagreement"])
    stories.tell(id, "Harbour Books, second round", "They nodded")
    stories.change(id, skills=["drawing", "listening"])
    assert stories.get(id).skills == ("drawing", "listening")
    assert stories.get(id).tellings[0].place == "Harbour Books, second round"
    stories.remove(id)
    assert workspace.store.count("SELECT count(*) FROM tellings") == 0
    workspace.undo.undo()
    assert stories.get(id).questions == ("a disagreement",)


# Questions and practice


def test_the_two_questions_about_the_search_are_there_with_room_for_an_answer(workspace: Workspace) -> None:
    questions = workspace.strengths.questions
    origins = {question.origin: question for question in questions.all()}
    assert {"handle-rejection", "doing-now"} <= origins.keys()
    questions.answer(origins["handle-rejection"].id, "I take an evening, then I change one thing.")
    again = {question.origin: question.answer for question in questions.all()}
    assert again["handle-rejection"] == "I take an evening, then I change one thing."
    own = questions.add("Why the gap year?")
    assert questions.all()[-1].id == own


def test_practice_is_rated_in_ones_own_eyes_or_not_at_all(workspace: Workspace, watch: Watch) -> None:
    tries = workspace.strengths.tries
    tries.log("Tell us about yourself.", seconds=95, content=3, calm=1, partner="Kim")
    watch.turn(minutes=1)
    tries.log("Tell us about yourself.")
    assert [(one.content, one.evidence, one.partner) for one in tries.page()] == [(None, None, ""), (3, None, "Kim")]
    for wrong in ({"calm": 4}, {"calm": 0}, {"charm": 1}):
        with pytest.raises(Refused):
            tries.log("x", **wrong)


# Checklists


def test_an_improvement_is_effort_once_and_taking_it_back_takes_that_back(workspace: Workspace) -> None:
    checks = workspace.strengths.checklists
    checks.improve("headline", "says what I do")
    checks.improve("headline", "says it shorter")
    assert workspace.efforts.weeks(workspace.today())[-1].amounts["improvement"] == 1
    (done,) = [check for check in checks.all() if check.times]
    assert (done.item, done.note, done.last) == ("headline", "says it shorter", workspace.today())
    checks.take_back("headline", workspace.today())
    assert workspace.efforts.weeks(workspace.today())[-1].amounts["improvement"] == 0


# The warm-up


def test_a_warm_up_is_due_the_day_before_and_on_the_day(workspace: Workspace, watch: Watch) -> None:
    round = conversation(workspace, days=2)
    keys: list[list[str]] = []
    for _ in range(4):
        keys.append([due.key for due in workspace.agenda.day().items if due.kind == "warm-up"])
        watch.turn(days=1)
    assert keys == [[], [f"warm-up:{round}"], [f"warm-up:{round}"], []]


def test_a_warm_up_is_not_due_while_resting_nor_after_a_no(workspace: Workspace) -> None:
    round = conversation(workspace)
    workspace.rests.rest_until(workspace.today())
    assert not list(workspace.strengths.due(workspace.today()))
    workspace.undo.undo()
    assert list(workspace.strengths.due(workspace.today()))
    workspace.rejections.log(application=workspace.rounds.get(round).application)
    assert not list(workspace.strengths.due(workspace.today()))


def test_a_warm_up_brings_two_anchors_and_the_two_stories_that_fit_the_role(workspace: Workspace) -> None:
    strengths = workspace.strengths
    for number in range(3):
        strengths.anchors.add(f"anchor {number}")
    strengths.stories.add("About a garden", skills=["planting"])
    strengths.stories.add("About numbers", skills=["data analysis"])
    strengths.stories.add("About a budget", skills=["analyst work"])
    warm = strengths.warm_ups.of(conversation(workspace, "Data Analyst"))
    assert len(warm.anchors) == 2
    assert [story.title for story in warm.stories] == ["About a budget", "About numbers"]


def test_a_warm_up_keeps_the_obstacle_and_can_be_resumed(workspace: Workspace) -> None:
    warm_ups = workspace.strengths.warm_ups
    round = conversation(workspace)
    warm_ups.keep(round, "my mind goes blank", "I ask them to say the question again")
    assert warm_ups.of(round).if_then == "If my mind goes blank, then I ask them to say the question again"
    assert warm_ups.of(round).day is None
    warm_ups.finish(round)
    (due,) = workspace.strengths.due(workspace.today())
    assert due.done
