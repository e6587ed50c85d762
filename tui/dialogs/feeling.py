"""Naming a feeling in three small steps: which family, which word, how strong. Any of them can be left, and
typing a word goes straight to its strength."""

from __future__ import annotations

from typing import Any

from textual.app import App

from core.content import Content
from core.journal.journal import HIGHEST, Feeling
from tui.dialogs.choose import Choose
from tui.widgets.rows import Row

_UNSAID = "unsaid"
_WORD = "word:"  # before a word, which may be called as a family is


async def name_feeling(app: App[Any], words: Content) -> Feeling | None:
    """The feeling the person names; None where they step out. One's own word is as good as a listed one."""
    choices = words.choices("feelings")
    families = [
        Row(id, label, detail=", ".join(choice.text for choice in choices if choice.group == id))
        for id, label in words.groups("feelings")
    ]
    every = [Row(_WORD + row.text, row.text, detail=row.hint) for row in choices]
    own = words.say("feelings.ask.own")
    chosen = await app.push_screen_wait(
        Choose(words.say("feelings.ask.group"), families, hint=own, free=True, deeper=every, below=True)
    )
    family = chosen if chosen in {row.id for row in families} else ""
    if family:
        among = [row for row, choice in zip(every, choices, strict=True) if choice.group == family]
        others = [row for row in every if row not in among]
        chosen = await app.push_screen_wait(
            Choose(words.say("feelings.ask.word"), among, hint=own, free=True, deeper=others, below=True)
        )
    if chosen is None:
        return None
    word = chosen.removeprefix(_WORD)
    family = next((choice.group for choice in choices if choice.text == word), family)
    grades = [Row(_UNSAID, words.say("journal.mood.unsaid")), *(Row(str(n), str(n)) for n in range(HIGHEST + 1))]
    strength = await app.push_screen_wait(Choose(words.say("feelings.ask.intensity"), grades))
    if strength is None:
        return None
    return Feeling(word=word, family=family, intensity=None if strength == _UNSAID else int(strength))
