"""From postings and lessons to a gap, and from the gap to a plan."""

from __future__ import annotations

from datetime import date

import pytest

from core.due import HELD, LATER, Due
from core.errors import NotFound, Refused
from core.skills.gap import IN_HAND, OPEN, PUT_ASIDE
from core.skills.plan import DONE, LET_GO, ends_on, hours, weekly_for
from core.skills.postings import LONGEST
from core.skills.skills import WIN, id_of
from core.workspace import Workspace
from tests.after_a_no import Watch, a_no

TODAY = date(2026, 11, 17)
POSTING = "Must have:\n- Python and SQL\n- Excel\nNice to have:\n- Docker"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(watch: Watch) -> Workspace:
    return Workspace.memory(watch.clock)


def order(workspace: Workspace, group: str = OPEN) -> list[str]:
    return [need.name for need in workspace.skills.gap.needs() if need.group == group]


def asked(workspace: Workspace, posting: str) -> dict[str, str]:
    return {one.name: one.state for one in workspace.skills.postings.asked(posting)}


# Postings


def test_each_skill_shows_the_line_it_stands_in(workspace: Workspace) -> None:
    posting = workspace.skills.postings.add(POSTING, "Analyst")
    around = {one.name: one.around for one in workspace.skills.postings.asked(posting)}
    assert around == {"Python": "Python and SQL", "SQL": "Python and SQL", "Excel": "Excel", "Docker": "Docker"}


def test_a_long_line_is_cut_between_words_and_says_so(workspace: Workspace) -> None:
    before, after = "reconcile the ledgers of every branch " * 5, " and close the books of every quarter" * 5
    posting = workspace.skills.postings.add(f"{before}with SQL{after}", "Analyst")
    (line,) = [skill.around for skill in workspace.skills.postings.asked(posting) if skill.name == "SQL"]
    assert line.startswith("…") and line.endswith("…") and "with SQL and" in line
    assert set(line.strip("…").split()) <= set(f"{before} with SQL {after}".split())


def test_leaving_a_word_out_is_remembered_and_can_be_taken_back(workspace: Workspace) -> None:
    postings = workspace.skills.postings
    first = postings.add(POSTING)
    excel = next(one for one in postings.asked(first) if one.name == "Excel")
    postings.reject(excel.id)
    assert asked(workspace, first)["Excel"] == "rejected"
    second = postings.add("Excel skills and SQL")
    assert asked(workspace, second) == {"Excel": "rejected", "SQL": "asked"}
    assert "Excel" not in order(workspace)
    postings.accept(next(one.id for one in postings.asked(second) if one.name == "Excel"))
    assert asked(workspace, postings.add("Excel skills")) == {"Excel": "asked"}


def test_words_that_name_a_skill_are_known_from_then_on(workspace: Workspace) -> None:
    postings = workspace.skills.postings
    posting = postings.add("You handle beekeeping and the Flow Hive 2000.")
    postings.name(posting, "beekeeping")
    postings.name(posting, "Flow Hive 2000", "beekeeping")
    assert [(one.name, one.phrase) for one in postings.asked(posting)] == [("beekeeping", "Flow Hive 2000")]
    assert asked(workspace, postings.add("Flow Hive 2000 wanted")) == {"beekeeping": "asked"}
    assert asked(workspace, postings.add("BEEKEEPING wanted")) == {"beekeeping": "asked"}


def test_a_posting_is_taken_from_an_application_and_read_anew_not_doubled(workspace: Workspace) -> None:
    application = workspace.applications.add("Acme", "Analyst", posting="SQL and Excel skills")
    first = workspace.skills.postings.from_application(application)
    workspace.skills.postings.reject(workspace.skills.postings.asked(first)[0].id, remember=False)
    workspace.applications.change(application, posting="SQL, Excel and Python")
    assert workspace.skills.postings.from_application(application) == first
    assert asked(workspace, first) == {"SQL": "rejected", "Excel": "asked", "Python": "asked"}
    assert workspace.skills.postings.get(first).title == "Analyst, Acme"
    bare = workspace.applications.add("Beta")
    with pytest.raises(Refused, match="No posting"):
        workspace.skills.postings.from_application(bare)


@pytest.mark.parametrize("body", ["", " \n\t", "x" * (LONGEST + 1), "SQL\0"])
def test_a_posting_that_cannot_be_kept_leaves_nothing_behind(workspace: Workspace, body: str) -> None:
    with pytest.raises(Refused):
        workspace.skills.postings.add(body)
    assert workspace.skills.postings.count() == 0
    assert workspace.undo.last() is None


def test_what_is_kept_out_does_not_count_and_undo_brings_all_back(workspace: Workspace) -> None:
    posting = workspace.skills.postings.add(POSTING)
    workspace.skills.postings.aim(posting, False)
    assert [need.postings for need in workspace.skills.gap.needs()] == []
    workspace.undo.undo()
    workspace.skills.postings.remove(posting)
    assert order(workspace) == []
    workspace.undo.undo()
    assert order(workspace) == ["Excel", "Python", "SQL", "Docker"]


# The gap


def test_the_order_is_the_one_that_is_written_down(workspace: Workspace) -> None:
    skills = workspace.skills
    skills.postings.add(POSTING)
    skills.postings.add("SQL is essential. Docker.")
    assert order(workspace) == ["SQL", "Docker", "Excel", "Python"]
    skills.rate(id_of("Docker"), 3)
    skills.rate(id_of("Excel"), 2)
    assert order(workspace) == ["SQL", "Docker", "Python", "Excel"]
    skills.choose(id_of("Excel"))
    assert order(workspace)[0] == "Excel"
    skills.rate(id_of("SQL"), 4)
    skills.put_aside(id_of("Python"))
    assert (order(workspace, IN_HAND), order(workspace, PUT_ASIDE)) == (["SQL"], ["Python"])
    need = next(need for need in skills.gap.needs() if need.name == "SQL")
    assert (need.postings, need.firm, need.level) == (2, 2, 4)
    assert skills.gap.targets() == 2


def test_a_level_is_a_note_and_may_be_empty(workspace: Workspace) -> None:
    sql = workspace.skills.add("SQL")
    workspace.skills.rate(sql, 0)
    workspace.skills.rate(sql, None)
    assert workspace.skills.get(sql).level is None
    with pytest.raises(Refused, match="from 0 to 5"):
        workspace.skills.rate(sql, 6)
    with pytest.raises(NotFound):
        workspace.skills.rate("none", 1)


def test_the_same_name_is_the_same_skill(workspace: Workspace) -> None:
    assert workspace.skills.add("  C++ ") == workspace.skills.add("c++") != workspace.skills.add("C")
    with pytest.raises(Refused, match="needs a name"):
        workspace.skills.add(" ")


def learnt(workspace: Workspace, no: str, item: str, body: str) -> None:
    workspace.ritual.keep(no, "learning", item, body)


def test_a_lesson_that_returns_is_offered_and_one_that_does_not_is_only_noted(watch: Watch) -> None:
    workspace, first = a_no(watch)
    learnt(workspace, first, "requirements-met", "All but the Power BI part.")
    learnt(workspace, first, "confident", "SQL went well.")
    learnt(workspace, first, "one-action", "Ask what the hardest part is.")
    lessons = workspace.skills.lessons
    assert [lesson.name for lesson in lessons.returning()] == []
    assert {lesson.name for lesson in lessons.all()} == {"Power BI", "Ask what the hardest part is."}
    watch.turn(days=10)
    second = workspace.rejections.log("Beta")
    learnt(workspace, second, "challenged", "They asked about Power BI again, and SQL.")
    (lesson,) = lessons.returning()
    assert (lesson.name, lesson.last, len(lesson.where)) == ("Power BI", date(2026, 11, 27), 2)
    assert lesson.where[0][1:] == ("Beta", "They asked about Power BI again, and SQL.")
    workspace.skills.add("Power BI")
    assert next(need.lesson for need in workspace.skills.gap.needs()) == date(2026, 11, 27)
    workspace.skills.plan.add("Power BI", "a course", workspace.today(), workspace.today())
    assert lessons.returning() == ()


def test_an_action_that_is_written_twice_comes_back_too(watch: Watch) -> None:
    workspace, first = a_no(watch)
    learnt(workspace, first, "one-action", "Ask what the hardest part is.")
    watch.turn(days=1)
    second = workspace.rejections.log("Beta")
    learnt(workspace, second, "one-action", "ask what the hardest part is")
    assert [lesson.name for lesson in workspace.skills.lessons.returning()] == ["ask what the hardest part is"]


# The plan


def due(workspace: Workspace) -> list[Due]:
    return list(workspace.skills.due(workspace.today()))


def test_an_end_is_worked_out_from_hours_a_week() -> None:
    assert ends_on(date(2026, 11, 23), 10 * 60, 3 * 60) == date(2026, 12, 20)
    assert ends_on(date(2026, 11, 23), 60, 60) == date(2026, 11, 29)
    assert ends_on(date(2026, 11, 23), 0, 60) is None
    assert ends_on(date(2026, 11, 23), 60, 0) is None
    assert weekly_for(date(2026, 11, 23), date(2026, 12, 20), 10 * 60) == 150
    assert [hours(minutes) for minutes in (45, 60, 150)] == ["45 min", "1 h", "2 h 30"]


def test_time_put_in_counts_once_as_effort_and_can_be_taken_back(workspace: Workspace) -> None:
    item = workspace.skills.plan.add("SQL", "a course", TODAY, date(2026, 12, 20), minutes=600, weekly=180)
    workspace.skills.plan.log(item, 45)
    sitting = workspace.skills.plan.log(item, 30, date(2026, 11, 16), "joins")
    assert workspace.skills.plan.get(item).spent == 75
    assert workspace.efforts.weeks(TODAY)[-1].amounts["learning"] == 75
    workspace.skills.plan.unlog(sitting)
    assert workspace.skills.plan.get(item).spent == 45
    assert workspace.efforts.weeks(TODAY)[-1].amounts["learning"] == 45
    with pytest.raises(Refused):
        workspace.skills.plan.log(item, 30, date(2026, 11, 18))


def test_an_item_is_quiet_until_its_last_day_is_near_and_moving_it_is_neutral(
    workspace: Workspace, watch: Watch
) -> None:
    item = workspace.skills.plan.add("SQL", "a course", TODAY, date(2026, 11, 24))
    assert [(one.text, one.rank, one.detail) for one in due(workspace)] == [
        ("Learn: a course", LATER, "0 min so far")
    ]  # fmt: skip
    watch.turn(days=20)
    assert [(one.rank, one.detail) for one in due(workspace)] == [(HELD, "until Tue 24 Nov; it can be moved")]
    workspace.skills.plan.move(item, date(2027, 1, 31))
    assert [one.rank for one in due(workspace)] == [LATER]
    workspace.skills.plan.log(item, 10)
    assert [one.done for one in due(workspace)] == [True]
    workspace.rests.lighten(workspace.today())
    assert due(workspace) == []


def test_finishing_keeps_a_win_and_a_story_with_the_skill(workspace: Workspace) -> None:
    item = workspace.skills.plan.add("SQL", "a course", TODAY, TODAY, why="They all ask.")
    workspace.skills.plan.finish(item, "I can join tables.", win="Finished the course.", story="Asked, did, came of it")
    kept = workspace.skills.plan.get(item)
    assert (kept.state, kept.result, kept.ended) == (DONE, "I can join tables.", TODAY)
    assert {proof.kind for proof in workspace.skills.proofs(kept.skill)} == {WIN, "story"}
    assert [win.text for win in workspace.strengths.wins.page()] == ["Finished the course."]
    assert [(story.title, story.skills) for story in workspace.strengths.stories.all()] == [("a course", ("SQL",))]
    assert workspace.undo.undo() is not None
    assert workspace.strengths.wins.count() == 0
    workspace.undo.redo()
    assert due(workspace) == []
    workspace.skills.plan.reopen(item)
    workspace.skills.plan.let_go(item)
    assert workspace.skills.plan.get(item).state == LET_GO


def test_days_that_do_not_fit_each_other_are_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="before 17 November 2026"):
        workspace.skills.plan.add("SQL", "a course", TODAY, date(2026, 11, 16))
    with pytest.raises(Refused, match="what will you do"):
        workspace.skills.plan.add("SQL", " ", TODAY, TODAY)
    assert workspace.skills.plan.count() == 0
    assert order(workspace) == []


def test_an_item_is_named_by_its_title_or_its_skill(workspace: Workspace) -> None:
    item = workspace.skills.plan.add("SQL", "the evening course", TODAY, TODAY)
    assert workspace.skills.plan.named("evening").id == workspace.skills.plan.named("sql").id == item
    with pytest.raises(NotFound, match="Nothing open"):
        workspace.skills.plan.named("python")


# Lists that are brought along


def test_a_list_the_person_downloaded_is_recognised_and_credited(workspace: Workspace) -> None:
    esco = 'conceptType,preferredLabel,altLabels\nSkill,operate bee smokers,"use smoker\nsmoke bees"\nSkill,go,\n'
    brought = workspace.skills.terms.take(esco)
    assert (brought.source, brought.count, "European Commission" in brought.credit) == ("ESCO", 2, True)
    assert asked(workspace, workspace.skills.postings.add("You smoke bees and go home.")) == {
        "operate bee smokers": "asked"
    }
    onet = "O*NET-SOC Code\tExample\tCommodity Code\n15-1\tBeeSoft Hive Manager\t1\n"
    assert workspace.skills.terms.take(onet).source == "O*NET"
    assert asked(workspace, workspace.skills.postings.add("beesoft hive manager")) == {"BeeSoft Hive Manager": "asked"}
    workspace.skills.terms.let_go()
    assert workspace.skills.terms.brought() is None


def test_a_list_that_is_none_is_refused_and_the_one_before_stays(workspace: Workspace) -> None:
    workspace.skills.terms.take("keeping bees\nkeeping hens")
    for wrong in ("", "a,b,c\n1,2,3", "\n\n"):
        with pytest.raises(Refused, match=r"Nothing was taken in|not known here"):
            workspace.skills.terms.take(wrong)
    brought = workspace.skills.terms.brought()
    assert brought is not None
    assert brought.count == 2


def test_skills_and_plans_are_found_by_search(workspace: Workspace) -> None:
    item = workspace.skills.plan.add("Beekeeping", "read the hive book", TODAY, TODAY)
    posting = workspace.skills.postings.add("hive wanted")
    workspace.skills.prove(id_of("Beekeeping"), "ten hives on the roof")
    keys = {hit.key for word in ("hive", "hives", "beekeeping") for g in workspace.search.find(word) for hit in g.hits}
    assert keys == {f"plan:{item}", f"posting:{posting}", f"skill:{id_of('Beekeeping')}"}
