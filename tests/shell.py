"""Opening the app in a test: on a clock whose hands can be moved, and its screen as plain text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import textual.app
import textual.pilot
from textual.pilot import Pilot

from core.clock import Clock
from core.content import Content
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

BERLIN = ZoneInfo("Europe/Berlin")
SIZES = ((120, 40), (80, 24), (60, 20))
ROUNDS = 6


class Hands:
    """A clock at noon of Sunday, 22 November 2026 in Berlin, whose hands a test can move."""

    def __init__(self) -> None:
        self.clock = Clock(lambda: self.at.astimezone(UTC), BERLIN)
        self.set(2026, 11, 22, 12)

    def set(self, *moment: int) -> None:
        """Set the hands to a local date and time."""
        self.at = datetime(*moment, tzinfo=BERLIN)  # type: ignore[arg-type,misc]


@asynccontextmanager
async def opened(
    path: Path | str,
    hands: Hands,
    size: tuple[int, int] = (80, 24),
    *,
    before: Callable[[Workspace], object] | None = None,
    welcomed: bool = True,
    config: Config | None = None,
) -> AsyncGenerator[Pilot[None]]:
    """The app on the workspace at `path`, past its welcome unless `welcomed` is False; `before` prepares it."""
    data = Data(lambda: Workspace.open(str(path), hands.clock)).start()
    data.ready()
    if welcomed:
        await data.ask(lambda workspace: workspace.settings.set("welcomed", "yes"))
    if before:
        await data.ask(before)
    app = OnwardApp(data, Content(), config or Config(), [])
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            yield pilot
    finally:
        data.close()


async def _a_few_turns(*_: float) -> None:
    """Let everything that is ready run; Textual's own way waits for the processor to be idle, 20 ms or more a time."""
    for _turn in range(10):
        await asyncio.sleep(0)


textual.app.wait_for_idle = textual.pilot.wait_for_idle = _a_few_turns  # type: ignore[attr-defined]
# Textual lets 50 ms go by before it paints another screen that has come to the front.
_delay_update = textual.app.App.delay_update
textual.app.App.delay_update = lambda self, delay=0.0: _delay_update(self, 0.002)  # type: ignore[method-assign]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until everything that was asked has been answered and shown.

    A key leads to a question, its answer to a new state, that to another question: some rounds of each.
    """
    app = pilot.app
    assert isinstance(app, OnwardApp)
    for _ in range(ROUNDS):
        await app.data.ask(lambda _: None)
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, waiting for what each of them does."""
    for key in keys:
        before = pilot.app.screen
        await pilot.press(key)
        await settled(pilot)
        if pilot.app.screen is not before:
            while pilot.app._batch_count:
                await asyncio.sleep(0.001)
            await settled(pilot)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type a text into the focused field."""
    await pilot.press(*("space" if letter == " " else letter for letter in text))
    await settled(pilot)


async def appears(pilot: Pilot[None], words: str) -> bool:
    """Whether these words come onto the screen by themselves, given all the time that a busy machine may need."""
    for _ in range(1500):
        if words in seen(pilot):
            return True
        await pilot.pause(0.02)
    return False


def seen(pilot: Pilot[None]) -> str:
    """What stands on the screen, as text, without trailing spaces."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


def below(pilot: Pilot[None]) -> str:
    """What stands below the strip of places, which grows with every activity."""
    return seen(pilot).split("\n", 1)[1]
