"""Files that are broken, made to harm, or too large: each gets its sentence, and nothing is stored by half."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import OnwardError, Refused, StorageError
from core.importing import plan as planning
from core.importing import source as sources
from core.importing import table
from core.importing.plan import NEW, REFUSED
from core.importing.shape import Options, Thing
from core.importing.source import Source
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.hostile import REFUSED as UNKEEPABLE
from tests.replay import exported
from tests.test_importing import GOOD, HERE, fresh, planned, zipped

MANY = int(os.environ.get("ONWARD_IMPORT_ROWS", "400"))  # 50000 is what has to hold
TABLES = {
    "linkedin": "linkedin/Jobs/Job Applications.csv",
    "saved jobs": "linkedin/Jobs/Saved Jobs.csv",
    "praise": "linkedin/Recommendations_Received.csv",
    "jobsync": "jobsync.csv",
    "simplify": "simplify.csv",
    "huntr": "huntr/USER_JOBS_USER_FULL_DATA_DOWNLOAD_1.csv",
    "huntr list": "huntr-list.csv",
    "teal": "teal.csv",
    "daylio": "daylio.csv",
    "diary": "diary.csv",
}
ZIPS = ("linkedin", "huntr", "notion", "dayone")
FORMULAS = ('=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1")
HOSTILE = [*KEPT, *UNKEEPABLE, *FORMULAS, "a\x00b", "\x1b]0;x\x07", "'; DROP TABLE applications; --", "x" * 3000]


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with fresh() as workspace:
        yield workspace


def cells(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((HERE / TABLES[name]).read_text(encoding="utf-8-sig"), newline="")))


def written(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8", name: str = "x.csv") -> Source:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return Source.of_bytes(out.getvalue().encode(encoding, "surrogatepass"), name)


def bare(things: Iterator[Thing]) -> list[object]:
    """Things without their ids, which are new each time."""
    return [
        (
            thing.title,
            [{k: v for k, v in row.columns.items() if k not in ("application", "entry")} for row in thing.rows],
        )
        for thing in things
    ]


def fails(workspace: Workspace, source: Source | bytes | str, **options: object) -> str:
    """The sentence with which a source is refused; the workspace is as it was."""
    before = exported(workspace)
    with pytest.raises(OnwardError) as refused:
        if isinstance(source, bytes):
            source = Source.of_bytes(source, "x.zip")
        with planned(workspace, Source.open(source) if isinstance(source, str) else source, **options) as plan:
            plan.preview()
            plan.run()
    assert exported(workspace) == before and workspace.undo.last() is None
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


# As another locale writes it


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_another_dress_is_the_same_table(workspace: Workspace, name: str) -> None:
    file = Path(TABLES[name]).name
    with planned(workspace, written(cells(name), name=file)) as plain:
        for delimiter, encoding in ((";", "utf-16"), ("\t", "utf-8-sig"), (";", "utf-16-le"), ("|", "utf-8")):
            with planned(workspace, written(cells(name), delimiter, encoding, file)) as other:
                facts = other.parts[0].facts
                assert other.format.id == plain.format.id and facts is not None and facts.delimiter == delimiter
                assert bare(other.things()) == bare(plain.things())


@pytest.mark.parametrize(
    ("typed", "order", "day"),
    [
        ("3/7/24, 2:22 PM", "mdy", "2024-03-07"),
        ("3/7/24, 2:22 PM", "dmy", "2024-07-03"),
        ("05 Mar 2024", "", "2024-03-05"),
        ("March 5, 2026", "", "2026-03-05"),
        ("Mar 5, 2026 9:00 AM", "", "2026-03-05"),
        ("Thursday, 5. März 2026", "", "2026-03-05"),
        ("5 mars 2026", "", "2026-03-05"),
        ("05-Mar-24", "", "2024-03-05"),
        ("2026-03-05T23:30:00.000Z", "", "2026-03-06"),  # as the clock in Berlin showed it
        ("2026-03-05T23:30:00+01:00", "", "2026-03-05"),
        ("2026/3/5", "", "2026-03-05"),
        ("5.3.2026", "", "2026-03-05"),
        ("5. 3. 2026", "", "2026-03-05"),
        ("31/12/2025", "", "2025-12-31"),
        ("12/31/2025", "", "2025-12-31"),
        ("2026年3月5日", "", "2026-03-05"),
        ("46086", "", "2026-03-05"),
        ("26/3/5", "ymd", "2026-03-05"),
        ("99-12-31", "", "1999-12-31"),
        ("٥/٣/٢٠٢٦", "dmy", "2026-03-05"),
        ("March 5, 2026 → March 9, 2026", "", "2026-03-05"),
    ],
)
def test_a_day_is_read_as_it_was_meant(workspace: Workspace, typed: str, order: str, day: str) -> None:
    source = written([["Company", "Date applied"], ["Acme", typed]])
    with planned(workspace, source, dates=order) as plan:
        (thing,) = plan.things()
        assert thing.rows[0].columns["applied"] == day


@pytest.mark.parametrize(
    ("days", "order", "sure"),
    [
        (["3/4/2026", "13/4/2026"], "dmy", True),
        (["3/4/2026", "3/14/2026"], "mdy", True),
        (["3/4/2026", "5/6/2026"], "mdy", False),
        (["13/4/2026", "3/14/2026"], "dmy", False),  # both at once: somebody has to say
        (["3.4.2026", "5.6.2026"], "dmy", True),
        (["3/12/2025", "12/10/2026"], "dmy", True),  # the other way round, December 2026 would lie ahead
        (["2026-03-04"], "ymd", True),
        (["March 4, 2026"], "ymd", True),
    ],
)
def test_the_order_of_dates_follows_from_the_dates(
    workspace: Workspace, days: list[str], order: str, sure: bool
) -> None:
    with planned(workspace, written([["Company", "Applied"], *(["Acme", day] for day in days)])) as plan:
        facts = plan.parts[0].facts
        assert facts is not None and (facts.dates, facts.sure) == (order, sure)


@pytest.mark.parametrize("typed", ["31/31/2026", "soon", "0000-00-00", "2026-13-45", "9" * 60, "1/1/1"])
def test_what_is_no_day_stands_in_the_notes(workspace: Workspace, typed: str) -> None:
    with planned(workspace, written([["Company", "Applied"], ["Acme", typed]])) as plan:
        (thing,) = plan.things()
        assert thing.rows[0].columns["applied"] == "" and f"Applied: {typed}" in str(thing.rows[0].columns["notes"])
        assert "was not understood as a date" in thing.remarks[0]


def test_a_day_that_lies_ahead_stands_in_the_notes(workspace: Workspace) -> None:
    with planned(workspace, written([["Company", "Applied"], ["Acme", "2026-12-24"]])) as plan:
        (thing,) = plan.things()
        assert "lies ahead" in thing.remarks[0] and thing.rows[0].columns["notes"] == "Applied: 2026-12-24"


# Missing columns, wrong encodings


@pytest.mark.parametrize("name", TABLES)
def test_without_its_columns_a_table_is_not_guessed_at(workspace: Workspace, name: str) -> None:
    head, *rows = cells(name)
    wanted = {
        "Company Name",
        "Company",
        "companyName",
        "Employer",
        "Job Title",
        "JobTitle",
        "title",
        "Text",
        "full_date",
    }
    wanted |= {"Date", "Title", "First Name", "Last Name", "date"}
    kept = [place for place, column in enumerate(head) if column not in wanted]
    cut = [[row[place] for place in kept] for row in [head, *rows]]
    with planned(workspace, written(cut)) as plan:
        preview = plan.preview()
        assert preview.count == 0 and preview.states[REFUSED] == sum(any(row) for row in cut[1:])
        assert plan.run().count == 0
    assert workspace.undo.last() is None


def test_a_row_that_is_short_or_long_is_kept(workspace: Workspace) -> None:
    with planned(workspace, written([["Company", "Role"], ["Acme"], ["Beta", "Editor", "and more", ""]])) as plan:
        one, two = plan.things()
        assert one.title == "Acme" and two.rows[0].columns["notes"] == "column 3: and more"


@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_encoding_is_said(workspace: Workspace, name: str) -> None:
    head, *rows = cells(name)
    source = written([head, *rows, ["Müller ß"] * len(head)], encoding="cp1252")
    assert "x.csv is not written in utf-8" in fails(workspace, source, encoding="utf-8")
    with planned(workspace, source) as plan:
        facts = plan.parts[0].facts
        assert facts is not None and facts.encoding == "cp1252"


@pytest.mark.parametrize("name", ["jrnl.txt", "jrnl.json", "dayone/Journal.json"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_diary_in_another_encoding_is_the_same_diary(workspace: Workspace, name: str, encoding: str) -> None:
    body = (HERE / name).read_text(encoding="utf-8")
    sources_ = [Source.of_bytes(body.encode(one), "x") for one in ("utf-8", encoding)]
    forms = {"jrnl.txt": "jrnl", "jrnl.json": "jrnl-json"}
    form = forms.get(name, "dayone")
    with planned(workspace, sources_[0], format=form) as one, planned(workspace, sources_[1], format=form) as two:
        assert bare(one.things()) == bare(two.things())
    broken = Source.of_bytes(body.encode() + "ü".encode("cp1252"), "x")
    assert "is not written in utf-8" in fails(workspace, broken, format=form, encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "form", "said"),
    [
        ('{"entries": [', "jrnl-json", "is not whole JSON"),
        ('{"entries": {}}', "jrnl-json", "has no list of “entries”"),
        ('{"entries": [1]}', "jrnl-json", "has no list of “entries”"),
        ("[]", "dayone", "JSON of another form"),
        ("[" * 100_000, "dayone", "is not whole JSON"),
        ('{"metadata": {}}', "dayone", "has no list of “entries”"),
        ("no day at all", "jrnl", "no line that begins an entry"),
        ("[not a day] title", "jrnl", "no line that begins an entry"),
    ],
)
def test_a_diary_without_what_it_needs_is_said(workspace: Workspace, body: str, form: str, said: str) -> None:
    assert said in fails(workspace, Source.of_bytes(body.encode(), "x"), format=form)


@pytest.mark.parametrize("form", ["jrnl-json", "dayone"])
@given(
    entry=st.dictionaries(
        st.sampled_from(
            [
                "title",
                "body",
                "text",
                "date",
                "time",
                "creationDate",
                "timeZone",
                "tags",
                "starred",
                "location",
                "weather",
            ]
        ),
        st.none()
        | st.integers()
        | st.text(max_size=8)
        | st.lists(st.text(max_size=3))
        | st.dictionaries(st.text(max_size=3), st.floats())
        | st.just("2026-03-01")
        | st.just("../../etc/passwd"),
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_an_entry_is_read_or_refused(
    workspace: Workspace, form: str, entry: dict[str, object]
) -> None:
    source = Source.of_bytes(json.dumps({"entries": [entry]}).encode(), "x")
    with planned(workspace, source, format=form) as plan:
        assert sum(plan.preview().states.values()) == 1


# Cells that break programs


@pytest.mark.parametrize("name", TABLES)
def test_hostile_cells_are_kept_as_words_and_come_back_out(workspace: Workspace, name: str) -> None:
    head, first, *_ = cells(name)
    rows = [head, first]
    for place, column in enumerate(head):
        if "date" not in column.lower():
            rows += [[*first[:place], hostile, *first[place + 1 :]] for hostile in HOSTILE]
    before = exported(workspace)
    with planned(workspace, written(rows), again=True) as plan:
        shown = {row.id: row for thing in plan.things() for row in thing.rows}
        done = plan.run()
        assert done.count > len(HOSTILE)
    for table_ in ("applications", "entries", "praise"):
        for row in workspace.store.rows(f"SELECT * FROM {table_}"):
            kept = dict(row)
            assert {k: kept[k] for k in kept if k not in ("pk", "id")} == shown[kept["id"]].columns
            assert not any("\0" in str(value) for value in kept.values())
    json.loads(exported(workspace))
    workspace.undo.undo()
    assert exported(workspace) == before


def test_half_a_character_is_left_out_and_said(workspace: Workspace) -> None:
    source = Source.of_bytes(b'{"entries": [{"title": "a\\ud83db \\u0000", "date": "2026-01-02"}]}', "x")
    with planned(workspace, source) as plan:
        (thing,) = plan.things()
        assert thing.rows[0].columns["body"] == "ab "
    with planned(workspace, written([["Company", "Role"], ["Ac\0me", "Writer"]])) as plan:
        (thing,) = plan.things()
        assert thing.rows[0].columns["company"] == "Acme" and "Signs that cannot be kept" in thing.remarks[0]


names = st.sampled_from(("Company", "Role", "Applied", "Status", "Job URL", "Notes", "Remote", "Source", "Salary", ""))
values = st.one_of(
    st.sampled_from(("Acme", "Interview", "2026-03-05", "3/4/2026", "https://x.org/a?utm_source=b", "yes", *FORMULAS)),
    st.sampled_from(KEPT),
    st.text(max_size=12),
)


@given(
    head=st.lists(names, min_size=1, max_size=7),
    rows=st.lists(st.lists(values, max_size=8), max_size=8),
    dates=st.sampled_from(("", "dmy", "mdy")),
    again=st.booleans(),
)
@example(head=["Company", "Company"], rows=[["a", "b"], ["a", "b"]], dates="", again=False)
@settings(max_examples=60, deadline=None)
def test_the_preview_is_what_is_stored_whatever_the_table(
    head: list[str], rows: list[list[str]], dates: str, again: bool
) -> None:
    with fresh() as workspace:
        workspace.applications.add("Acme", "Interview")
        before = exported(workspace)
        try:
            with planned(workspace, written([head, *rows]), format="csv", dates=dates, again=again) as plan:
                preview = plan.preview()
                shown = [row for thing in plan.things() for row in thing.rows]
                assert [plan.thing(line.number) for line in preview.lines if line.state == NEW] == list(plan.things())
                done = plan.run()
        except Refused as refused:
            assert refused.sentence.endswith(".") and exported(workspace) == before
            return
        assert done.new == preview.new
        tables = json.loads(before)["tables"]
        for row in shown:
            tables[row.table].append({"id": row.id, **row.columns})
        for kept in tables.values():
            kept.sort(key=lambda one: str(one["id"]))
        assert json.loads(exported(workspace))["tables"] == tables
        if done.count:
            assert workspace.undo.undo() is not None
        assert exported(workspace) == before


@given(st.binary(max_size=400), st.sampled_from(["", "csv", "linkedin", "jrnl", "jrnl-json", "dayone", "daylio"]))
@example(b"\xff\xfe", "csv")
@example(b"PK\x05\x06" + bytes(18), "")
@example(b'"', "csv")
@example(b"a,b\n" + b'"open', "csv")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(workspace: Workspace, body: bytes, form: str) -> None:
    before = exported(workspace)
    try:
        with planned(workspace, Source.of_bytes(body, "x"), format=form) as plan:
            plan.preview()
            plan.run()
    except Refused as refused:
        assert refused.sentence.endswith((".", "once."))
    else:
        if workspace.undo.last():
            workspace.undo.undo()
    assert exported(workspace) == before


# Files that are none, zips that are made to harm


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "has no form that is known here"),
        (b"%PDF-1.4\n", "is a PDF"),
        (b"SQLite format 3\0", "is a database"),
        (b"\x89PNG\r\n", "is a picture"),
        (random.Random(1).randbytes(5000), "is not text"),
        (b'Company,Role\nAcme,Writer\n"open,x\n\n', "a quotation mark in line 3 is never closed"),
        (b"PK\x03\x04" + b"x" * 100, "is not a whole zip"),
        (b"age-encryption.org/v1\n", "is encrypted"),
    ],
)
def test_what_is_no_such_file_gets_its_sentence(workspace: Workspace, tmp_path: Path, body: bytes, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(body)
    if said == "is not text" or said.startswith("has no form"):
        path = path.rename(tmp_path / "x.dat")
    assert said in fails(workspace, str(path))


def test_folders_devices_and_nothing_get_their_sentences(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert "is a folder without files" in fails(workspace, str(tmp_path / "empty"))
    assert "is neither a file nor a folder" in fails(workspace, str(tmp_path / "pipe"))
    assert "No such file" in fails(workspace, str(tmp_path / "nowhere"))
    assert fails(workspace, "a\0b") == "a␀b cannot be read: no such file."
    (tmp_path / "away").symlink_to("/etc")
    (tmp_path / "empty" / "outside.csv").symlink_to("/etc/passwd")
    assert "is a folder without files" in fails(workspace, str(tmp_path / "empty"))


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_that_breaks_off_is_refused_wherever_it_does(workspace: Workspace, name: str) -> None:
    whole = zipped(HERE / name)
    for cut in range(5, len(whole), max(1, len(whole) // 25)):
        fails(workspace, whole[:cut])


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_with_one_wrong_bit_is_refused_or_the_same(workspace: Workspace, name: str) -> None:
    whole, chance = bytearray(zipped(HERE / name)), random.Random(name)
    for _ in range(40):
        body = bytearray(whole)
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        try:
            with planned(workspace, Source.of_bytes(bytes(body), "x.zip")) as plan:
                plan.preview()
        except Refused as refused:
            assert refused.sentence


def packed(members: dict[str, bytes], *, mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", mode) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def test_a_zip_that_unpacks_without_end_is_stopped(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    head = b"Application Date,Contact Email,Company Name,Job Title,Job Url\n"
    bomb = packed({"Jobs/Job Applications.csv": head + b" " * 30_000_000})
    assert len(bomb) < 60_000
    # What a member is said to have does not count: a lie about it is found out, too.
    lying = bomb.replace(struct.pack("<I", len(head) + 30_000_000), struct.pack("<I", 100))
    monkeypatch.setattr(sources.Member.open, "__defaults__", (1_000_000,))
    for body in (bomb, lying):
        said = fails(workspace, body)
        assert "has more than 1 MB in it" in said or "breaks off or is damaged" in said


def test_a_zip_inside_a_zip_is_opened_once_and_bounded(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped(HERE / "notion")
    with planned(workspace, Source.of_bytes(packed({"Export-1.zip": inner}), "x.zip")) as plan:
        assert plan.format.id == "notion" and plan.preview().count == 2
    deep = packed({"c.zip": packed({"b.zip": packed({"a.zip": inner})})})
    assert "has no form that is known here" in fails(workspace, deep)
    monkeypatch.setattr(sources, "NESTED", 100)
    assert "in it, so it was not taken in" in fails(workspace, packed({"Export-1.zip": inner}))


@pytest.mark.parametrize(
    "where", ["../../../evil/", "/etc/", "C:\\Windows\\", "..\\..\\", "a/\x1b[2J\u202e/", "con/nul/"]
)
def test_a_name_that_leads_elsewhere_leads_nowhere(
    workspace: Workspace, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    good = (HERE / TABLES["linkedin"]).read_bytes()
    body = packed({f"{where}Job Applications.csv": good})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.zip").write_bytes(body)
    with planned(workspace, Source.open(str(tmp_path / "in" / "x.zip"))) as plan:
        assert plan.run().count == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "x.zip"]


def test_a_zip_with_a_password_or_too_many_members_is_said(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = bytearray(packed({"Job Applications.csv": b"x" * 100}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + offset] |= 1
    assert "has a password" in fails(workspace, bytes(body))
    monkeypatch.setattr(sources, "MOST", 10)
    many = packed({f"{n}.csv": b"a,b\n" for n in range(20)})
    assert "more members than any such file" in fails(workspace, many)
    office = packed({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})
    assert "is an Office document" in fails(workspace, office)
    assert "is a zip with nothing in it" in fails(workspace, packed({}))


def test_a_file_that_changes_between_the_look_and_the_storing_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Company,Role\nAcme,Writer\n")
    with planned(workspace, path) as plan:
        plan.preview()
        path.write_text("Company,Role\nAcme,Writer\nBeta,Editor\n")
        with pytest.raises(Refused, match="has changed since it was looked at"):
            plan.run()
        path.unlink()
        with pytest.raises(Refused, match="has changed since it was looked at"):
            plan.run()
    with pytest.raises(StorageError):
        Source.open(str(path))


# Much of it


def large(name: str, count: int) -> Source:
    """A form with `count` things in it, each different."""
    if name == "jrnl":
        return Source.of_bytes("".join(f"[2020-01-02 10:00] Entry {n}\nWords\n\n" for n in range(count)).encode(), "x")
    if name in ("jrnl-json", "dayone"):
        make: Callable[[int], dict[str, object]] = (
            (lambda n: {"title": f"Entry {n}", "body": "", "date": "2020-01-02", "time": "10:00", "tags": ["@x"]})
            if name == "jrnl-json"
            else (lambda n: {"creationDate": "2020-01-02T10:00:00Z", "text": f"Entry {n}"})
        )
        return Source.of_bytes(json.dumps({"entries": [make(n) for n in range(count)]}).encode(), "x")
    head, first, *_ = cells(name)
    rows = (
        [
            f"{cell.partition('?')[0]} {n}" if cell and key in UNIQUE else cell
            for key, cell in zip(head, first, strict=True)
        ]
        for n in range(count)
    )
    return written([head, *rows])


UNIQUE = ("Company Name", "Company", "companyName", "Employer", "Job Url", "Job URL", "URL", "Text", "note")


@pytest.mark.parametrize("name", [*TABLES, "jrnl", "jrnl-json", "dayone"])
def test_many_are_stored_in_one_step_and_taken_back_in_one(workspace: Workspace, name: str) -> None:
    before = exported(workspace)
    told: list[int] = []
    with planned(workspace, large(name, MANY)) as plan:
        assert plan.preview(told.append).count == MANY
        assert plan.run().count == MANY
        assert plan.preview().count == 0
    assert told and told == sorted(told)
    assert workspace.undo.undo() is not None and workspace.undo.last() is None
    assert exported(workspace) == before


def test_more_than_anyone_has_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST", 10)
    assert "has more than 10 rows" in fails(workspace, large("teal", 11))
    monkeypatch.setattr(planning, "MOST", 5)
    assert "holds more than 5 things" in fails(workspace, large("teal", 8))


def test_what_fails_half_way_stores_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put, count = planning.Plan._put, iter(range(1000))

    def broken(self: planning.Plan, *arguments: object) -> None:
        if next(count) == 7:
            raise OSError(28, "No space left on device")
        put(self, *arguments)  # type: ignore[arg-type]

    before = exported(workspace)
    monkeypatch.setattr(planning.Plan, "_put", broken)
    with planned(workspace, large("teal", 20)) as plan, pytest.raises(OSError, match="No space"):
        plan.run()
    assert exported(workspace) == before and workspace.undo.last() is None


def test_every_good_file_is_in_use() -> None:
    assert {path.parts[0] for path in (one.relative_to(HERE) for one in HERE.rglob("*"))} == {
        Path(one).parts[0] for one in GOOD.values()
    }


def test_options_have_nothing_said_at_first() -> None:
    assert Options() == Options(format="", columns=(), words=())
