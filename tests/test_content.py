"""What the wording promises: it can be told apart, it covers every practice, it is kind, and a person may extend it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import CHANGED, FILES, OWN, Choice, Content, fill
from core.content.files import load, plain

SHIPPED = Path(__file__).parent.parent / "core" / "content" / "en"
FILE_NAMES = sorted(path.stem for path in SHIPPED.glob("*.toml"))


def strings(value: Any, at: str = "") -> list[tuple[str, str]]:
    """Every text in a parsed file, with where it stands."""
    if isinstance(value, str):
        return [(at, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in strings(item, f"{at}.{key}")]


def shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / f"{name}.toml").read_text("utf-8"))


def every_string() -> list[tuple[str, str]]:
    return [found for name in FILE_NAMES for found in strings(shipped(name), name)]


# The tone


FORBIDDEN = {
    "an exclamation mark": r"!",
    "an order": r"\b(must|have got to|you need to|you should|should have|should've|ought to)\b",
    "failure": r"\bfail",
    "a streak": r"\bstreaks?\b|\bin a row\b|\bbadges?\b|\bpoints\b|\blevel up\b|\bquota\b",
    "a percentage": r"%|\bper ?cent\b|\d\s?x faster",
    "a pep talk": r"\b(amazing|awesome|crush|rock ?star|hustle|grind|you've got this|stay positive|cheer up)\b",
    "a first impression in seconds": r"\b(7|seven|10|ten)[- –](10 )?seconds?\b|first impression",
    "a number of rejections": r"\d+ (rejections|noes|no's)\b|\bnumbers game\b",
    "pain in the brain": r"\bbrain\b|\bneural\b|\brewir",
    "a term that is not one": r"rejection fatigue",
    "where jobs come from": r"(most|many) jobs (come|are filled)|\bhidden job market\b",
    "who is never read": r"never (be )?(read|seen) by",
    "a verdict on the person": r"\b(loser|lazy|weak person|pathetic)\b",
    "shouting": r"\b(?!(?:CVV|SADAG|MANAS|ESCO|JOBS|STAR|OK)\b)[A-Z]{4,}\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_sentence_carries(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], 0 if what == "shouting" else re.IGNORECASE)
    assert [found for found in every_string() if pattern.search(found[1])] == []


def test_no_sentence_carries_an_emoji_or_a_control_character() -> None:
    odd = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\x00-\x09\x0b-\x1f\x7f-\x9f]")
    assert [found for found in every_string() if odd.search(found[1])] == []


def test_applications_come_without_a_number() -> None:
    application = next(row for row in Content().practices() if row.id == "application")
    assert application.target is None
    assert not application.starter


# The files


def test_every_file_that_ships_is_known_and_loads() -> None:
    content = Content()
    assert sorted({*FILES, "demo"} & set(FILE_NAMES)) == FILE_NAMES
    for name in FILES:
        content.groups(name)
    assert content.problems() == ()


def test_the_quick_reader_reads_what_tomllib_reads() -> None:
    for name in FILE_NAMES:
        assert load(name, "en") == shipped(name)


@pytest.mark.parametrize(
    "source",
    [
        "a = 'x'",
        "a = 1 # one",
        "[a.b]\nc = 1",
        "[a]\n[a]",
        "a = { b = 1 }",
        'a = """\nb"""',
        "a",
        "[[a]]\nb = c",
        "a=1",
    ],
)
def test_what_is_not_plain_is_left_to_tomllib(source: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        plain(source)


@pytest.mark.parametrize("name", FILE_NAMES)
def test_ids_are_unique_and_plain(name: str) -> None:
    ids = [row["id"] for row in shipped(name).get("rows", ())]
    assert len(ids) == len(set(ids))
    assert [id for id in ids if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", id)] == []


@pytest.mark.parametrize("name", FILE_NAMES)
def test_no_sentence_is_empty_or_padded(name: str) -> None:
    allowed_empty = {".country"}
    assert [
        (at, text)
        for at, text in strings(shipped(name))
        if text != text.strip("\n ") or (not text and not at.endswith(tuple(allowed_empty)))
    ] == []


def test_everything_that_rests_on_something_names_evidence_that_is_there() -> None:
    known = {row["id"] for row in shipped("evidence")["rows"]}
    used = {row["basis"] for name in FILE_NAMES for row in shipped(name).get("rows", ()) if row.get("basis")}
    assert used <= known


def test_every_group_of_a_shipped_row_has_a_label() -> None:
    for name in FILE_NAMES:
        data = shipped(name)
        used = {row["group"] for row in data.get("rows", ()) if row.get("group")}
        labels = shipped("today" if name == "practices" else name).get("groups", {})
        assert used <= labels.keys(), name


# The practice list: its letters, and how many rows each has.
SIZES = "A21 B12 C18 D8 E17 F16 G17 H9 I5 J8 K10 L8 M17 N11 O15 P15 Q11 R13 S8 T7 U3 V5"
PRACTICES = {f"{size[0]}{number + 1}" for size in SIZES.split() for number in range(int(size[1:]))}

# What is covered: the ids of the practice list, by where the words for them live.

COVERED = {
    "practices": "K1 K2 K3 K4 K5 K6 K7 K8 K9 K10 L1 L2 L3 L4 L5 L6 L7 L8 O14 Q8 R6 R13",
    "feelings": "C3 C4 C5 C6 C7 C8 C9 C10 C18",
    "prompts": "B6 B7 C1 C2 C11 C12 L7 M1 M2 U1 U3 V1 V2 V4 V5",
    "rituals": "A1 A14 B1 B2 B3 B4 B5 B6 B7 B8 B10 B11 B12 C1 C2 C11 E12 F14 G1 G2 G3 G11 I1 I4 I5 J1 J8",
    "reasons": "A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14",
    "hurts": "A15 A16 A17 A18 A19 A20 A21",
    "steadying": "B9",
    "helps": "B5 B10 C2 C12 C13 C14 C15 C16 C17 L4 L5",
    "guards": "D1 D2 D3 D4 D5 D6 D7 D8",
    "shifts": "E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 E13 E14 E15 E16 E17",
    "learning": "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F15 F16",
    "feedback": "G1 G2 G3 G4 G5 G6 G7 G8 G9 G11 G12 G13",
    "templates": "G10 M7 N7 Q4 Q11 T1 T2 T3 T4 T5 T6",
    "decode": "G14 G15 G16 G17",
    "closing": "I1 I2 I3 I4 I5",
    "actions": "J2 J3 J4 J5 J6 J7 J8",
    "doors": "T1 T2 T3 T4 T5 T6 T7",
    "fatigue": "V1 V2 V3 V4 V5",
    "seats": "Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q9 Q10 Q11",
    "wins": "M1 M2 M3 M4 M5 M6 M8 M9 M10 M11 M12 M13 M14 M15 M16 M17",
    "whys": "U1 U2 U3",
    "materials": "O1 O2 O3 O4 O5 O6 O7 O8 O9 O10 O11 O12 O13 O14 O15",
    "interviews": "L6 N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11",
    "means": "P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P13 P14 P15",
    "strategy": "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13",
    "patterns": "A2 H1 H2 H3 H4 H5 H6 H7 H8 H9",
    "review": "S2 S3 S4 S5 S6 S7 S8",
}


@pytest.mark.parametrize("name", COVERED)
def test_every_practice_has_words(name: str) -> None:
    found = {id for row in shipped(name)["rows"] for id in row.get("covers", ())}
    assert set(COVERED[name].split()) - found == set()


def test_every_practice_of_the_list_has_words_somewhere() -> None:
    named = {id for name in FILE_NAMES for row in shipped(name).get("rows", ()) for id in row.get("covers", ())}
    assert PRACTICES - named == set()


def test_only_practices_that_exist_are_named() -> None:
    named = {id for name in FILE_NAMES for row in shipped(name).get("rows", ()) for id in row.get("covers", ())}
    assert named - PRACTICES == set()


# The day's words


def test_practices_fit_their_place() -> None:
    rows = Content().practices()
    assert [row.name for row in rows if len(row.name) > 40] == []
    assert 4 <= sum(row.starter for row in rows) <= 6
    assert {row.group for row in rows if row.light} >= {"body", "mind", "people", "search"}


def test_despair_is_among_the_words_and_marked() -> None:
    heavy = {row.id for row in Content().choices("feelings") if row.heavy}
    assert {"despair", "hopeless"} <= heavy
    assert 6 <= len(Content().groups("feelings")) <= 8


def test_every_contact_is_dated() -> None:
    contacts = Content().contacts()
    assert all(re.fullmatch(r"20\d\d-\d\d", row.checked) for row in contacts)
    assert len({row.country for row in contacts}) >= 12
    assert contacts[-1].country == ""


def test_a_named_greeting_has_a_form_without_a_name() -> None:
    content = Content()
    for part in ("morning", "afternoon", "evening", "night"):
        for turn in range(5):
            assert "{" not in content.say(f"today.greeting.{part}", turn)
            assert "Ana" in content.say(f"today.greeting.{part}_named", turn, name="Ana")


def test_what_is_asked_of_an_employer_is_one_of_four_messages_with_room_for_two_questions() -> None:
    messages = Content().templates("feedback")
    assert len(messages) == 4
    for row in messages:
        assert "{name}" in row.text
        assert "{questions}" in row.text
        assert re.search(r"\{(role|company)\}", row.text)


def test_every_door_has_a_day_and_a_message_or_none_to_send() -> None:
    templates = {row.id for row in Content().templates("doors")}
    for row in Content().choices("doors"):
        assert row.days is not None
        assert set(row.more) <= templates
    waits = {row.id: row.days for row in Content().choices("doors")}
    assert (waits["touch"], waits["reapply"]) == (70, 182)


def test_outside_reasons_come_first_and_not_knowing_stands_on_its_own() -> None:
    groups = [row.group for row in Content().choices("reasons")]
    assert groups == sorted(groups, key=["outside", "unknown", "inside"].index)
    assert groups.count("outside") > groups.count("inside")


def test_an_if_then_plan_has_two_halves() -> None:
    assert all(len(row.more) == 2 for row in Content().choices("actions"))


def test_every_sentence_the_program_says_is_there() -> None:
    asked = re.compile(r"""\b(say|lines)\(\s*["']((?:FILE)\.[a-z_]+\.[a-z_]+)["']""".replace("FILE", "|".join(FILES)))
    root = SHIPPED.parents[2]
    sources = [path for folder in ("core", "tui", "screens", "cli") for path in (root / folder).rglob("*.py")]
    said = {(path.name, key) for path in sources for _, key in asked.findall(path.read_text("utf-8"))}
    known = {
        f"{name}.{table}.{key}"
        for name in FILES
        for table, texts in shipped(name).items()
        if table != "rows"
        for key in texts
    }
    assert {(name, key) for name, key in said if key not in known} == set()


# The demo


def test_the_demo_names_only_what_exists() -> None:
    content, demo = Content(), Content().demo()
    known = {name: {row.id for row in content.choices(name)} for name in FILES if name not in ("practices", "rituals")}
    assert {row["id"] for row in demo["practices"] if "id" in row} <= {row.id for row in content.practices()}
    assert {row["mood"] for row in demo["entries"] + demo["evenings"]} <= known["feelings"]
    assert {seat for row in demo["team"] for seat in row["seats"]} <= known["seats"]
    assert {row["kind"] for row in demo["wins"]} <= known["wins"]
    applications = {row["id"] for row in demo["applications"]}
    words = {f"{table}.{key}" for table, texts in shipped("applications").items() for key in texts}
    for row in demo["applications"]:
        assert {
            f"outcomes.{row.get('outcome', 'accepted')}",
            f"channels.{row['channel']}",
            f"modes.{row['mode']}",
        } <= words
        assert {f"stages.{stage['stage']}" for stage in row["stages"]} <= words
    for row in demo["rejections"]:
        assert row["application"] in applications
        assert {f"stages.{row['stage']}", f"answers.{row['kind']}"} <= words
        assert {feeling["word"] for feeling in row["feelings"]} <= known["feelings"]
        assert set(row["reasons"]) <= known["reasons"]
        assert {row["trap"]} <= known["traps"]
        assert {row["shift"]} <= known["shifts"]
        assert row["learned"].keys() <= known["learning"]
        assert set(row.get("doors", ())) <= known["doors"]


def test_the_demo_is_ten_weeks_that_end_today() -> None:
    demo = Content().demo()
    assert (len(demo["applications"]), len(demo["rejections"]), len(demo["team"])) == (12, 4, 4)
    assert len(demo["entries"]) >= 30
    for row in demo["practices"]:
        noted = row.get("done", row.get("amounts"))
        assert len(noted) == (10 if row.get("id") in ("application", "one-skill", "check-in", "look-back") else 70)
    for kind in ("entries", "evenings", "wins"):
        days = [row["days_ago"] for row in demo[kind]]
        assert days == sorted(days, reverse=True)
        assert 0 < min(days) <= max(days) < 70


def test_the_demo_tells_each_application_in_order() -> None:
    for row in Content().demo()["applications"]:
        days = [stage["days_ago"] for stage in row["stages"]]
        assert days == sorted(days, reverse=True)
        assert row.get("outcome_days_ago", -99) < days[-1]
        assert ("outcome" in row) == ("outcome_days_ago" in row)


def test_a_placeholder_reaches_into_nothing() -> None:
    assert fill("{name} {name.__class__} {other}", name="Ana") == "Ana {name.__class__} {other}"
    assert fill("{self} {text}", self="a", text="{self}") == "a {self}"


# A person's own files


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "content"


def write(folder: Path, name: str, text: str | bytes) -> Content:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return Content(folder)


def test_own_rows_stand_beside_the_built_in_ones(own: Path) -> None:
    content = write(own, "feelings", '[[rows]]\nid = "wobbly"\ntext = "wobbly"\ngroup = "in between"\n')
    assert content.choices("feelings")[-1] == Choice(id="wobbly", text="wobbly", group="in between", origin=OWN)
    assert len(content.choices("feelings")) == len(Content().choices("feelings")) + 1
    assert content.groups("feelings")[-1] == ("in between", "in between")
    assert content.problems() == ()


def test_rewording_keeps_the_original_and_ends_with_the_row(own: Path) -> None:
    content = write(own, "prompts", '[[rows]]\nid = "put-down"\ntext = "What stays in the drawer tonight?"\n')
    (mine,) = (row for row in content.choices("prompts") if row.id == "put-down")
    (before,) = (row for row in Content().choices("prompts") if row.id == "put-down")
    assert (mine.text, mine.origin, mine.group) == ("What stays in the drawer tonight?", CHANGED, before.group)
    assert before.text == "What can you put down until tomorrow?"
    (own / "prompts.toml").unlink()
    assert before in Content(own).choices("prompts")


def test_what_the_app_relies_on_cannot_be_reworded_away(own: Path) -> None:
    content = write(own, "feelings", '[[rows]]\nid = "despair"\ntext = "low"\nheavy = false\n')
    assert content.choices("feelings") == Content().choices("feelings")
    assert "feelings.toml, line 1: " in content.problems()[0]


def test_a_sentence_of_the_app_can_be_reworded(own: Path) -> None:
    content = write(own, "today", '[greeting]\nmorning = ["Hello again."]\n')
    assert content.say("today.greeting.morning", 7) == "Hello again."
    assert content.say("today.next.title") == "Next"


BROKEN = {
    "an open quote": ('[[rows]]\nid = "a"\ntext = "half\n', 3, "Illegal character"),
    "a row without an id": ('\n[[rows]]\ntext = "a"\n', 2, '"id" is missing'),
    "an unknown field": ('[[rows]]\nid = "a"\ntext = "a"\n[[rows]]\nid = "b"\ntext = "b"\ncolour = "x"\n', 4, "colour"),
    "a number for a text": ('[[rows]]\nid = "a"\ntext = 3\n', 1, "text in quotes"),
    "an id twice": ('[[rows]]\nid = "a"\ntext = "a"\n\n[[rows]]\nid = "a"\ntext = "b"\n', 5, "is there twice"),
    "an empty text": ('[[rows]]\nid = "a"\ntext = " "\n', 1, '"text" is empty'),
    "rows that are none": ('rows = "many"\n', 1, "no rows"),
    "an unknown sentence": ('\n[ask]\n\ngroup = "?"\nwrod = "?"\n', 5, "ask.wrod"),
    "a table for a sentence": ("[ask]\nword = { a = 1 }\n", 2, "text in quotes"),
    "a stray value": ("a = 1\n", 1, '"a"'),
    "not UTF-8": (b'[ask]\nword = "\xff"\n', 2, "UTF-8"),
    "a nest of brackets": ("a = " + "[" * 20_000, 1, "nested"),
    "a NUL": ('[[rows]]\nid = "a"\ntext = "a\\u0000"\n', 1, "NUL"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_named_with_its_line_and_everything_else_works(own: Path, what: str) -> None:
    text, line, reason = BROKEN[what]
    content = write(own, "feelings", text)
    (sentence,) = content.problems()
    assert f"feelings.toml, line {line}: " in sentence
    assert reason in sentence
    assert sentence.endswith(".")
    assert set(Content().choices("feelings")) <= set(content.choices("feelings"))
    assert content.say("feelings.ask.word") == "And more exactly?"


def test_a_misnamed_file_and_one_that_cannot_be_read_are_said(own: Path) -> None:
    write(own, "feeling", "")
    (own / "prompts.toml").mkdir()
    (own / "today.toml").write_bytes(b"#" * 1_000_001)
    said = " ".join(Content(own).problems())
    assert "feeling.toml was not read" in said
    assert "prompts.toml cannot be read" in said
    assert "today.toml is larger than" in said


@given(text=st.text() | st.text(alphabet='[]{}="\n#.,rowsid textaskword0123456789\\', max_size=200))
def test_whatever_stands_in_a_persons_file_the_built_in_words_are_there(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("own")
    (folder / "feelings.toml").write_text(text, "utf-8", errors="surrogatepass", newline="")
    content = Content(folder)
    for word in Content().choices("feelings"):
        assert any(row.id == word.id for row in content.choices("feelings"))
    assert all(problem.endswith(".") for problem in content.problems())


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1).filter(str.strip))
def test_own_words_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from unicodedata import normalize

    escaped = "".join(f"\\U{ord(character):08x}" for character in text)
    content = write(
        tmp_path_factory.mktemp("own"), "prompts", f'[[rows]]\nid = "mine"\ntext = "{escaped}"\ngroup = "any"\n'
    )
    assert content.choices("prompts")[-1].text == normalize("NFC", text)
    assert content.problems() == ()


# Cost


def test_importing_the_content_reads_no_file_and_no_toml() -> None:
    code = "import core.content, sys; assert not {'tomllib', 'importlib.resources', 'pydantic'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SHIPPED.parents[2])
