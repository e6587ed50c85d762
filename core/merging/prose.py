"""Which columns are prose: what a person writes in sentences.

Two machines that change such a column apart from each other leave a conflict for the person to
settle (`core.merging.conflicts`); in every other column the later value stands.
"""

from __future__ import annotations

PROSE: dict[str, tuple[str, ...]] = {
    "entries": ("body",),
    "practices": ("why",),
    "marks": ("note",),
    "efforts": ("note",),
    "evenings": ("gratitudes", "win"),
    "steps": ("text",),
    "applications": ("notes", "posting", "contacts"),
    "rounds": ("questions", "resonated", "doubt", "notes"),
    "materials": ("tailored",),
    "rejections": ("message",),
    "pieces": ("body",),
    "parked": ("text", "decided"),
    "held": ("body",),
    "feedback": ("body", "answer"),
    "decoded": ("said", "move"),
    "doors": ("body", "notes"),
    "skills": ("note",),
    "proofs": ("text",),
    "plans": ("why", "notes", "result"),
    "sittings": ("note",),
    "people": ("good_for", "notes"),
    "talks": ("said",),
    "promises": ("text",),
    "sentences": ("text",),
    "wins": ("text",),
    "praise": ("words",),
    "anchors": ("achievement", "evidence", "recall"),
    "whys": ("text",),
    "stories": ("situation", "task", "action", "result", "opening"),
    "tellings": ("note",),
    "questions": ("answer",),
    "tries": ("note",),
    "warm_ups": ("obstacle", "response"),
    "checks": ("note",),
}
