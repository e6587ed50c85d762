"""Bundles: what travels between machines, as bytes and as files of the vault."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merging.carried import Bundle
from core.storage import changes
from sync import age, bundle, packing, sealed
from sync.errors import ForeignFile, NoMatch, PayloadError
from sync.recipients import X25519Identity
from sync.vault import from_code

VAULT = "0123456789abcdef0123456789abcdef"
KEY = X25519Identity(bytes(range(32)))
KEYS = sealed.Keys(from_code(KEY))
HASH = "ab" * 32
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
values = st.one_of(st.none(), numbers, st.binary(max_size=9), texts)


def a_bundle(**changed: Any) -> Bundle:
    rows = (
        (5, 1 << 40, "entries", "a", changes.born({"id": "a", "body": 'wörds "patch": {\n'})),
        (6, (1 << 40) + 1, "entries", "a", changes.DIED),
    )
    made = Bundle(
        device="abcdefgh234567ab", n=2, prev=HASH, first=5, last=6, app="1.0", changes=rows, marks=((6, HASH, 9),)
    )
    return replace(made, **changed)


@given(st.lists(st.tuples(texts, texts, st.dictionaries(texts, values, max_size=4)), min_size=1, max_size=5))
def test_what_is_written_is_what_is_read(rows: list[tuple[str, str, dict[str, Any]]]) -> None:
    log = tuple((5 + n, 7 + n, table, row, changes.patch(patch)) for n, (table, row, patch) in enumerate(rows))
    made = a_bundle(changes=log, last=4 + len(log), marks=((5, HASH, 9), (5, "cd" * 32, 1)))
    plaintext = bundle.write(made, VAULT)
    assert bundle.read(plaintext, VAULT) == made
    assert bundle.write(bundle.read(plaintext, VAULT), VAULT) == plaintext


def test_every_line_of_a_bundle_is_json_for_whoever_has_only_jq() -> None:
    lines = [json.loads(line) for line in bundle.write(a_bundle(), VAULT).decode().splitlines()]
    assert lines[0]["v"] == 1 and lines[0]["prev"] == HASH and lines[0]["lines"] == 3
    assert [sorted(line) for line in lines[1:]] == [
        ["hlc", "n", "patch", "row", "tbl"],
        ["at", "seen"],
        ["hlc", "n", "patch", "row", "tbl"],
    ]


def test_a_changed_byte_is_noticed_wherever_it_is() -> None:
    plaintext = bundle.write(a_bundle(), VAULT)
    read = bundle.read(plaintext, VAULT)
    for place in range(len(plaintext)):
        broken = plaintext[:place] + bytes([plaintext[place] ^ 1]) + plaintext[place + 1 :]
        try:
            other = bundle.read(broken, VAULT)
        except bundle.UnreadableBundle:
            continue
        assert other.changes == read.changes and other.marks == read.marks  # a name in the header, never a change
    for length in range(len(plaintext)):
        with pytest.raises(bundle.UnreadableBundle):
            bundle.read(plaintext[:length], VAULT)


@pytest.mark.parametrize(
    "changed",
    [
        {"device": "../../etc/passwd"},
        {"n": 0},
        {"prev": ""},
        {"first": 4},
        {"last": 7},
        {"marks": ((6, "x", 9),)},
        {"marks": ((6, HASH, 0),)},
        {"changes": a_bundle().changes[::-1]},
        {"changes": ((5, 9, "t", "r", "{}"), (6, 9, "t", "r", "{}"))},
        {"changes": ((5, 9, "t", "r", "{}"), (6, 1 << 62, "t", "r", "{}"))},
        {"changes": ((5, 9, "t", "r", '{"id":"s"}'), (6, 10, "t", "r", "{}"))},
        *(
            {"changes": ((5, 9, "t", "r", f'{{"a":{value}}}'), (6, 10, "t", "r", "{}"))}
            for value in ("[1]", "1.5", "NaN", str(1 << 63), '{"a":1,"b":2}', '{"blob":"zz"}', '{"real":7}')
        ),
        {"changes": ((5, 9, "t", "r", "[]"), (6, 10, "t", "r", "{}"))},
        {"changes": ((5, 9, "t", "r", '{"a":"\\ud800"}'), (6, 10, "t", "r", "{}"))},
        {"changes": ()},
    ],
    ids=str,
)
def test_what_no_machine_of_ours_would_write_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(bundle.UnreadableBundle):
        bundle.read(bundle.write(a_bundle(**changed), VAULT), VAULT)


@pytest.mark.parametrize(
    ("stands", "instead"),
    [
        (b'"last":6', b'"last":1000000000000'),
        (b'"n":2,"prev"', b'"n":2.0,"prev"'),
        (b'"first":5', b'"first":5.0'),
        (b'"app":"1.0"', b'"app":"\\ud800"'),
        (b'"v":1', b'"v":1,"w":1'),
        (b'{"app"', b'{ "app"'),
    ],
)
def test_what_could_not_be_made_anew_byte_for_byte_is_refused(stands: bytes, instead: bytes) -> None:
    plaintext = bundle.write(a_bundle(), VAULT)
    assert plaintext.count(stands) == 1
    with pytest.raises(bundle.UnreadableBundle):
        bundle.read(plaintext.replace(stands, instead), VAULT)


def test_a_bundle_of_another_vault_or_a_later_form_is_not_read() -> None:
    plaintext = bundle.write(a_bundle(), VAULT)
    with pytest.raises(bundle.UnreadableBundle):
        bundle.read(plaintext, "f" * 32)
    with pytest.raises(bundle.NewerBundle, match="newer Onward"):
        bundle.read(plaintext.replace(b'"v":1', b'"v":2'), VAULT)


# As a file of the vault


def test_a_sealed_bundle_opens_with_the_vaults_key_and_no_other() -> None:
    made = KEYS.seal(b"hello" * 99)
    assert KEYS.open(made) == (b"hello" * 99, "bundle", True, False)
    assert made != KEYS.seal(b"hello" * 99)
    with pytest.raises(NoMatch):
        sealed.Keys(from_code(X25519Identity.generate())).open(made)


def test_a_file_made_with_the_public_key_alone_is_not_ours() -> None:
    forged = io.BytesIO()
    age.encrypt(io.BytesIO(b"x"), forged, [KEY.recipient])
    for made in (forged.getvalue(), sealed.seal(b"x", KEY, "f" * 32)):
        with pytest.raises(ForeignFile):
            KEYS.open(made)
    assert KEYS.open(KEYS.seal(b"x", "backup")).purpose == "backup"


def test_a_small_file_that_would_fill_the_memory_is_stopped() -> None:
    with pytest.raises(PayloadError):
        KEYS.open(KEYS.seal(bytes(1 << 20)), limit=1 << 19)


def test_lengths_tell_little() -> None:
    sizes = {packing.padded(length + 8) for length in range(1, 10_000)}
    assert len(sizes) < 150
    for length in range(1, 10_000):
        assert length + 8 <= packing.padded(length + 8) <= (length + 8) * 1.12
    assert [packing.padded(length) for length in (0, 1, 9, 17, 100, 1000)] == [0, 1, 10, 18, 104, 1024]


def test_the_name_of_a_file_says_the_device_and_its_number_and_is_checked_by_its_content() -> None:
    made = sealed.seal(b"x", KEY, VAULT)
    name = sealed.file_name("abcdefgh234567ab", 7, made)
    assert name.startswith("dev/abcdefgh234567ab/00000007-") and name.endswith(".age")
    assert name != sealed.file_name("abcdefgh234567ab", 7, made + b"x")


@pytest.mark.skipif(not (shutil.which("age") and shutil.which("zstd")), reason="needs the age and zstd programs")
def test_stock_tools_are_enough_to_read_a_bundle(tmp_path: Path) -> None:
    plaintext = bundle.write(a_bundle(), VAULT)
    (tmp_path / "key").write_text(KEY.text + "\n")
    (tmp_path / "x.age").write_bytes(sealed.seal(plaintext, KEY, VAULT))
    command = f"age -d -i {tmp_path}/key {tmp_path}/x.age | zstd -d"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
    assert done.stdout == plaintext
