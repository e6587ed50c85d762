"""The skills screen by keyboard: from a posting to a plan, and time put in from Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.skills.plan import Item
from core.skills.skills import id_of
from core.workspace import Workspace
from screens.skills.timeline import line, scale, span
from tests.hostile import KEPT
from tests.shell import SIZES, Hands, below, opened, press, seen, settled, type_text

POSTING = (
    "Analyst\n\nMust have:\n- SQL and Excel\n- clear communication\n\nNice to have:\n- Power BI, dashboards [/foo]\n"
)


RESUME = "Built reports in SQL for 40 shops [/foo]\nSkills: Power BI\nHelped with many things in the office\n"


@pytest.fixture
def hands() -> Hands:
    return Hands()


def some_skills(hands: Hands, workspace: Workspace) -> None:
    skills = workspace.skills
    skills.postings.add(POSTING, "Analyst, Tarnfield")
    hands.set(2026, 11, 22, 12, 1)
    skills.postings.add("You know SQL. Python is a plus.", "Reporting [bold]")
    hands.set(2026, 11, 22, 12, 2)
    skills.postings.add("Excel is required, SQL too. Stakeholder management.", "Controller")
    skills.rate(id_of("Excel"), 4)
    skills.rate(id_of("SQL"), 1)
    skills.choose(id_of("Power BI"))
    skills.prove(id_of("Excel"), "The budget for the fair, twelve sheets", "project")
    today = workspace.today()
    item = skills.plan.add(
        "SQL", "Evening course", today, date(2026, 12, 20), means="class", minutes=600, weekly=180, why="All three ask."
    )
    skills.plan.log(item, 90)
    skills.plan.add("Power BI", "A small dashboard of my own", date(2026, 12, 7), date(2027, 1, 17), means="project")


def words(pilot: Pilot[None]) -> str:
    """What stands on the screen as running text, without the frame of a dialog."""
    return " ".join(seen(pilot).replace("│", " ").split())


async def test_from_a_posting_to_a_plan(tmp_path: Path, hands: Hands) -> None:
    keys = 0
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "3")
        assert "Press v to paste a posting" in seen(pilot)
        await press(pilot, "v")
        await type_text(pilot, "SQL and Power BI")
        await press(pilot, "escape")
        assert "Skills recognised: 2" in seen(pilot)
        assert "[x] SQL" in seen(pilot)
        await press(pilot, "escape")
        assert "1 of 1" in seen(pilot)
        await press(pilot, "j", "p")
        assert "Something to learn for SQL" in seen(pilot)
        await type_text(pilot, "Evening course")
        await press(pilot, "tab", "tab", "tab", "tab", "tab")
        await type_text(pilot, "10")
        assert "At 3 h a week this ends on Saturday 19 December." in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "Evening course" in seen(pilot)
        keys = 6 + 9 + len("SQL and Power BI") + len("Evening course") + 2
        assert await pilot.app.data.ask(lambda w: w.skills.plan.count()) == 1  # type: ignore[attr-defined]
    assert keys < 60  # half a key a second is two minutes


async def test_what_is_left_out_of_a_posting_is_remembered(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=partial(some_skills, hands)) as pilot:
        await press(pilot, "3", "right", "j", "enter")
        assert "Analyst" in seen(pilot) or "Reporting" in seen(pilot)
        await press(pilot, "space")
        assert "[ ]" in seen(pilot)
        assert "Left out, and remembered" in seen(pilot)
        await press(pilot, "space")
        assert "Taken in." in seen(pilot)


async def test_words_of_a_posting_become_a_skill(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        workspace.skills.postings.add("beekeeping is what we do", "Bees")

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "3", "right", "enter")
        assert "No skill was recognised" in seen(pilot)
        await press(pilot, "w", "ctrl+shift+right", "enter")
        assert "which skill is that" in seen(pilot)
        await press(pilot, "enter")
        assert "[x] beekeeping" in seen(pilot)


async def test_several_words_are_selected_and_known_from_then_on(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        workspace.skills.postings.add("You keep\nhives in winter,\nand you like people.", "Bees")

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "3", "right", "enter", "w")
        await press(pilot, "ctrl+shift+right", "ctrl+shift+right", "down")  # lets the selection go again
        await press(pilot, "home", *["ctrl+shift+right"] * 3, "enter")
        await press(pilot, "enter")
        assert "[x] hives in winter" in seen(pilot)
        await press(pilot, "escape", "v")
        await type_text(pilot, "Hives in winter are a plus.")
        await press(pilot, "escape")
        assert "Skills recognised: 1" in seen(pilot)


async def test_hours_are_noted_from_today(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=partial(some_skills, hands)) as pilot:
        assert "Learn: Evening course" in seen(pilot)
        await press(pilot, "space")
        assert "How many minutes" in seen(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "1 Today" in seen(pilot)
        assert "2 h so far" in seen(pilot)
        effort = await pilot.app.data.ask(lambda w: w.efforts.weeks(w.today())[-1].amounts)  # type: ignore[attr-defined]
        assert effort["learning"] == 120


async def test_a_last_day_is_moved_without_a_word_about_it(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=partial(some_skills, hands)) as pilot:
        await press(pilot, "3", "left")
        assert "until 20 Dec" in seen(pilot)
        hands.set(2027, 1, 10, 12)
        await press(pilot, "d")
        await type_text(pilot, "31.1.")
        await press(pilot, "enter")
        assert "until 31 Jan" in seen(pilot)
        assert "late" not in seen(pilot).lower()
        await press(pilot, "u")
        assert "until 20 Dec" in seen(pilot)


async def test_finishing_offers_a_win_a_story_and_a_level(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=partial(some_skills, hands)) as pilot:
        await press(pilot, "3", "left", "f")
        await type_text(pilot, "I can join tables")
        await press(pilot, "enter")
        assert "Finished: Evening course" in seen(pilot)
        await press(pilot, "enter")
        assert "What came of it: I can join tables" in seen(pilot).replace("\n", " ")
        await press(pilot, "enter")
        assert "How far are you with SQL" in seen(pilot)
        await type_text(pilot, "at home")
        await press(pilot, "enter")
        assert "[x]" in seen(pilot)
        wins, level = await pilot.app.data.ask(  # type: ignore[attr-defined]
            lambda w: (w.strengths.wins.count(), w.skills.get(id_of("SQL")).level)
        )
        assert (wins, level) == (1, 4)


async def test_a_lesson_that_came_back_is_offered_and_planned(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        for company in ("Acme", "Beta"):
            no = workspace.rejections.log(company)
            workspace.ritual.keep(no, "learning", "challenged", "They asked about Kubernetes.")

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "3")
        assert "Lessons that came back" in seen(pilot)
        assert "in 2 learning documents" in seen(pilot)
        await press(pilot, "enter")
        assert "Something to learn for Kubernetes" in seen(pilot)
        await press(pilot, "escape", "x")
        assert "Lessons that came back" not in seen(pilot)
        await press(pilot, "u")
        assert "Lessons that came back" in seen(pilot)


async def test_a_lesson_that_came_back_is_offered_when_learning_is_done(tmp_path: Path, hands: Hands) -> None:
    def before(workspace: Workspace) -> None:
        for company in ("Acme", "Beta"):
            no = workspace.rejections.log(company)
            workspace.ritual.keep(no, "learning", "challenged", "They asked about Kubernetes.")
            hands.set(2026, 11, 22, 12, 1)

    async with opened(tmp_path / "a", hands, before=before) as pilot:
        await press(pilot, "2", "enter", "j", "j", "j", "j", "d")
        assert "This came back" in seen(pilot)
        await press(pilot, "enter")
        assert "Something to learn for Kubernetes" in seen(pilot)
        await type_text(pilot, "A weekend with it")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "2 Ritual" in seen(pilot)
        await press(pilot, "enter", "home", "j", "j", "j", "j", "d")
        assert "This came back" not in seen(pilot)  # it is in the plan


async def test_an_application_leads_to_what_its_posting_asks_for_and_to_someone_who_fits(
    tmp_path: Path, hands: Hands
) -> None:
    def before(workspace: Workspace) -> None:
        id = workspace.applications.add("Tarnfield", "Analyst", posting=POSTING)
        workspace.applications.add("Another", "Clerk")
        workspace.rounds.add(id, "screen", date(2026, 11, 25))
        workspace.team.people.add("Ruth", seats=("honest-feedback",))

    async with opened(tmp_path / "a", hands, size=(100, 45), before=before) as pilot:
        await press(pilot, "5", "enter")
        assert "Analyst, Tarnfield" in seen(pilot)
        await press(pilot, *["down"] * 9, "down", "enter")
        assert "[x] SQL" in seen(pilot)
        await press(pilot, "escape", "5", "at")
        assert "Ruth" in seen(pilot)
        await press(pilot, "enter")
        assert "before Wednesday 25 November" in words(pilot)
        await press(pilot, "escape", "escape", "enter", "end", "up", "enter", "enter")
        assert "before Wednesday 25 November" in words(pilot)


async def test_a_resume_beside_a_posting(tmp_path: Path, hands: Hands) -> None:
    file = tmp_path / "resume.md"
    file.write_text(RESUME)
    async with opened(tmp_path / "a", hands, size=(120, 40), before=partial(some_skills, hands)) as pilot:
        await press(pilot, "3", "c")
        await type_text(pilot, str(tmp_path / "nothing.txt"))
        await press(pilot, "enter")
        assert "cannot be read" in seen(pilot)
        await press(pilot, "home", "shift+end", "backspace")
        await type_text(pilot, str(file))
        await press(pilot, "enter")
        await type_text(pilot, "Tarn")
        await press(pilot, "enter")
        text = seen(pilot)
        assert "[x] SQL" in text
        assert "[~] Power BI" in text
        assert "[ ] Communication" in text
        assert "yours already" in text  # Excel
        assert "could be measured" in text


async def test_three_lists_with_ten_thousand_rows(tmp_path: Path, hands: Hands) -> None:
    def many(workspace: Workspace) -> None:
        store = workspace.store
        with store.write("Fill"):
            conn = store.conn
            for n in range(10_000):
                conn.execute(
                    "INSERT INTO skills (id, name, name_key, level, chosen, state, note, at) "
                    "VALUES (?, ?, ?, NULL, 0, 'kept', '', '')",
                    (f"s{n}", f"Skill {n:05}", f"skill {n:05}"),
                )
                conn.execute(
                    "INSERT INTO postings (id, title, body, application, target, day, at) "
                    "VALUES (?, ?, 'x', NULL, 1, '2026-01-01', ?)",
                    (f"p{n}", f"Posting {n:05}", f"{n:05}"),
                )
                conn.execute(
                    "INSERT INTO plans (id, skill, title, means, why, first, last, minutes, weekly, notes, result, "
                    "state, ended, at) "
                    "VALUES (?, ?, ?, '', '', '2026-01-01', '2026-02-01', 0, 0, '', '', 'open', '', '')",
                    (f"i{n}", f"s{n}", f"Item {n:05}"),
                )

    async with opened(tmp_path / "many", hands, before=many) as pilot:
        await press(pilot, "3")
        assert "Skill 00000" in seen(pilot)
        await press(pilot, "end")
        assert "Skill 09999" in seen(pilot)
        await press(pilot, "right", "end")
        assert "Posting 00000" in seen(pilot)
        await press(pilot, "right", "end")
        assert "Item 09999" in seen(pilot)


async def test_three_lists_with_one_row_and_with_none(tmp_path: Path, hands: Hands) -> None:
    def one_of_each(workspace: Workspace) -> None:
        today = workspace.today()
        workspace.skills.plan.add("Only [/foo] this", "One [/foo] item", today, today)
        workspace.skills.postings.add("Nothing is asked.", "One [/foo] posting")

    async with opened(tmp_path / "one", hands, before=one_of_each) as pilot:
        for text in ("Only [/foo] this", "One [/foo] posting", "One [/foo] item"):
            await press(pilot, *(["right"] if "Only" not in text else ["3"]), "end", "home", "pagedown", "up")
            assert text in seen(pilot)
    async with opened(tmp_path / "none", hands) as pilot:
        for text in ("No skills yet", "No postings yet", "Nothing is planned"):
            await press(pilot, *(["right"] if "skills" not in text else ["3"]), "end", "home", "pagedown", "up")
            assert text in seen(pilot)
            await press(pilot, "l", "m", "x", "t", "d", "f", "enter")  # nothing is there to do it with
            assert text in seen(pilot)


@pytest.mark.parametrize("words", KEPT, ids=range(len(KEPT)))
async def test_any_words_can_stand_in_the_lists(tmp_path: Path, hands: Hands, words: str) -> None:
    def before(workspace: Workspace) -> None:
        skill = workspace.skills.add(words[:100])
        workspace.skills.prove(skill, words)
        workspace.skills.postings.add(f"SQL {words}", words[:200])
        workspace.skills.plan.add(words[:100], words[:150], workspace.today(), workspace.today())

    async with opened(tmp_path / "a", hands, size=(120, 40), before=before) as pilot:
        await press(pilot, "3", "j", "right", "enter", "escape", "right", "enter", "escape")
        assert "The plan" in seen(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_the_skills_look(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    at = f"{size[0]}x{size[1]}"
    file = tmp_path / "resume.md"
    file.write_text(RESUME)
    async with opened(tmp_path / "a", hands, size=size, before=partial(some_skills, hands)) as pilot:
        await press(pilot, "3")
        snapshot(below(pilot), f"skills-gap-{at}")
        await press(pilot, "right")
        snapshot(below(pilot), f"skills-postings-{at}")
        await press(pilot, "j", "j", "enter")
        snapshot(seen(pilot), f"skills-reading-{at}")
        await press(pilot, "escape", "right")
        snapshot(below(pilot), f"skills-plan-{at}")
        await press(pilot, "left", "left", "j", "p")
        snapshot(seen(pilot), f"skills-form-{at}")
        await press(pilot, "escape", "c")
        await type_text(pilot, str(file))
        await press(pilot, "enter")
        await type_text(pilot, "Tarn")
        await press(pilot, "enter")
        snapshot(seen(pilot), f"skills-resume-{at}")


def test_a_line_of_the_plan_shows_what_has_gone_and_where_today_is() -> None:
    today = date(2026, 11, 22)
    item = Item(
        id="", skill="", skill_name="", title="", means="", why="", first=date(2026, 11, 12), last=date(2026, 12, 2),
        minutes=0, weekly=0, notes="", result="", state="open", ended=None, spent=0,
    )  # fmt: skip
    first, last = span([item], today)
    assert (first, last) == (item.first, item.last)
    assert line(item, first, last, today, 11) == "=====|-----"
    assert scale(first, last, 20) == "12 Nov         2 Dec"
    assert line(item, today, today, today, 5) == "|----"
