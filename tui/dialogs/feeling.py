"""Naming a feeling in three small steps: which family, which word, how strong. Any of them can be left."""

from __future__ import annotations

from typing import Any

from textual.app import App

from core.content import Content
from core.journal import HIGHEST, Feeling
from tui.dialogs.choose import Choose
from tui.widgets.rows import Row

_UNSAID = "unsaid"


async def name_feeling(app: App[Any], words: Content) -> Feeling | None:
    """The feeling the person names; None where they step out. One's own word is as good as a listed one."""
    choices = words.choices("feelings")
    families = [
        Row(id, label, detail=", ".join(choice.text for choice in choices if choice.group == id))
        for id, label in words.groups("feelings")
    ]
    own = words.say("feelings.ask.own")
    family = await app.push_screen_wait(Choose(words.say("feelings.ask.group"), families, hint=own, free=True))
    if family is None:
        return None
    if family not in {row.id for row in families}:
        word, family = family, ""
    else:
        among = [Row(choice.text, choice.text, detail=choice.hint) for choice in choices if choice.group == family]
        chosen = await app.push_screen_wait(Choose(words.say("feelings.ask.word"), among, hint=own, free=True))
        if chosen is None:
            return None
        word = chosen
    grades = [Row(_UNSAID, words.say("journal.mood.unsaid")), *(Row(str(n), str(n)) for n in range(HIGHEST + 1))]
    strength = await app.push_screen_wait(Choose(words.say("feelings.ask.intensity"), grades))
    if strength is None:
        return None
    return Feeling(word=word, family=family, intensity=None if strength == _UNSAID else int(strength))
