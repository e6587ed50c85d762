"""After a no, by keyboard, as a person lives through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.applications.board import Filters
from core.errors import Refused
from core.ritual.path import FIRST_THOUGHT, NAMING, REFRAMING, STEPS, Felt
from core.ritual.rejections import Reason
from core.workspace import Workspace
from tests.hostile import KEPT, REFUSED
from tests.shell import SIZES, Hands, below, opened, press, seen, type_text
from tui.widgets.rows import Rows


@pytest.fixture
def hands() -> Hands:
    return Hands()


def an_application(workspace: Workspace) -> None:
    today = workspace.today()
    row = workspace.applications.add("Acme GmbH", "Analyst", day=today - timedelta(days=20))
    workspace.applications.advance(row, "interview", today - timedelta(days=2))


def a_no(workspace: Workspace) -> None:
    an_application(workspace)
    no = workspace.rejections.log(application=workspace.board.page()[0].id, reasons=["slightly-more-relevant"])
    workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, "There is always [/one] more thing I do not have.")


def the_no(workspace: Workspace) -> str:
    return workspace.rejections.open()[0].id


async def log(pilot: Pilot[None], company: str) -> None:
    await press(pilot, "r")
    await type_text(pilot, company)
    await press(pilot, "ctrl+s", "escape")


async def test_a_no_is_noted_from_today_in_four_keys_and_the_name(tmp_path: Path, hands: Hands) -> None:
    keys = ["r", "ctrl+s", "escape", "escape"]
    assert len(keys) <= 6
    async with opened(tmp_path / "a", hands, before=an_application) as pilot:
        await press(pilot, keys[0])
        await type_text(pilot, "acme")
        await press(pilot, *keys[1:])
        assert "1 Today" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (no,) = workspace.rejections.open()
        assert (no.company, no.role, no.stage, no.day) == ("Acme GmbH", "Analyst", "interview", workspace.today())


async def test_escape_at_any_point_keeps_what_was_entered(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "Lantern")
        await press(pilot, "tab", "tab", "tab", "tab")
        await type_text(pilot, "They wrote kindly.")
        await press(pilot, "escape", "escape", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (no,) = workspace.rejections.open()
        assert (no.company, no.message) == ("Lantern", "They wrote kindly.")


async def test_a_message_without_a_company_waits_for_the_next_time(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r", "tab", "tab", "tab", "tab")
        await type_text(pilot, "We regret")
        await press(pilot, "escape")
        assert "A no has arrived" not in seen(pilot)
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        assert "We regret" in seen(pilot)


async def test_a_day_that_cannot_be_is_said_and_nothing_is_lost(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "Lantern")
        await press(pilot, "tab")
        await type_text(pilot, "x")
        await press(pilot, "ctrl+s")
        assert "is not a date known here" in seen(pilot)
        assert "Lantern" in seen(pilot)
        await type_text(pilot, "+3d")
        await press(pilot, "ctrl+s")
        assert "still ahead" in " ".join(seen(pilot).split())
        await type_text(pilot, "yesterday")
        await press(pilot, "ctrl+s", "escape", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (no,) = workspace.rejections.open()
        assert (no.company, no.day) == ("Lantern", workspace.today() - timedelta(days=1))


async def test_reasons_are_led_by_the_ones_outside_and_any_letter_skips(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "Lantern")
        await press(pilot, "ctrl+s")
        page = seen(pilot)
        assert page.index("Outside your hands") < page.index("I do not know")
        await press(pilot, "space", "down", "space", "enter", "escape")
        await log(pilot, "Other")
        await press(pilot, "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        reasons = {no.company: [reason.reason for reason in no.reasons] for no in workspace.rejections.open()}
        assert reasons == {"Lantern": ["budget", "hiring-freeze"], "Other": []}


async def to(pilot: Pilot[None], row: str) -> None:
    """Walk down to a row, as the arrow key does."""
    rows = pilot.app.screen.query_one(Rows)
    await press(pilot, "home")
    for _ in range(rows.count):
        if rows.row and rows.row.id == row:
            return
        await press(pilot, "down")
    pytest.fail(f"There is no row {row} on the screen:\n{seen(pilot)}")


async def test_the_whole_path_in_one_sitting(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, size=(100, 45), before=an_application) as pilot:
        await log(pilot, "acme")
        await press(pilot, "enter")
        assert "After Acme GmbH" in seen(pilot)

        await to(pilot, "window/until")
        await press(pilot, "enter", "enter")
        assert "open until Monday 20:00" in seen(pilot)
        await to(pilot, "window/steadying")
        await press(pilot, "enter", "enter", "d")

        await to(pilot, "naming/first-thought")
        await press(pilot, "enter")
        await type_text(pilot, "I knew it.")
        await press(pilot, "enter")
        assert "Your first thought: I knew it." in seen(pilot)
        await to(pilot, "naming/add")
        await press(pilot, "enter", "enter", "enter", *(["down"] * 8), "enter")
        assert "disappointed" in seen(pilot)
        await press(pilot, "d")

        await to(pilot, "writing/write")
        await press(pilot, "enter")
        assert "I knew it." in seen(pilot) and "0 min" in seen(pilot)
        await type_text(pilot, "To a friend I would say: rest.")
        await press(pilot, "escape", "d")

        await to(pilot, "reframing/trap")
        await press(pilot, "enter", "enter")
        await to(pilot, "reframing/shift")
        await press(pilot, "enter", "enter")
        assert "I knew it." in seen(pilot)
        await press(pilot, "escape")
        await to(pilot, "reframing/felt:disappointed")
        await press(pilot, "enter", *(["down"] * 4), "enter")
        assert "7 → 4" in seen(pilot) and "It has eased a little" in seen(pilot)
        await press(pilot, "d")
        assert "Nothing more for today" in seen(pilot)

        await to(pilot, "learning")
        assert "This goes better after a few days" in seen(pilot)
        await press(pilot, "enter")
        await to(pilot, "learning/excited")
        await press(pilot, "enter")
        await type_text(pilot, "The people.")
        await press(pilot, "escape", "d")

        await to(pilot, "asking")
        await press(pilot, "enter")
        await to(pilot, "asking/whom")
        await press(pilot, "enter")
        await type_text(pilot, "Ada")
        await press(pilot, "enter")
        await to(pilot, "asking/template")
        await press(pilot, "enter", "enter")
        await to(pilot, "asking/copy")
        await press(pilot, "enter")
        assert "Dear Ada" in pilot.app.clipboard
        await press(pilot, "d")

        await to(pilot, "closing")
        await press(pilot, "enter")
        await to(pilot, "closing/act")
        await press(pilot, "enter", "enter")
        assert "A candle for this one." in seen(pilot)
        await type_text(pilot, "The desk by the window.")
        await press(pilot, "escape")
        assert "It is out." in seen(pilot)
        await press(pilot, "escape")
        await to(pilot, "closing/close")
        await press(pilot, "enter")
        assert "Closed," in seen(pilot)

        await to(pilot, "next")
        await press(pilot, "enter")
        await to(pilot, "next/then")
        await press(pilot, "enter")
        await type_text(pilot, "I read one posting")
        await press(pilot, "enter")
        assert seen(pilot).count("[x]") == 8
    hands.set(2026, 11, 24, 9)
    async with opened(tmp_path / "a", hands) as pilot:
        assert "I read one posting" in seen(pilot).split("When you are ready")[0]
        assert "Acme" not in seen(pilot)


async def test_every_step_is_left_out_and_the_board_is_clear(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "2", *(["s"] * 8))
        assert seen(pilot).count("[-]") == 8
        assert "Closed," in seen(pilot)
        await press(pilot, "1")
        assert "Acme" not in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.board.count() == 0


async def test_the_path_over_five_days_with_the_app_restarted_between_the_steps(tmp_path: Path, hands: Hands) -> None:
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        a_no(workspace)
    for number, step in enumerate(STEPS):
        hands.set(2026, 11, 22 + number * 5 // 8, 12)
        async with opened(tmp_path / "a", hands) as pilot:
            await press(pilot, "2")
            assert "Your first thought: There is always [/one] more thing I do not have." in seen(pilot)
            assert f"[>] {number + 1}" in seen(pilot), step
            await press(pilot, "d")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        (no,) = workspace.rejections.closed()
        path = workspace.ritual.path(no.id)
        assert {step.state for step in path.steps} == {"done"}
        assert len({step.day for step in path.steps}) == 5


async def test_a_repeated_step_is_an_empty_page_and_the_first_thought_stays(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "2", "down", "down", "down", "down", "down", "down", "x")
        await press(pilot, "down", "enter")
        await type_text(pilot, "Perhaps not.")
        await press(pilot, "enter")
        assert "Perhaps not." in seen(pilot)
        assert "Your first thought: There is always [/one] more thing I do not have." in seen(pilot)


async def test_two_paths_at_once_keep_their_places(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await log(pilot, "Other")
        await press(pilot, "enter", "s")
        assert "After Other" in seen(pilot)
        await press(pilot, "o", "enter")
        assert "After Acme GmbH" in seen(pilot)
        assert "[>] 1" in seen(pilot)
        await press(pilot, "1", "2")
        assert "After Acme GmbH" in seen(pilot)


async def test_the_end_of_the_window_is_said_once_on_today(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "2", "down", "enter", "enter")
        assert "open until Monday 20:00" in seen(pilot)
        hands.set(2026, 11, 23, 21)
        await press(pilot, "1")
        assert "Your time to feel this has ended" in seen(pilot)
        await press(pilot, "home", "enter")
        assert "After Acme GmbH" in seen(pilot)
        await press(pilot, "1")
        assert "Your time to feel this has ended" not in seen(pilot)


async def test_despair_at_eight_or_more_offers_someone_to_talk_to_once(tmp_path: Path, hands: Hands) -> None:
    def heavy(workspace: Workspace) -> None:
        a_no(workspace)
        workspace.ritual.settle(the_no(workspace), "window", "skipped")
        workspace.ritual.feel(the_no(workspace), NAMING, [Felt(word="hopeless", family="sad", intensity=5)])

    async with opened(tmp_path / "a", hands, before=heavy) as pilot:
        await press(pilot, "2", "down", "down", "enter")
        await press(pilot, *(["down"] * 8), "enter")
        assert "That is a heavy feeling to hold" in seen(pilot)
        await press(pilot, "enter")
        assert "Someone to talk to" in seen(pilot)
        await press(pilot, "escape", "enter", *(["down"] * 9), "enter")
        assert "That is a heavy feeling to hold" not in seen(pilot)


async def test_a_page_half_written_is_there_after_a_crash(tmp_path: Path, hands: Hands) -> None:
    def half(workspace: Workspace) -> None:
        a_no(workspace)
        workspace.ritual.settle(the_no(workspace), "window", "skipped")
        workspace.ritual.settle(the_no(workspace), NAMING, "skipped")
        workspace.drafts.keep(f"ritual:{the_no(workspace)}:writing", "Half a sent")

    async with opened(tmp_path / "a", hands, before=half) as pilot:
        await press(pilot, "2", "down", "down", "enter")
        assert "Half a sent" in seen(pilot)
        await press(pilot, "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert workspace.journal.count() == 1
        assert workspace.drafts.all() == ()


async def test_today_never_counts_what_was_refused(tmp_path: Path, hands: Hands) -> None:
    def seven(workspace: Workspace) -> None:
        for number in range(7):
            no = workspace.rejections.log(f"Company {'abcdefg'[number]}")
            if number < 6:
                workspace.ritual.settle(no, "closing")

    async with opened(tmp_path / "a", hands, before=seven) as pilot:
        today = seen(pilot).partition("\n")[2].casefold()  # below the strip of places, which has numbers of its own
        assert "company g" in today and "company a" not in today
        assert not any(word in today for word in ("7", "seven", "six", "rejection", "rejected", "streak"))


async def test_the_same_no_noted_twice_is_one(tmp_path: Path, hands: Hands) -> None:
    async with opened(tmp_path / "a", hands, before=a_no) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "acme")
        await press(pilot, "ctrl+s")
        assert "A no from Acme GmbH is already here" in seen(pilot)
        await press(pilot, "enter", "escape", "escape")
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert len(workspace.rejections.open()) == 1


async def test_a_burst_of_applications_gets_one_quiet_line(tmp_path: Path, hands: Hands) -> None:
    def four(workspace: Workspace) -> None:
        workspace.ritual.open_window(workspace.rejections.log("Acme"))
        for number in range(3):
            workspace.applications.add(f"Company {number}")

    async with opened(tmp_path / "a", hands, before=four) as pilot:
        await press(pilot, "5", "a")
        await type_text(pilot, "Another")
        await press(pilot, "ctrl+s")
        assert "with a cooler head" in " ".join(seen(pilot).split())


async def test_a_rest_is_offered_quietly_and_can_be_sent_away(tmp_path: Path, hands: Hands) -> None:
    def five(workspace: Workspace) -> None:
        for letter in "abcde":
            workspace.ritual.settle(workspace.rejections.log(f"Company {letter}"), "closing")

    async with opened(tmp_path / "a", hands, before=five) as pilot:
        assert "It has been a long stretch" in seen(pilot)
        await press(pilot, "home", "enter")
        assert "Take a break, with an end" in seen(pilot)
        await press(pilot, "end", "up", "enter", "1")
        assert "It has been a long stretch" not in seen(pilot)


async def test_someone_of_the_team_is_one_key_away(tmp_path: Path, hands: Hands) -> None:
    def with_dele(workspace: Workspace) -> None:
        a_no(workspace)
        dele = workspace.team.people.add("Dele", seats=["believer"])
        workspace.team.sentences.keep(dele, "You wrote three you would sign.")

    async with opened(tmp_path / "a", hands, before=with_dele) as pilot:
        await press(pilot, "2")
        assert "“You wrote three you would sign.”" in seen(pilot)
        await press(pilot, "p", "enter")
        assert "Dele" in seen(pilot) and "it was a no today" in seen(pilot)
        await press(pilot, "escape", "enter")
        assert "Copied." in seen(pilot)


HOSTILE = (*KEPT, *REFUSED)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_is_shown_or_refused_in_every_step(tmp_path: Path, hands: Hands, text: str) -> None:
    def plant(workspace: Workspace) -> None:
        a_no(workspace)
        no = the_no(workspace)
        application = workspace.rejections.get(no).application
        for verb in (
            lambda: workspace.applications.change(application, company=text, role=text, posting=text, files=text),
            lambda: workspace.applications.add(text, text, "saved"),
            lambda: workspace.rounds.add(application, text, workspace.today(), interviewers=text, notes=text),
            lambda: workspace.materials.note(application, "resume", file=text, tailored=text),
            lambda: workspace.rejections.change(no, message=text),
            lambda: workspace.rejections.sort(no, [Reason(reason=text, control="")]),
            lambda: workspace.ritual.keep(no, NAMING, FIRST_THOUGHT, text),
            lambda: workspace.ritual.feel(no, NAMING, [Felt(word=text, intensity=3)]),
            lambda: workspace.ritual.keep(no, REFRAMING, "own", text),
            lambda: workspace.ritual.keep(no, REFRAMING, "trap", text),
            lambda: workspace.waiting.hold(text, text, no),
            lambda: workspace.waiting.park(text, no),
            lambda: workspace.writing.keep(no, text),
            lambda: workspace.asking.choose(no, "whom", text),
            lambda: workspace.asking.choose(no, "template", "feedback-short"),
            lambda: workspace.feedback.answered(workspace.feedback.of(no)[0].id, text),
            lambda: workspace.feedback.decode(workspace.feedback.of(no)[0].id, text, text),
            lambda: workspace.ritual.keep(no, "closing", "act", text),
            lambda: workspace.closing.plan(no, text, workspace.today(), cue=text),
            lambda: workspace.closing.resolve_to(text),
            lambda: workspace.doors.keep(no, "touch", workspace.today(), body=text, recipient=text),
            lambda: workspace.board.keep(text, Filters()),
        ):
            try:
                verb()
            except Refused as refused:
                assert refused.sentence

    async with opened(tmp_path / "a", hands, before=plant) as pilot:
        await press(pilot, "1", "2")
        screen = pilot.app.screen
        for step in (*STEPS, "after"):
            screen.expanded = step  # type: ignore[attr-defined]
            await screen.load()  # type: ignore[attr-defined]
            await press(pilot, "home", "end")
        await press(pilot, "5", "enter", "end", "escape", "v", "escape", "r", "escape")


async def test_what_a_newer_version_wrote_is_shown_as_it_is(tmp_path: Path, hands: Hands) -> None:
    def newer(workspace: Workspace) -> None:
        a_no(workspace)
        workspace.applications.add("Newer")
        note = workspace.store.note
        note("UPDATE applications SET stage = 'trial_day', mode = 'moon', channel = 'dream' WHERE company = 'Newer'")
        note("UPDATE rejections SET stage = 'trial_day', kind = 'telepathy'")
        note("UPDATE ritual_steps SET state = 'dreamt'")

    async with opened(tmp_path / "a", hands, before=newer) as pilot:
        await press(pilot, "2")
        assert "[x] 2" in seen(pilot)
        await press(pilot, "5")
        assert "trial_day" in seen(pilot)
        await press(pilot, "enter")
        assert "moon" in seen(pilot) and "dream" in seen(pilot)
    with Workspace.open(str(tmp_path / "a"), hands.clock) as workspace:
        assert {line.stage for line in workspace.board.page()} >= {"trial_day"}


def filled(workspace: Workspace) -> None:
    """A path with something in every step."""
    workspace.settings.set("name", "Ada")
    a_no(workspace)
    no, today = the_no(workspace), workspace.today()
    workspace.closing.resolve_to("I close the laptop and ring Dele.")
    workspace.ritual.open_window(no)
    workspace.ritual.keep(no, "window", "steadying", "This is hard, and I will get through it.")
    workspace.waiting.park("Change careers?", no)
    workspace.ritual.feel(no, NAMING, [Felt(word="discouraged", family="sad", intensity=7), Felt(word="sore")])
    workspace.writing.keep(no, "To a friend I would say: rest.")
    workspace.ritual.feel(no, REFRAMING, [Felt(word="discouraged", family="sad", intensity=4)])
    workspace.ritual.keep(no, REFRAMING, "trap", "always")
    workspace.ritual.keep(no, REFRAMING, "own", "I have not written for a clinic yet.")
    workspace.ritual.keep(no, "learning", "confident", "Their question about warnings.")
    workspace.asking.choose(no, "whom", "Henrike")
    workspace.asking.choose(no, "questions", "experience-or-focus")
    workspace.asking.choose(no, "template", "feedback-either-or")
    workspace.ritual.keep(no, "closing", "act", "candle")
    workspace.closing.plan(no, "I write the clinic story", today + timedelta(days=1), cue="I sit on the tram")
    workspace.doors.keep(no, "touch", today + timedelta(days=70))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", [*STEPS, "after"])
async def test_how_each_step_looks(
    tmp_path: Path, hands: Hands, size: tuple[int, int], step: str, snapshot: Callable[[str, str], None]
) -> None:
    async with opened(tmp_path / "a", hands, size=size, before=filled) as pilot:
        await press(pilot, "2")
        screen = pilot.app.screen
        screen.expanded = step  # type: ignore[attr-defined]
        await screen.load()  # type: ignore[attr-defined]
        screen.query_one("Rows").select(step)  # type: ignore[attr-defined]
        await press(pilot, "down", "down")
        assert "Your first thought" in seen(pilot)
        snapshot(below(pilot), f"ritual-{step}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_noting_a_no_and_the_two_quiet_pages_look(
    tmp_path: Path, hands: Hands, size: tuple[int, int], snapshot: Callable[[str, str], None]
) -> None:
    name = f"{size[0]}x{size[1]}"
    async with opened(tmp_path / "a", hands, size=size, before=filled) as pilot:
        await press(pilot, "r")
        snapshot(seen(pilot), f"ritual-log-{name}")
        await press(pilot, "escape", "2")
        screen = pilot.app.screen
        for step, row, kept in (("writing", "writing/write", "session"), ("closing", "closing/candle", "candle")):
            screen.expanded = step  # type: ignore[attr-defined]
            await screen.load()  # type: ignore[attr-defined]
            await to(pilot, row)
            await press(pilot, "enter")
            snapshot(seen(pilot), f"ritual-{kept}-{name}")
            await press(pilot, "escape")
