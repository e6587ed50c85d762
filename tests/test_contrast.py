"""Every word on every screen stands out from its ground, in every theme: measured on what is really painted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.color import Color as Painted
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen

from core.demo import demo
from tests.shell import Hands, opened, press, type_text
from tests.test_theme import contrast
from tui.theme import THEMES

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3
# The sixteen colours as xterm and as the console of a PC have them; a person's own may be anything.
PALETTES = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
)
# What is opened in front of a place: the keys, and what is typed then.
DIALOGS = (("question_mark", ""), ("slash", "robot"), ("ctrl+p", "o"), ("E", ""), ("a", ""), ("r", ""), ("f4", ""))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "home" / "onward.sqlite"
    demo.build(str(path), Hands().at)
    return path


def words(pilot: Pilot[None]) -> Iterator[Segment]:
    """What is painted and says something; of a dialog only its own part, for what lies behind is faded on purpose."""
    screen = pilot.app.screen
    boxes = [child.region for child in screen.children] if isinstance(screen, ModalScreen) else [screen.region]
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            here = Region(x, y, segment.cell_length, 1)
            x += segment.cell_length
            if any(letter.isalnum() for letter in segment.text) and any(here in box for box in boxes):
                yield segment


async def every_sight(pilot: Pilot[None]) -> AsyncIterator[tuple[str, str, Segment]]:
    """Each place, and each dialog in front of one, in every theme: the theme, where it is, and a piece of words."""
    for sight in (*"123456789", *DIALOGS):
        key, typed = sight if isinstance(sight, tuple) else (sight, "")
        await press(pilot, key)
        await type_text(pilot, typed)
        for theme in THEMES:
            pilot.app.theme = theme.name
            await pilot.pause()
            for segment in words(pilot):
                yield theme.name, key, segment
        while isinstance(pilot.app.screen, ModalScreen):
            await press(pilot, "escape")


def rgb(color: Painted | None, palette: list[Color], default: Color) -> Color:
    if color is None or color.is_default:
        return default
    if color.number is not None:
        return palette[color.number]
    assert color.triplet is not None
    return Color(*color.triplet)


def pairs(theme: str, style: Style) -> Iterator[tuple[Color, Color]]:
    """The colours of words and ground, as each kind of terminal has them."""
    if not theme.startswith("onward-terminal"):
        assert style.color and style.bgcolor and style.color.triplet and style.bgcolor.triplet
        yield Color(*style.color.triplet), Color(*style.bgcolor.triplet)
        return
    assert not any(color and color.triplet for color in (style.color, style.bgcolor)), "a colour of our own"
    for colours in PALETTES:
        palette = [Color.parse(f"#{each}") for each in colours.split()]
        front, back = (palette[0], palette[15]) if theme.endswith("light") else (palette[15], palette[0])
        yield rgb(style.color, palette, front), rgb(style.bgcolor, palette, back)


async def test_every_word_stands_out(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    faint, looked = {}, 0
    async with opened(world, Hands(), (120, 40)) as pilot:
        async for theme, place, segment in every_sight(pilot):
            style = segment.style
            assert style
            for words, ground in pairs(theme, style):
                looked += 1
                if contrast(words, ground) < ENOUGH or style.dim:
                    faint[theme, str(style)] = f"{contrast(words, ground):.2f}", place, segment.text
    assert not faint, "\n".join(f"{where}: {what}" for where, what in faint.items())
    assert looked > 3000
