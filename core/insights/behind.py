"""The rows behind a number: what each key names, in one line, so that every figure can be looked into."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from core import days, text
from core.content import Content
from core.record import record
from core.storage.store import Store
from core.today.efforts import KINDS as EFFORTS

_NAME = "coalesce(nullif(a.company, ''), a.role)"
# For each kind of key: id, the words, the day.
_SQL = {
    "application": "SELECT id, trim(company || '  ' || role) AS words, coalesce(nullif(applied, ''), added) AS day "
    "FROM applications AS t",
    "rejection": f"SELECT t.id, {_NAME} AS words, t.day FROM rejections t JOIN applications a ON a.id = t.application",
    "round": f"SELECT t.id, {_NAME} AS words, t.day FROM rounds t JOIN applications a ON a.id = t.application",
    "feedback": "SELECT t.id, coalesce(nullif(t.answer, ''), "
    f"{_NAME}) AS words, coalesce(nullif(t.answered, ''), t.day) AS day FROM feedback t "
    "JOIN rejections r ON r.id = t.rejection JOIN applications a ON a.id = r.application",
    "effort": "SELECT id, coalesce(nullif(note, ''), kind) AS words, day FROM efforts AS t",
    "try": "SELECT id, question AS words, day FROM tries AS t",
}


@record
class Behind:
    """One row behind a number; `key` opens it."""

    key: str
    text: str
    day: date


def behind(store: Store, content: Content, keys: Iterable[str]) -> tuple[Behind, ...]:
    """What the keys name, the latest first; a key whose row is gone is left out."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _, id = key.partition(":")
        by_kind[kind].append(id)
    found = []
    for kind, ids in by_kind.items():
        for row in store.rows(f"{_SQL[kind]} WHERE t.id IN (SELECT value FROM json_each(?))", json.dumps(ids)):
            words = text.first_line(row["words"], 120)
            if words in EFFORTS:
                words = content.say(f"insights.effort.{words}")
            found.append(Behind(key=f"{kind}:{row['id']}", text=words, day=days.stored(row["day"]) or date.min))
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.key)))
