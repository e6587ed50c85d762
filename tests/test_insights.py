"""Figures from small histories counted by hand: numbers inform and never judge."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.insights import own_effort, own_history, sent, themes
from core.insights.insights import Finding, Insights, in_hundred
from core.insights.share import COMPARISON, PATTERN, Share, Side, comparable, missing, overlap, wilson
from core.ritual.path import NAMING, NEXT, REFRAMING, Felt
from core.workspace import Workspace
from tests.after_a_no import Watch

MONDAY = date(2026, 11, 16)


@pytest.fixture
def watch() -> Watch:
    return Watch()  # Tuesday, 17 November 2026


@pytest.fixture
def workspace(watch: Watch) -> Workspace:
    return Workspace.memory(watch.clock)


def apply(workspace: Workspace, company: str, *stages: str, ago: int = 60, no: str = "", **fields: str) -> str:
    """An application that went out so many days ago and reached these stages, each a day later."""
    day = workspace.today() - timedelta(days=ago)
    id = workspace.applications.add(company, fields.pop("role", "Analyst"), day=day, **fields)
    for number, stage in enumerate(stages, 1):
        workspace.applications.advance(id, stage, day + timedelta(days=number))
    if no:
        workspace.rejections.log(application=id, kind=no, day=workspace.today() - timedelta(days=ago - 20))
    return id


def found(insights: Insights) -> dict[str, Finding]:
    return {finding.id: finding for section in insights.sections() for finding in section.findings}


def count(share: Share) -> tuple[int, int]:
    return share.n, share.of


# Ranges


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", Table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_range_of_a_share_is_the_published_one(n: int, of: int, low: float, high: float) -> None:
    assert wilson(n, of) == pytest.approx((low, high), abs=0.00005)


@given(of=st.integers(0, 5000), data=st.data())
def test_a_range_holds_its_share_and_stays_within_nothing_and_all(of: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, of))
    low, high = wilson(n, of)
    assert 0 <= low <= (n / of if of else 0.5) + 1e-12 and (n / of if of else 0.5) <= high + 1e-12 and high <= 1
    mirrored = wilson(of - n, of)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high))


def test_more_than_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def of(n: int, all: int, name: str = "x") -> Side:
    return Side(name=name, share=Share(rows=("k:1",) * n, rest=("k:2",) * (all - n)))


def test_a_range_is_drawn_from_five_on() -> None:
    assert of(1, 4).share.range is None
    assert of(1, 4).share.missing == 1
    assert of(1, 5).share.range == wilson(1, 5)
    assert in_hundred(of(1, 5).share) == (3, 63)


def test_sides_are_compared_from_twenty_on_with_five_in_each_of_two() -> None:
    assert comparable((of(9, 14, "a"), of(1, 5, "b"))) is None
    assert missing((of(9, 14, "a"), of(1, 5, "b"))) == 1
    assert missing((of(9, 16, "a"), of(1, 4, "b"))) == 1
    assert missing((of(20, 30, "a"),)) == 5
    assert missing(()) == 20
    high, low = comparable((of(9, 14, "a"), of(1, 6, "b"), of(1, 1, "c"))) or (None, None)
    assert high and low and (high.name, low.name) == ("a", "b")


def test_ranges_may_overlap_or_not() -> None:
    assert overlap(of(3, 10).share, of(6, 10).share)
    assert not overlap(of(1, 20).share, of(18, 20).share)


# Effort


def test_effort_by_weeks(workspace: Workspace) -> None:
    today = workspace.today()
    workspace.efforts.add("connection", 2)
    workspace.efforts.add("connection", day=MONDAY - timedelta(days=1))
    workspace.efforts.add("connection", day=MONDAY - timedelta(days=8))
    workspace.efforts.add("learning", 50, day=MONDAY)
    workspace.skills.plan.log(workspace.skills.plan.add("SQL", "A course", today, today), 25)
    workspace.strengths.tries.log("Tell us about yourself.")
    weeks = {one.kind: one for one in own_effort.weeks(workspace.store, today, 2)}
    assert weeks["connection"].mondays == (MONDAY - timedelta(days=7), MONDAY)
    assert {kind: one.amounts for kind, one in weeks.items()} == {
        "connection": (1, 2),
        "insider": (0, 0),
        "learning": (0, 75),
        "improvement": (0, 0),
        "practice": (0, 1),
    }
    assert [key.partition(":")[0] for key in weeks["learning"].rows] == ["effort", "effort"]
    assert found(workspace.insights)["effort-learning"].text == "Learning: 1 h 15 in 3 weeks"


def test_a_year_of_days_counts_what_was_done_each_day(workspace: Workspace) -> None:
    today = workspace.today()
    walk = workspace.routine.add("Walk")
    workspace.routine.tick(walk)
    workspace.skills.plan.log(workspace.skills.plan.add("SQL", "A course", today, today), 25)
    apply(workspace, "Acme", ago=0)
    workspace.efforts.add("insider", day=today - timedelta(days=3))
    workspace.routine.skip(walk, day=today - timedelta(days=4))
    assert workspace.insights.year(today) == {today: 3, today - timedelta(days=3): 1}


# Feelings


def a_path(workspace: Workspace, before: int | None, after: int | None, company: str, ago: int = 3) -> str:
    application = apply(workspace, company, ago=30)
    no = workspace.rejections.log(application=application, day=workspace.today() - timedelta(days=ago))
    if before is not None:
        weaker = Felt(word="tired", intensity=1)
        workspace.ritual.feel(no, NAMING, [Felt(word="disappointed", intensity=before), weaker])
    if after is not None:
        workspace.ritual.feel(no, REFRAMING, [Felt(word="disappointed", intensity=after)])
    return no


def test_feelings_before_and_after_need_both(workspace: Workspace) -> None:
    both = a_path(workspace, 8, 4, "A")
    a_path(workspace, 8, None, "B")
    a_path(workspace, None, 2, "C")
    assert [(one.key, one.before, one.after) for one in own_history.eased(workspace.store)] == [
        (f"rejection:{both}", 8, 4)
    ]
    few = found(workspace.insights)["eased"]
    assert "8 → 4" in few.text and few.hint == "From five on, the one in the middle is named."
    for number, (before, after) in enumerate(((9, 6), (3, 3), (7, 2), (5, 1))):
        a_path(workspace, before, after, f"D{number}")
    assert "7 and 3 in the middle" in found(workspace.insights)["eased"].text


def test_days_from_a_no_to_the_first_own_step(workspace: Workspace, watch: Watch) -> None:
    planned = a_path(workspace, None, None, "A", ago=3)
    done = a_path(workspace, None, None, "B", ago=2)
    a_path(workspace, None, None, "C", ago=1)
    workspace.closing.plan(planned, "write to Kim", workspace.today())
    step = workspace.closing.plan(done, "walk", workspace.today() + timedelta(days=1))
    watch.turn(days=1)
    workspace.steps.finish(step)
    workspace.ritual.settle(done, NEXT)
    steps = {one.key: one.after for one in own_history.first_steps(workspace.store)}
    assert steps == {f"rejection:{planned}": 3, f"rejection:{done}": 3}


# Stages and replies


def test_how_far_they_go_counts_the_furthest_stage(workspace: Workspace) -> None:
    apply(workspace, "A")
    apply(workspace, "B", "screen")
    apply(workspace, "C", "screen", "interview", no="call")
    with_a_talk = apply(workspace, "D")
    workspace.rounds.add(with_a_talk, "panel", workspace.today() - timedelta(days=1))
    workspace.rounds.add(apply(workspace, "E"), "final", workspace.today() + timedelta(days=3))
    workspace.applications.add("F", stage="saved")
    out = sent.read(workspace.store, workspace.applications.silence)
    assert [(side.name, *count(side.share)) for side in sent.reach(out)] == [
        ("screen", 3, 5),
        ("interview", 2, 5),
        ("final", 0, 5),
        ("offer", 0, 5),
    ]


def test_a_reply_is_any_sign_and_what_is_too_young_is_not_counted(workspace: Workspace) -> None:
    apply(workspace, "a letter", no="letter")
    apply(workspace, "a call", "screen")
    apply(workspace, "silence, closed", no="silence")
    apply(workspace, "silence, open", ago=40)
    apply(workspace, "yesterday", ago=1)
    left = apply(workspace, "withdrew", ago=10)
    workspace.applications.close(left, "withdrew")
    out = sent.read(workspace.store, workspace.applications.silence)
    assert count(sent.replies(out)) == (2, 4)
    assert [one.replied for one in out].count(None) == 2
    findings = found(workspace.insights)
    assert findings["replies"].text == "Replies of any kind so far: 2"
    assert count(findings["replies"].share or Share()) == (2, 4) and not findings["replies"].hint
    assert findings["young"].text == "Too young to say, and not counted yet: 2"


def test_groups_are_counted_by_channel_field_size_role_and_whether_it_was_made_for_them(workspace: Workspace) -> None:
    one = apply(workspace, "A", "screen", channel="referral", industry="Maps", size="50 to 200", role="Senior Editor")
    apply(workspace, "B", ago=40, channel="board", industry=" maps ", role="Editor")
    workspace.materials.note(one, "resume", tailored="the summary")
    out = sent.read(workspace.store, workspace.applications.silence)

    def groups(by: str, counts: str = "replied") -> list[tuple[str, int, int]]:
        return [(side.name, *count(side.share)) for side in sent.sides(out, by, counts)]

    assert groups("channel") == [("board", 0, 1), ("referral", 1, 1)]
    assert groups("industry") == [("maps", 1, 2)]
    assert groups("size") == [("50 to 200", 1, 1)]
    assert groups("role", "talked") == [("editor", 1, 2)]
    assert groups("tailored") == [("false", 0, 1), ("true", 1, 1)]


def many(workspace: Workspace, board: tuple[int, int], referral: tuple[int, int]) -> None:
    for channel, (answered, all) in (("board", board), ("referral", referral)):
        for number in range(all):
            no = "letter" if number < answered else "silence"
            apply(workspace, f"{channel} {number}", channel=channel, no=no)


@pytest.mark.parametrize(("board", "referral"), [((1, 14), (5, 5)), ((3, 16), (4, 4)), ((0, 0), (9, 25))])
def test_below_the_thresholds_nothing_is_compared_and_it_says_how_many_more(
    workspace: Workspace, board: tuple[int, int], referral: tuple[int, int]
) -> None:
    many(workspace, board, referral)
    findings = found(workspace.insights)
    assert not any(finding.comparing for finding in findings.values())
    told = " ".join(f"{finding.text} {finding.hint}" for finding in findings.values())
    assert not re.search(r"\b(more|less|fewer|better|worse|higher|lower|most|than)\b(?! (to go|until|are))", told), told
    if board[1]:
        assert findings["compare-channel"].text.endswith("1 more to go.")


def test_from_twenty_on_two_groups_stand_side_by_side_without_a_reason(workspace: Workspace) -> None:
    many(workspace, (1, 14), (6, 6))
    compared = found(workspace.insights)["compare-channel"]
    assert compared.comparing
    assert compared.text == "Ways of finding a role: a referral 6 of 6, a job board 1 of 14."
    assert compared.hint.startswith("Their ranges do not overlap") and "cannot say" in compared.hint
    assert len(compared.rows) == 7 and len(compared.rest) == 13


def test_a_difference_that_can_be_chance_is_called_so(workspace: Workspace) -> None:
    many(workspace, (5, 14), (3, 6))
    assert found(workspace.insights)["compare-channel"].hint.startswith("Their ranges overlap, so this can be chance")


def test_groups_of_one_stand_in_one_line(workspace: Workspace) -> None:
    for number, (industry, no) in enumerate(
        [("maps", "letter"), ("books", ""), ("rail", ""), ("bees", ""), ("bees", "")]
    ):
        apply(workspace, f"C{number}", ago=40, industry=industry, no=no)
    findings = found(workspace.insights)
    alone = findings["industry-alone"]
    assert alone.text == "One each of books, maps, rail: 1 of 3 answered."
    assert alone.hint == "4 more in one of them until a range can be drawn."
    assert (len(alone.rows), len(alone.rest), alone.share) == (1, 2, None)
    for number in range(12):
        apply(workspace, f"D{number}", ago=40, industry=f"field {number:02}")
    text = found(workspace.insights)["industry-alone"].text
    assert text.startswith("One each of books, field 00,") and text.endswith("and 7 more: 1 of 15 answered.")
    assert {"industry-bees", "industry-alone"} == {id for id in findings if id.startswith("industry-")}


# What comes back


def test_where_it_ended_is_said_from_five_on(workspace: Workspace) -> None:
    for number in range(2):
        apply(workspace, f"last round {number}", "screen", "final", no="call")
    technical = apply(workspace, "technical", "screen")
    workspace.rounds.add(technical, "technical", workspace.today() - timedelta(days=45))
    workspace.rejections.log(application=technical)
    apply(workspace, "papers", no="letter")
    assert not {"finals", "technical", "resume-stage"} & found(workspace.insights).keys()
    apply(workspace, "papers again", no="silence")
    findings = found(workspace.insights)
    assert findings["finals"].text == "2 of 5 ended in the last round."
    assert findings["resume-stage"].text == "2 of 5 ended before a first call."
    assert "technical" not in findings  # three of them led to a conversation
    for number in range(2):
        apply(workspace, f"call {number}", "screen", no="call")
    assert found(workspace.insights)["technical"].text.startswith("1 of 5 ended at the technical conversation")


def test_words_that_come_back_are_counted_once_in_each_text() -> None:
    texts = {
        "round:1": "Leadership, and leadership again",
        "round:2": "How do you lead? Leadership.",
        "round:3": "Spreadsheets",
        "round:4": "about the spreadsheets",
        "round:5": "nothing much",
        "round:6": "LEADERSHIP",
    }
    counted = [(theme.word, *count(theme.share)) for theme in themes.themes(texts)]
    assert counted == [("leadership", 3, 6), ("spreadsheets", 2, 6)]
    assert themes.themes(texts)[0].share.rows == ("round:1", "round:2", "round:6")


def test_hard_questions_and_what_landed_become_themes_from_five_on(workspace: Workspace) -> None:
    application = apply(workspace, "A")
    for number in range(4):
        day = workspace.today() - timedelta(days=number)
        workspace.rounds.add(application, "interview", day, doubt="about leadership", resonated="the cardboard model")
    few = found(workspace.insights)
    assert few["question-few"].text == "Conversations with a hard question so far: 4"
    assert few["question-few"].hint == "1 more until a range can be drawn."
    no = workspace.rejections.log("B")
    workspace.ritual.keep(no, "learning", "challenged", "Leadership, once more")
    enough = found(workspace.insights)
    assert enough["question-leadership"].text == 'Questions about "leadership" were hard in 5 of 5 conversations.'
    assert "story-few" in enough


def test_what_answers_meant_is_counted_of_all_that_said_anything(workspace: Workspace) -> None:
    for number in range(3):
        request = workspace.feedback.draft(workspace.rejections.log(f"C{number}"), "May I ask?")
        workspace.feedback.answered(request, "Thank you for asking.")
        if number < 2:
            workspace.feedback.decode(request, "more direct experience", "", "direct-experience")
    assert [(id, *count(share)) for id, share in themes.meanings(workspace.store)] == [("direct-experience", 2, 3)]


# The rows behind a number


def test_every_number_names_the_rows_behind_it(workspace: Workspace) -> None:
    a_history(workspace)
    for section in workspace.insights.sections():
        for finding in section.findings:
            keys = finding.rows + finding.rest
            assert len(workspace.insights.behind(keys)) == len(set(keys)), finding.id
            if finding.share:
                numbers = [int(number) for number in re.findall(r"\d+", re.sub(r'"[^"]*"', "", finding.text))]
                assert {finding.share.n, finding.share.of} <= set(numbers), finding.text


def a_history(workspace: Workspace, seed: int = 1) -> None:
    """Some of everything that figures are made from."""
    lot = random.Random(seed)
    stages = (("screen",), ("screen", "interview"), ("screen", "interview", "final"), (), ())
    for number in range(26):
        application = apply(
            workspace,
            f"Company {number}",
            *lot.choice(stages),
            ago=lot.randrange(25, 90),
            no=lot.choice(("", "letter", "silence", "call")),
            channel=lot.choice(("board", "referral")),
            industry=lot.choice(("maps", "books", "")),
            role=lot.choice(("Editor", "Senior Editor", "Writer")),
        )
        workspace.rounds.add(
            application,
            lot.choice(("technical", "interview", "coffee")),
            workspace.today() - timedelta(days=lot.randrange(20)),
            doubt=lot.choice(("leadership", "leadership and salary", "")),
            resonated=lot.choice(("cardboard model", "cardboard", "")),
        )
        workspace.efforts.add(
            lot.choice(("connection", "insider", "learning", "improvement")),
            lot.randrange(1, 9),
            day=workspace.today() - timedelta(days=3 * number),
        )
        workspace.strengths.tries.log("Why here?")
    for row in workspace.rejections.open():
        if row.day < workspace.today():
            workspace.ritual.feel(row.id, NAMING, [Felt(word="sad", intensity=lot.randrange(5, 10))])
            workspace.ritual.feel(row.id, REFRAMING, [Felt(word="sad", intensity=lot.randrange(5))])
            workspace.closing.plan(row.id, "walk", workspace.today())
            request = workspace.feedback.draft(row.id, "May I ask?")
            workspace.feedback.answered(request, "More leadership")
            workspace.feedback.decode(request, "leadership", "", "leadership")


@cache
def lived(seed: int) -> Workspace:
    """A workspace with such a history, made once and only read."""
    workspace = Workspace.memory(Watch().clock)
    a_history(workspace, seed)
    return workspace


def figures(workspace: Workspace) -> tuple[object, ...]:
    today, insights = workspace.today(), workspace.insights
    return insights.sections(), insights.year(today), insights.reviews.of("month", today)


@cache
def figures_of(seed: int) -> tuple[object, ...]:
    return figures(lived(seed))


@given(seed=st.integers(0, 3), order=st.randoms(use_true_random=False))
def test_no_figure_changes_when_rows_arrive_in_another_order(seed: int, order: random.Random) -> None:
    watch = Watch()
    workspace = lived(seed)
    store = workspace.store
    rows = [(table, row) for table in store.tables() for row in store.each(table)]
    order.shuffle(rows)
    other = Workspace.memory(watch.clock)
    conn = other.store.conn
    conn.execute("BEGIN")
    for table, row in rows:
        conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", (*row.values(),))
    conn.execute("COMMIT")
    assert figures(other) == figures_of(seed)


def test_an_empty_workspace_says_what_it_would_take(workspace: Workspace) -> None:
    sections = workspace.insights.sections()
    assert [section.id for section in sections] == ["effort", "feelings", "stages", "replies", "themes"]
    assert all(section.note for section in sections)
    assert sum(len(section.findings) for section in sections) == 0


def test_after_one_application_and_one_no_nothing_is_said_in_zeros_or_of_one(workspace: Workspace) -> None:
    no = workspace.rejections.log(application=apply(workspace, "Acme", ago=0), kind="letter")
    workspace.ritual.feel(no, NAMING, [Felt(word="sad", intensity=7)])
    findings = found(workspace.insights)
    assert {id: finding.text for id, finding in findings.items()} == {
        "sent": "Sent so far: 1",
        "replies": "Replies of any kind so far: 1",
    }
    assert not re.search(r"\b0\b|\bmore\b", " ".join(finding.hint for finding in findings.values()))
    workspace.efforts.add("insider", 2)
    assert found(workspace.insights)["effort-insider"].text == "Talks with people on the inside: 2 this week"
    for number in range(4):
        apply(workspace, f"C{number}", ago=40)
    assert [id for id in found(workspace.insights) if id.startswith("reach-")] == ["reach-screen"]


WORDS: list[Callable[[Workspace], None]] = [lambda w: None, a_history]


@pytest.mark.parametrize("history", WORDS, ids=["empty", "full"])
def test_no_sentence_says_because_or_a_percentage_and_none_judges(
    workspace: Workspace, history: Callable[[Workspace], None]
) -> None:
    history(workspace)
    for section in workspace.insights.sections():
        for finding in section.findings:
            said = f"{section.title} {section.note} {finding.text} {finding.hint}"
            assert not re.search(r"\bbecause\b|%|per ?cent|streak|score|!|\bfail|\brate\b", said, re.IGNORECASE), said
            assert "{" not in said


# Looking back


def test_a_week_is_filled_in_with_what_was_noted_under_four_headings(workspace: Workspace) -> None:
    apply(workspace, "Harbour Books", ago=0)
    workspace.efforts.add("connection", 2)
    workspace.strengths.wins.note("They laughed")
    workspace.journal.feel(workspace.journal.write("A day"), "hopeful")
    workspace.efforts.add("insider", day=MONDAY - timedelta(days=1))
    look = workspace.insights.reviews.of("week", workspace.today())
    assert [heading.title for heading in look.headings] == [
        "Aims and plan",
        "Preparing and choosing",
        "Keeping steady",
        "Learning",
    ]
    assert look.headings[0].facts == ("Sent (1): Harbour Books", "New connections: 2")
    assert look.headings[2].facts == ("Went well: They laughed", "Words for it: hopeful", "Entries in the journal: 1")
    assert look.title == "The week of 16 November 2026"
    assert look.key == "review:2026-11-16"


def test_a_look_back_is_kept_in_the_journal_and_kept_again_it_is_the_same_entry(workspace: Workspace) -> None:
    reviews = workspace.insights.reviews
    id = reviews.keep("week", workspace.today(), "# The week\n\nIt was long.")
    assert workspace.journal.entry(id).tags == ("look back on a week",)
    assert reviews.keep("week", workspace.today(), "# The week\n\nIt was long, and good.") == id
    assert reviews.of("week", workspace.today()).entry == id
    assert reviews.of("week", workspace.today() - timedelta(days=7)).entry == ""
    month = reviews.keep("month", workspace.today(), "November")
    assert month != id
    assert reviews.of("month", workspace.today()).title == "November 2026"


def test_the_look_back_is_offered_from_sunday_to_tuesday_and_once_kept_no_more(
    workspace: Workspace, watch: Watch
) -> None:
    workspace.efforts.add("connection", day=MONDAY)
    offered = []
    for _ in range(8):
        offered.append([due.key for due in workspace.reviews.due(workspace.today())])
        watch.turn(days=1)
    week = ["review:2026-11-16"]
    assert offered == [[], [], [], [], [], week, week, week]
    watch.now = datetime(2026, 11, 23, 9, tzinfo=watch.now.tzinfo)
    workspace.insights.reviews.keep("week", MONDAY, "kept")
    assert not list(workspace.reviews.due(workspace.today()))
    assert workspace.agenda.day().next is None or workspace.agenda.day().next.kind != "review"


def test_the_month_is_offered_on_the_first_days_of_the_next(workspace: Workspace, watch: Watch) -> None:
    workspace.efforts.add("connection")
    watch.now = datetime(2026, 12, 2, 9, tzinfo=watch.now.tzinfo)
    assert [due.text for due in workspace.reviews.due(workspace.today())] == ["Look back on November"]
    watch.turn(days=2)
    assert not list(workspace.reviews.due(workspace.today()))


def test_thresholds_are_the_ones_that_are_promised() -> None:
    assert (PATTERN, COMPARISON) == (5, 20)
