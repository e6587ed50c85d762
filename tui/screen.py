"""What every activity's screen has in common: the strip of places on top, asking, help, and refreshing."""

from __future__ import annotations

import re
from asyncio import Event
from collections.abc import Callable, Sequence
from contextlib import suppress
from inspect import cleandoc
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from core.content import Content as Words
from core.errors import OnwardError, StorageError
from core.journal.elsewhere import Elsewhere
from core.workspace import Workspace
from tui.data import Data
from tui.notices import Steady
from tui.widgets.hints import Hints

T = TypeVar("T")


class Places(Widget):
    """The strip on top: every activity with its number, the current one marked; in narrow terminals in short."""

    DEFAULT_CSS = """
    Places { height: 1; width: 1fr; background: $panel; color: $foreground; link-style: none; }
    """

    def __init__(self, places: Sequence[tuple[str, str]], here: str) -> None:
        """`places` are (slug, key) pairs in order, `here` the slug of the current one."""
        super().__init__()
        self._places, self._here = places, here

    def render(self) -> Content:
        """The longest form that fits: roomy, tight, or the numbers alone with the current name.

        At the end stands how this machine is in step with others, if there are any.
        """
        sign = str(getattr(self.app, "sign", ""))
        forms = (
            self._form(" {key} {name} ", " {key} {name} "),
            self._form("{key} {name}", "{key} {name}"),
            self._form("{key}{name}", "{key} {name}"),  # nine places in 80 columns, to the last one
            self._form("{key}{name}", "{key}{name}"),  # and with a sign behind them
        )
        short = self._form(" {key} ", " {key} {name} ", "")  # three cells each, for fingers, too
        width = self.size.width - len(sign)
        form = next((form for form in forms if form.cell_length <= width), short)
        return Content.assemble(form, " " * (width - form.cell_length), (sign, "bold")) if sign else form

    def _form(self, form: str, current: str, between: str = " ") -> Content:
        parts = []
        for slug, key in self._places:
            here = slug == self._here
            label = (current if here else form).format(key=key, name=slug.capitalize())
            parts.append(Content.styled(label, "bold reverse" if here else "").stylize(f"@click=app.go('{slug}')"))
        return Content(between).join(parts)


class ActivityScreen(Steady, Screen[None]):
    """The base of every activity. A subclass's docstring is the help the person reads.

    A subclass composes its own part in `compose_activity` and shows the workspace's state in
    `load`, which runs whenever the screen comes to the front or something has changed.
    """

    OPENS: ClassVar[tuple[str, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # A paragraph of the docstring is one line of help, to be wrapped where it is shown.
        cls.HELP = re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(cls.__doc__ or ""))

    def __init__(self, slug: str, places: Sequence[tuple[str, str]], data: Data, words: Words) -> None:
        super().__init__()
        self.slug = slug
        self.data = data
        self.words = words
        self._places = places
        self.loaded = Event()

    def compose(self) -> ComposeResult:
        yield Places(self._places, self.slug)
        yield from self.compose_activity()
        yield Hints()

    def compose_activity(self) -> ComposeResult:
        """The widgets of this activity."""
        raise NotImplementedError

    async def load(self) -> None:
        """Ask for what this screen shows, and show it."""
        raise NotImplementedError

    async def open(self, key: str) -> None:
        """Show one thing, named as in `core.due.Due.key`; its kind is one of `OPENS`."""
        raise NotImplementedError

    async def occasion(self) -> tuple[str, dict[str, str]]:
        """What a message to the team from here would be about: a step of `core.team.asks.FITS`, and what is known."""
        return "", {}

    async def flush(self) -> None:
        """Hand over what was typed and is not kept yet; called before the app leaves."""

    def in_step(self) -> None:
        """How this machine stands with others has changed; for a place that shows it."""

    def on_screen_resume(self) -> None:
        self.query_one(Places).refresh()
        self.reload()

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Show what is so now; a reload that is overtaken by another is dropped."""
        await self._load()

    async def _load(self) -> None:
        try:
            await self.load()
        except OnwardError as error:
            self.tell(error.sentence, severity="warning")
        self.loaded.set()

    async def ask(self, question: Callable[[Workspace], T]) -> T:
        """The answer to a question; see `Data.ask`."""
        return await self.data.ask(question)

    async def do(self, verb: Callable[[Workspace], object], said: str = "", typed: str = "") -> bool:
        """Change something, say `said`, and show the new state. False: it was refused, and the person knows why.

        Where the workspace cannot take it, what was `typed` for it is kept in a file elsewhere.
        """
        try:
            await self.data.ask(verb)
        except OnwardError as error:
            self.tell(error.sentence, severity="warning")
            if typed.strip() and isinstance(error, StorageError):
                with suppress(OSError):
                    self.tell(self.say("shell.draft.elsewhere", path=Elsewhere().keep(typed)), severity="warning")
            return False
        if said:
            self.tell(said)
        await self._load()
        return True

    def say(self, sentence: str, /, turn: int = 0, **values: object) -> str:
        """A sentence of the product's wording; see `core.content`."""
        return self.words.say(sentence, turn, **values)

    def tell(self, sentence: str, *, severity: str = "information") -> None:
        """A short notice in the corner; a warning stays long enough to be read twice."""
        if severity == "warning":
            self.app.notify(sentence, severity="warning", timeout=12, markup=False)
        else:
            self.app.notify(sentence, markup=False)

    def key_of(self, id: str) -> str:
        """The key that an action is bound to, as it is shown."""
        for key, active in self.active_bindings.items():
            if active.binding.id == id:
                return self.app.get_key_display(active.binding.with_key(key))
        return "?"
