"""The keys that work in every place: the numbers of the places, the shell's own, and what activities bring along."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from screens import ACTIVITIES, ANYWHERE

BINDINGS: list[BindingType] = [
    *(
        Binding(key, f"go('{slug}')", slug, show=False, id=f"go.{slug}", tooltip=f"Go to {slug.capitalize()}")
        for slug, key, _ in ACTIVITIES
    ),
    *(
        Binding(one.key, f"anywhere('{one.id}')", one.name, show=False, id=one.id, tooltip=one.tooltip)
        for one in ANYWHERE
    ),
    Binding("question_mark,f1", "help", "Help", id="app.help", tooltip="What can be done here"),
    Binding("slash,f2", "search", "Search", show=False, key_display="/", id="app.search", tooltip="Search everything"),
    Binding("u,ctrl+z", "undo", "Undo", show=False, id="app.undo", tooltip="Undo the last step"),
    Binding("ctrl+y", "redo", "Redo", show=False, id="app.redo", tooltip="Do the undone step again"),
    Binding("f3", "hide", "Hide", show=False, id="app.hide", tooltip="Hide the screen from other eyes"),
    Binding("f4", "safety", "Someone to talk to", show=False, id="app.safety", tooltip="Someone to talk to"),
    Binding("f5", "sync", "Sync", show=False, id="app.sync", tooltip="Get in step with the other machines"),
    Binding("ctrl+q", "quit", "Quit", show=False, id="app.quit", tooltip="Quit; everything is kept"),
]
