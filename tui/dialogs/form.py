"""Several fields at once, checked by a pydantic model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Label, Select

from tui.dialogs.base import Dialog
from tui.widgets.plain import plain

M = TypeVar("M", bound=BaseModel)


class Form(Dialog[M], Generic[M]):
    """A form whose fields' ids are the names of the model's fields; the result is the model.

    What the model refuses is said under its field, in the model's own sentence, and the cursor
    goes to the first such field. Enter goes to the next field, ctrl+s keeps the form.
    """

    MODEL: type[M]
    ENTER = "Next field"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "keep", "Keep", id="form.keep", priority=True)]

    DEFAULT_CSS = """
    Form {
        & VerticalScroll { height: auto; }
        & .hint { margin-bottom: 1; }
        & .field, & .field > Horizontal { height: auto; }
        & .field Label { color: $text-muted; width: 34; margin-right: 1; }
        & .field > .refused { color: $text-warning; width: 1fr; }
        & Input, & Select { width: 1fr; }
        &.-narrow .field > Horizontal { layout: vertical; }
        &.-narrow .field Label { width: 1fr; }
    }
    """

    def __init__(self, title: str, keep: str, intro: str = "") -> None:
        super().__init__()
        self._title, self._keep, self._intro = title, keep, intro

    def compose_box(self) -> ComposeResult:
        yield Label(plain(self._title), classes="question")
        with VerticalScroll(can_focus=False):
            if self._intro:
                yield Label(plain(self._intro), classes="hint")
            yield from self.compose_fields()
        with Horizontal(classes="buttons"):
            yield Button(plain(self._keep), variant="primary", compact=True)

    def compose_fields(self) -> ComposeResult:
        """The fields, each made by `field`."""
        raise NotImplementedError

    def field(self, label: str, widget: Widget) -> Widget:
        """A widget (whose id is a field's name) under its label, with room for a sentence."""
        refused = Label(classes="refused", id=f"{widget.id}-refused")
        return Vertical(Horizontal(Label(plain(label)), widget), refused, classes="field")

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the fields now, by name."""
        found: dict[str, Any] = {}
        for name in self.MODEL.model_fields:
            widget = self.query_one(f"#{name}")
            if isinstance(widget, Input | Checkbox | Select):
                found[name] = None if widget.value is Select.NULL else widget.value
        return found

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    def action_keep(self) -> None:
        """Check the fields and give the model back."""
        for label in self.query(".refused").results(Label):
            label.remove_class("-shown")
        try:
            self.dismiss(self.MODEL.model_validate(self.values))
        except ValidationError as error:
            for found in reversed(error.errors(include_url=False, include_input=False)):
                self._refuse(str(found["loc"][0]), found)

    def _refuse(self, name: str, found: Mapping[str, Any]) -> None:
        label = self.query_one(f"#{name}-refused", Label)
        label.update(plain(str(found["msg"]).removeprefix("Value error, ")))
        label.add_class("-shown")
        self.query_one(f"#{name}").focus()
