"""Deliberate defects: each makes the product wrong in one place, and the world of machines has to notice.

    python -m tests.defects [name ...]

Each is put into a copy of the sources and let run until something goes wrong, or a test that is named for it is run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
RUNS, STEPS, SECONDS = 20_000, 60, 900

# What is wrong, where, what stands there, what stands there instead.
DEFECTS: tuple[tuple[str, str, str, str], ...] = (
    ("the clock is not raised on import", "core/merging/intake.py", "str(self._hlc),", '"0",'),
    (
        "marks are not sent",
        "core/merging/streams.py",
        "FROM seen WHERE dev = ? AND",
        "FROM seen WHERE 0 AND dev = ? AND",
    ),
    (
        "marks at a bundle's first change are not sent",
        "core/merging/streams.py",
        "FROM seen WHERE dev = ? AND at BETWEEN ? AND ? ORDER",
        "FROM seen WHERE dev = ? AND at > ? AND at <= ? ORDER",
    ),
    ("marks come one write too late", "core/merging/intake.py", 'WHERE dev = 0") + 1', 'WHERE dev = 0") + 2'),
    ("marks come one write too early", "core/merging/intake.py", 'WHERE dev = 0") + 1', 'WHERE dev = 0")'),
    (
        "marks are overwritten",
        "core/merging/intake.py",
        "DELETE FROM seen WHERE dev = 0 AND at = ?",
        "DELETE FROM seen WHERE dev = 0 AND at <= ?",
    ),
    (
        "marks are kept by number instead of by hash",
        "core/merging/causality.py",
        "JOIN bundles USING (hash)",
        "JOIN bundles ON bundles.last = seen.upto",
    ),
    ("what was seen may shrink", "core/merging/causality.py", "max(upto, seen[-1] if seen else 0)", "upto"),
    (
        "a branch forgets what it branched off from",
        "core/merging/causality.py",
        "while dev in self._parents:",
        "while False:",
    ),
    ("marks that come to mean something change nothing", "core/merging/intake.py", "        self._reread()\n", ""),
    (
        "an import answers with a change",
        "core/merging/intake.py",
        "        Fold(store.conn, store.shape).rows(self._touched)",
        """        patch = '{"_new":1,"id":"ack","value":""}'
        ack = "INSERT INTO changes (dev, n, hlc, tbl, row, patch) VALUES (0, ?, ?, 'settings', 'ack', ?)"
        store.note(ack, next_n, self._hlc + 1, patch)
        Fold(store.conn, store.shape).rows({*self._touched, ("settings", "ack")})""",
    ),
    (
        "an import is not one transaction",
        "core/merging/streams.py",
        "        with self._store.exclusive():\n            intake =",
        "        if True:\n            intake =",
    ),
    (
        "equal readings are settled by arrival",
        "core/merging/fold.py",
        "ORDER BY c.row, c.hlc, c.patch",
        "ORDER BY c.row, c.hlc, c.seq",
    ),
    (
        "the last to delete or write decides",
        "core/merging/law.py",
        "    covered: Vector = {}",
        "    return own[-1].patch != DIED\n    covered: Vector = {}",
    ),
    (
        "children do not keep their owner",
        "core/merging/law.py",
        "for event in (*writes, *below)",
        "for event in writes",
    ),
    ("an owner is not asked again", "core/merging/fold.py", "        self._ask_owners(wanted)\n", ""),
    ("what dies leaves its children", "core/merging/fold.py", "self._shape.referrers(table) if gone else ()", "()"),
    (
        "what returns leaves its children behind",
        "core/merging/fold.py",
        "        self._add(self._apart_from(born))\n",
        "",
    ),
    ("a mention of nothing stays", "core/merging/fold.py", "                        values[each.column] = None\n", ""),
    ("a removed child is forgotten", "core/storage/store.py", "            self._part(table, row)\n", ""),
    ("a row that is written again comes alone", "core/storage/store.py", "                self._bring_back()\n", ""),
    ("undo removes what others built on", "core/storage/undo.py", "if not self._is_held(table, row):", "if True:"),
    ("undo writes below an owner that is gone", "core/storage/undo.py", "if each.owned and now is None:", "if False:"),
    (
        "columns without a value are not logged",
        "core/storage/changes.py",
        "patch({**values, NEW: 1})",
        "patch({**{c: v for c, v in values.items() if v is not None}, NEW: 1})",
    ),
    (
        "numbers keep 15 digits",
        "core/storage/changes.py",
        '{"real": value.hex()}',
        '{"real": float(f"{value:.15g}").hex()}',
    ),
    (
        "unknown columns are dropped",
        "core/merging/fold.py",
        '                apart.append(("", table, row))\n',
        "                pass\n",
    ),
    ("unknown tables are dropped", "core/merging/fold.py", '[("", table, row) for row in ids]', "[]"),
    (
        "the second branch of a fork joins the first",
        "core/merging/intake.py",
        "            if end == prev.last:\n",
        "            if end:\n",
    ),
    (
        "the second branch of a fork is refused",
        "sync/merge.py",
        "if not _follows(bundle, intake.find(bundle.prev)):",
        "if not _follows(bundle, intake.find(bundle.prev)) or intake.splits(bundle):",
    ),
    ("a fork is not told", "sync/merge.py", "    elif intake.splits(bundle):", "    elif False:"),
    (
        "a copy that has not written yet keeps the name",
        "sync/merge.py",
        "is_twin = bundle.device == streams.device",
        "is_twin = bundle.device == streams.device and streams.unsealed() > 0",
    ),
    (
        "a copy does not say what it follows",
        "core/merging/streams.py",
        'return self._cut(0, device, n, head["hash"], after + 1, last, app)',
        'return self._cut(0, device, n, head["hash"] if n > 1 else "", after + 1, last, app)',
    ),
    (
        "a copy drops what its sent bundles follow",
        "core/merging/intake.py",
        '"DELETE FROM bundles WHERE dev = 0 AND last > ?", last',
        '"DELETE FROM bundles WHERE dev = 0 AND hash IN (SELECT hash FROM outbox)"',
    ),
    (
        "a change given out twice counts twice",
        "core/merging/law.py",
        "all(n > covered.get(dev, 0) for dev, n in event.at)",
        "any(n > covered.get(dev, 0) for dev, n in event.at)",
    ),
    ("what the store lost is not put back", "sync/merge.py", "return tuple(each.hash for each in gone)", "return ()"),
    (
        "a store that went back in time is taken as it is",
        "sync/merge.py",
        "        streams.alarm(Alarm(",
        "        str(Alarm(",
    ),
    (
        "a gap is passed over",
        "sync/merge.py",
        "            if not bundle.prev or intake.find(bundle.prev) or bundle.prev in given_up\n",
        "",
    ),
    ("a gap is not told", "sync/exchange.py", "for device, n in way.objects.gaps().items()]", "for device, n in ()]"),
    (
        "another vault's bundles are taken",
        "sync/bundle.py",
        'header["vault"] == vault and _is_whole(bundle) and write(bundle, vault) == plaintext',
        "_is_whole(bundle)",
    ),
    ("what nobody could make anew is taken", "sync/bundle.py", " and write(bundle, vault) == plaintext", ""),
    ("a later form is read as this one", "sync/bundle.py", 'if header["v"] != VERSION:', "if False:"),
    (
        "of several texts only the newest is offered",
        "core/merging/law.py",
        "for event in reversed(tips)",
        "for event in tips[-1:]",
    ),
    (
        "choosing the text that stands settles nothing",
        "core/merging/conflicts.py",
        "            door.affirm(table, row, column)",
        "            pass",
    ),
    (
        "a file is sent when the store has taken it",
        "sync/giving.py",
        "kept = self._way.place.get(name, len(body)) == body",
        "kept = True",
    ),
    ("what was put is not noted", "sync/giving.py", "                self._way.objects.note([object])\n", ""),
    (
        "what goes out is not bound to the log",
        "core/merging/streams.py",
        "        with self._store.exclusive():\n            bundle =",
        "        if True:\n            bundle =",
    ),
    (
        "files that could not be used are not looked at again",
        "sync/taking.py",
        '{"torn", "newer", "foreign"} if search',
        "set() if search",
    ),
    (
        "a file that cannot be read stops the round",
        "sync/taking.py",
        "        except StoreError:\n            return []",
        "        except ZeroDivisionError:\n            return []",
    ),
    (
        "what came too early is not read again",
        "sync/taking.py",
        "        while ready := self._way.objects.ready(self._way.objects.given_up()):",
        "        while ready := ():",
    ),
    (
        "files that are gone are still counted",
        "sync/exchange.py",
        "        objects.forget(objects.states().keys() - set(found))\n",
        "",
    ),
    (
        "a file is what it once was",
        "sync/giving.py",
        'if each.state != "image" or digest(body) not in (each.about or each.name):',
        "if False:",
    ),
    ("a bundle is what its file is called", "core/merging/objects.py", "hash = excluded.hash, ", ""),
    ("foreign files are not told", "sync/exchange.py", '            if each.state == "foreign" or', "            if"),
    (
        "an alarm that is over stays",
        "core/merging/streams.py",
        "            if fact[0] in kinds:",
        "            if False:",
    ),
    ("a snapshot is not looked at", "sync/exchange.py", "        yield from snapshots.start()\n", ""),
    (
        "a note counts without its snapshot",
        "sync/snapshots.py",
        "if any(_is_file(image, note.file) for image in images)",
        "if images or note",
    ),
    (
        "what a snapshot holds is put back for ever",
        "sync/exchange.py",
        "giving.mend(covered := snapshots.covered())",
        "giving.mend((covered := snapshots.covered()) - covered)",
    ),
    (
        "what a snapshot is without counts as in it",
        "core/merging/streams.py",
        "WHERE prev NOT IN (SELECT value FROM json_each(?))",
        "WHERE ?2 IS NOT NULL",
    ),
    ("two snapshots delete each other", "sync/snapshots.py", "and less and older.file != note.file", ""),
    (
        "what is on its way keeps the old keys",
        "sync/exchange.py",
        "            way.streams.sealed_anew(self._giving.made)\n",
        "            pass\n",
    ),
    (
        "new keys leave everything as it was known",
        "sync/exchange.py",
        "            way.objects.forget(way.objects.states())\n",
        "            pass\n",
    ),
    (
        "who has only the old keys goes on sending",
        "sync/exchange.py",
        "        if not way.is_behind:",
        "        if True:",
    ),
    ("old keys are as good as new ones", "sync/taking.py", '"bundle" if each.hash in counted', '"bundle" if True'),
    ("what was sent with old keys stays as it is", "sync/giving.py", "gone = [*sorted(kept), *merge", "gone = [*merge"),
    ("what is locked with old keys is never deleted", "sync/snapshots.py", "held & way.objects.past())", "False)"),
    (
        "of two new keys each machine holds its own for the greater",
        "sync/keys.py",
        "holds, less = sorted((self, other), key=lambda each: (each.line, each.generation), reverse=True)",
        "holds, less = other, self",
    ),
    (
        "keys that do not hold are forgotten",
        "sync/keys.py",
        "*both[len(self.epochs) :], *theirs.values()]",
        "*both[len(self.epochs) :]]",
    ),
    (
        "who has both keys keeps it to itself",
        "sync/keyrings.py",
        "                learn(keyring)\n",
        "                pass\n",
    ),
    (
        "what is locked with keys that do not hold is a stranger's",
        "sync/files.py",
        '"bundle" if opened.current or opened.beside else "old"',
        '"bundle" if opened.current else "foreign"',
    ),
    (
        "a snapshot that is locked with keys that do not hold stays",
        "sync/snapshots.py",
        "if any(note.past and",
        "if any(False and",
    ),
    (
        "no snapshot is made for the sake of an older one",
        "sync/snapshots.py",
        "return bool(self._left_behind()) and",
        "return False and",
    ),
    (
        "a large snapshot is never opened to see with which keys it is locked",
        "sync/exchange.py",
        "                snapshots.look_at_unnamed()\n",
        "",
    ),
    (
        "a snapshot is what its file is called",
        "sync/giving.py",
        "or digest(body) not in (each.about or each.name)",
        "or False",
    ),
    (
        "who had seen what comes after all is not asked again",
        "core/merging/intake.py",
        "self._told.union(hash",
        "set[str](hash",
    ),
    (
        "one machine alone gives up",
        "core/merging/objects.py",
        'door.put("given_up", hash, at=stamp(door.now))',
        'self._store.note("INSERT OR IGNORE INTO given_up (id, at) VALUES (?, ?)", hash, stamp(door.now))',
    ),
    ("what comes after all stays apart", "core/merging/intake.py", "        self._adopt(bundle, hash, stream)\n", ""),
    (
        "a snapshot waits for what was given up",
        "sync/snapshots.py",
        "way.store.clock, some, given_up)",
        "way.store.clock, some)",
    ),
)


# What the world meets too seldom has a test of its own.
BY_A_TEST = {
    "what nobody could make anew is taken": "test_bundle.py::test_what_could_not_be_made_anew_byte_for_byte_is_refused",
    "a later form is read as this one": ("test_bundle.py::test_a_bundle_of_another_vault_or_a_later_form_is_not_read"),
    "a snapshot is what its file is called": (
        "test_snapshots.py::test_a_snapshot_in_the_place_of_another_one_is_noticed_and_what_it_hid_is_put_back"
    ),
    "who had seen what comes after all is not asked again": (
        "test_snapshots.py::test_what_was_given_up_and_comes_after_all_tells_what_others_had_seen"
    ),
    "a bundle is what its file is called": (
        "test_exchange.py::test_a_file_that_came_to_hold_another_one_counts_as_that_one_and_what_it_held_is_put_back"
    ),
    "what a snapshot is without counts as in it": (
        "test_snapshots.py::test_what_a_snapshot_was_made_without_is_put_back_by_whoever_holds_it"
    ),
    "a snapshot waits for what was given up": (
        "test_snapshots.py::test_a_new_machine_has_from_a_snapshot_what_follows_something_that_was_given_up"
    ),
    "no snapshot is made for the sake of an older one": (
        "test_shared.py::test_after_two_drops_no_snapshot_is_left_that_an_earlier_key_opens"
    ),
    "keys that do not hold are forgotten": (
        "test_shared.py::test_two_machines_that_drop_a_third_at_the_same_moment_end_with_one_keyring"
    ),
}


def caught(file: str, old: str, new: str, runs: int = RUNS, test: str = "") -> str:
    """What goes wrong with this defect, in the world or in `test`; "" if nothing does."""
    with tempfile.TemporaryDirectory() as folder:
        for each in ("core", "onward", "sync", "tests", "cli", "tui", "screens"):
            shutil.copytree(ROOT / each, Path(folder, each), ignore=shutil.ignore_patterns("__pycache__", "vectors"))
        path = Path(folder, file)
        source = path.read_text(encoding="utf-8")
        source = source.replace(old, new) if old else source
        compile(source, file, "exec")
        path.write_text(source, encoding="utf-8")
        shutil.copy(ROOT / "pyproject.toml", folder)
        world = ["tests.world.drive", "0", str(runs), str(STEPS), "brief"]
        command = [sys.executable, "-m", *(["pytest", "--quiet", f"tests/{test}"] if test else world)]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return ""
        return (done.stdout + done.stderr).strip().split("\n")[-1] if done.returncode else ""


def tried(defect: tuple[str, str, str, str]) -> bool:
    """Try one defect and tell what noticed it, or that nothing did."""
    name, file, old, new = defect
    start = perf_counter()
    told = caught(file, old, new, test=BY_A_TEST.get(name, ""))
    print(f"{perf_counter() - start:5.1f} s  {name}: {told or 'NOT NOTICED'}", flush=True)
    return bool(told)


def main() -> int:
    """Try every defect, or those named, one to a core at a time, and tell what noticed them."""
    begin = perf_counter()
    for test in ("", *BY_A_TEST.values()):
        untouched = caught("sync/merge.py", "", "", runs=20, test=test)
        assert not untouched, f"without any defect: {untouched}"
    wanted = [each for each in DEFECTS if each[0] in sys.argv[1:] or not sys.argv[1:]]
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        missed = [*cores.map(tried, wanted)].count(False)
    print(f"{len(wanted)} defects in {perf_counter() - begin:.0f} s, {missed} not noticed")
    return missed


if __name__ == "__main__":
    sys.exit(main())
