"""Export: everything, in an order that depends on nothing but the content."""

from __future__ import annotations

import io
import json
import random
import sqlite3

import pytest

from core.storage import schema
from core.workspace import Workspace
from tests.hostile import KEPT
from tests.replay import exported, replayed


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.memory()


def test_an_empty_workspace_names_every_table(workspace: Workspace) -> None:
    document = json.loads(exported(workspace))
    assert document["format"] == "onward-export" and document["version"] == 1
    assert {"entries", "tags", "feelings", "settings", "steps"} <= set(document["tables"])
    assert not set(document["tables"]) & schema.LOCAL
    assert all(rows == [] for rows in document["tables"].values())


def test_what_was_written_is_in_it_word_for_word(workspace: Workspace) -> None:
    for body in KEPT:
        workspace.journal.tag(workspace.journal.write(body), "x")
    rows = json.loads(exported(workspace))["tables"]["entries"]
    assert all(list(row) == sorted(row) for row in rows)
    bodies = [row["body"] for row in rows]
    kept = {workspace.journal.entry(line.id).body for line in workspace.journal.window(0, 99)}
    assert set(bodies) == kept and len(bodies) == len(KEPT)


def test_the_order_of_writing_does_not_show(workspace: Workspace) -> None:
    rows = [{"id": f"id-{n}", "day": "2026-11-22", "at": "", "body": str(n), "prompt": ""} for n in range(20)]
    other = Workspace.memory()
    for target in (workspace, other):
        with target.store.write("Write") as door:
            for row in random.sample(rows, len(rows)):
                door.insert("entries", **row)
    assert exported(workspace) == exported(other)


def test_drafts_and_the_log_stay_on_this_machine(workspace: Workspace) -> None:
    before = exported(workspace)
    workspace.drafts.keep("entry:new", "not yet said")
    workspace.store.note("INSERT INTO local VALUES ('device', 'mine')")
    assert exported(workspace) == before


def test_numbers_and_bytes_come_out_exactly(workspace: Workspace) -> None:
    with workspace.store.write("Write") as door:
        door.insert("settings", id="a", value=b"\x00\xff")
        door.insert("settings", id="b", value=0.1 + 0.2)
    rows = json.loads(exported(workspace))["tables"]["settings"]
    assert rows[0]["value"] == {"blob": "00ff"}
    assert "0.3" in str(rows[1]["value"])
    assert exported(replayed(workspace.store)) == exported(workspace)


def test_it_is_one_moment_even_while_another_process_writes(tmp_path: object) -> None:
    path = f"{tmp_path}/home/onward.sqlite"
    with Workspace.open(path) as reader, Workspace.open(path) as writer:
        writer.journal.write("before")

        class Slow(io.StringIO):
            wrote = False

            def write(self, text: str, /) -> int:
                if not self.wrote:
                    self.wrote = True
                    writer.journal.tag(writer.journal.write("meanwhile"), "late")
                return super().write(text)

        out = Slow()
        reader.export(out)
        tables = json.loads(out.getvalue())["tables"]
        assert len(tables["entries"]) - len(tables["tags"]) in (0, 1)
        assert len(json.loads(exported(reader))["tables"]["entries"]) == 2


def test_an_export_that_cannot_be_written_leaves_the_workspace_usable(workspace: Workspace) -> None:
    class Full:
        def write(self, text: str, /) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        workspace.export(Full())
    assert workspace.journal.write("still here")
    with pytest.raises(sqlite3.OperationalError):
        workspace.store.conn.execute("ROLLBACK")
