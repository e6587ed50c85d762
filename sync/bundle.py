"""A bundle in bytes: JSON Lines, so that `age`, `zstd` and `jq` are enough to read one without this program.

    {"app":"1.0","dev":"…","first":1,"last":2,"lines":3,"n":1,"prev":"","root":"…","v":1,"vault":"…"}
    {"at":1,"seen":{"<hash of a bundle>":17}}
    {"n":1,"hlc":…,"tbl":"entries","row":"…","patch":{"_new":1,…}}
    {"n":2,"hlc":…,"tbl":"entries","row":"…","patch":{"body":"…"}}

First the header; then the changes in order, and before a change what its writer had applied since the one before:
bundles, and the change each ends at. `root` is the SHA-256 of everything after the header's line, `prev` that of the
whole plaintext of the device's bundle before, which is also a bundle's name among machines. The same bundle is the
same bytes on every machine, so a lost one can be made anew by any that holds its changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

from core.errors import OnwardError
from core.merging.carried import Bundle, Change, Mark
from core.storage.changes import unescape

VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"[a-z2-7]{16}")
_PATCH = ',"patch":'
LATEST = 1 << 62  # a reading of the year 4199: nobody who takes one in may run out of later ones
_WHOLE = range(-(1 << 63), 1 << 63)  # the numbers that SQLite holds
_MOST = 1 << 62  # bundles or changes, so that there is a number for those that follow


# `json.dumps` makes an encoder for every call that is not of the usual form, and there are four calls for a change.
_json: Callable[[object], str] = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class UnreadableBundle(OnwardError):
    """The content of a bundle is not what a machine of this vault writes; nothing of it was used."""

    exit_code = 6

    def __init__(self, sentence: str = "A file among the synced ones is not as it was written, so it was not used."):
        super().__init__(sentence)


class NewerBundle(UnreadableBundle):
    """A newer version of the program wrote this bundle; it waits until this machine is updated."""

    def __init__(self) -> None:
        super().__init__("Another of your machines has a newer Onward. Please update this one to read what it wrote.")


def write(bundle: Bundle, vault: str) -> bytes:
    """The plaintext of a bundle of this vault."""
    seen = {at: [mark[1:] for mark in marks] for at, marks in groupby(bundle.marks, key=itemgetter(0))}
    lines = []
    for n, hlc, table, row, patch in bundle.changes:
        if n in seen:
            lines.append(_json({"at": n, "seen": dict(seen[n])}))
        lines.append(f'{{"n":{n},"hlc":{hlc},"tbl":{_json(table)},"row":{_json(row)}{_PATCH}{patch}}}')
    body = "".join(f"{line}\n" for line in lines).encode()
    header = {
        "app": bundle.app,
        "dev": bundle.device,
        "first": bundle.first,
        "last": bundle.last,
        "lines": len(lines),
        "n": bundle.n,
        "prev": bundle.prev,
        "root": sha256(body).hexdigest(),
        "v": VERSION,
        "vault": vault,
    }
    return f"{_json(header)}\n".encode() + body


def name_of(plaintext: bytes) -> str:
    """What a bundle is called among machines: the SHA-256 of its plaintext."""
    return sha256(plaintext).hexdigest()


def read(plaintext: bytes, vault: str) -> Bundle:
    """The bundle in a plaintext.

    Raises `UnreadableBundle` for anything that `write` would not have written for this vault, and
    `NewerBundle` for a form of a later version.
    """
    try:
        first, _, body = plaintext.partition(b"\n")
        header = json.loads(first)
        if header["v"] != VERSION:
            raise NewerBundle
        lines = body.decode().split("\n")
        if lines.pop() or len(lines) != header["lines"] or sha256(body).hexdigest() != header["root"]:
            raise UnreadableBundle
        changes: list[Change] = []
        marks: list[Mark] = []
        for line in lines:
            if line.startswith('{"at":'):
                marks += _marks(json.loads(line))
            else:
                changes.append(_change(line))
        bundle = Bundle(
            device=header["dev"],
            n=header["n"],
            prev=header["prev"],
            first=header["first"],
            last=header["last"],
            app=header["app"],
            changes=tuple(changes),
            marks=tuple(marks),
        )
        whole = header["vault"] == vault and _is_whole(bundle) and write(bundle, vault) == plaintext
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableBundle from None
    if not whole:
        raise UnreadableBundle
    return bundle


def _is_whole(bundle: Bundle) -> bool:
    numbers = [change[0] for change in bundle.changes]
    readings = [change[1] for change in bundle.changes]
    return (
        bool(_DEVICE.fullmatch(bundle.device))
        and _counts(bundle.n)
        and (bool(_HASH.fullmatch(bundle.prev)) or (bundle.prev == "" and bundle.n == 1))
        and isinstance(bundle.app, str)
        and _counts(bundle.first)
        and bundle.last == bundle.first + len(numbers) - 1
        and numbers == list(range(bundle.first, bundle.last + 1))
        and all(type(each) is int for each in (*numbers, *readings))
        and readings == sorted(set(readings))
        and readings[0] >= 0
        and readings[-1] < LATEST
        and all(bundle.first <= at <= bundle.last for at, _, _ in bundle.marks)
        and list(bundle.marks) == sorted(set(bundle.marks))
    )


def _counts(value: object) -> bool:
    """Whether it is a number of a bundle or a change."""
    return type(value) is int and 1 <= value < _MOST


def _change(line: str) -> Change:
    found = json.loads(line)
    if "\\u" in line:
        _json(found).encode()  # half a character, written as an escape, cannot be kept
    table, row, patch = found["tbl"], found["row"], found["patch"]
    if not (isinstance(table, str) and isinstance(row, str) and isinstance(patch, dict) and len(found) == 5):
        raise UnreadableBundle
    if patch.get("id", row) != row:
        raise UnreadableBundle
    for value in patch.values():
        if type(value) is not str and value is not None and not _is_kept(value):
            raise UnreadableBundle
    # The text of the patch as it stands: it is what the change is known by.
    return found["n"], found["hlc"], table, row, line[line.index(_PATCH) + len(_PATCH) : -1]


def _is_kept(value: object) -> bool:
    """Whether a column can hold what is no text, as it stands in a patch. Raises what the reader makes of others."""
    if isinstance(value, dict):
        return unescape(value) is not None
    return isinstance(value, int) and value in _WHOLE


def _marks(found: dict[str, dict[str, int]]) -> list[Mark]:
    marks = [(int(found["at"]), hash, upto) for hash, upto in found["seen"].items()]  # type: ignore[call-overload]
    if not all(_HASH.fullmatch(hash) and _counts(upto) for _, hash, upto in marks):
        raise UnreadableBundle
    return marks
