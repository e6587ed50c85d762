"""The pictures of the documents: every screen of the demo's ten weeks, at one moment and one size, light and dark.

    make pictures        (python -m docs.pictures [NAME ...])

Drawn by the app itself, never by hand: the same bytes wherever they are made.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read once, when Textual is imported

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI, TerminalTheme
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from core.clock import Clock
from core.content import Content
from core.demo import demo
from core.workspace import Workspace
from tui.app import OnwardApp
from tui.config import Config
from tui.data import Data

FOLDER = Path(__file__).parent / "pictures"
ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=ZoneInfo(ZONE))
SIZE = (100, 30)
THEMES = ("light", "dark")
BAR = 30  # units of the room that Rich leaves on top

# What is pressed for each picture, from Today.
PICTURES: dict[str, tuple[str, ...]] = {
    "today": ("down", "down"),
    "ritual": ("2",),
    "skills": ("3",),
    "team": ("4",),
    "applications": ("5",),
    "journal": ("6",),
    "strengths": ("7",),
    "insights": ("8",),
    "vault": ("9",),
    "no": ("r",),
    "help": ("question_mark",),
}
# Rich's own frame loads a font from elsewhere; these pictures load nothing.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; font-variant-east-asian: full-width; white-space: pre; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="{background}"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main(names: Sequence[str]) -> None:
    """Draw the pictures with these names, or all of them."""
    unknown = set(names) - set(PICTURES)
    if unknown:
        sys.exit(f"There is no picture called {', '.join(sorted(unknown))}; there are {', '.join(PICTURES)}.")
    FOLDER.mkdir(exist_ok=True)
    with _demo() as path:
        for theme in THEMES:
            for name in names or PICTURES:
                (FOLDER / f"{name}-{theme}.svg").write_text(drawn(path, name, theme), encoding="utf-8", newline="\n")


@contextmanager
def _demo() -> Iterator[str]:
    """The demo's workspace, in its own time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = ZONE
    time.tzset()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "onward.sqlite")
            demo.build(path, NOW)
            yield path
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def drawn(demo: str, name: str, theme: str) -> str:
    """One picture as SVG, of a copy of the demo."""
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(demo, folder)
        return asyncio.run(_picture(path, theme, PICTURES[name]))


async def _picture(path: str, theme: str, keys: Sequence[str]) -> str:
    data = Data(lambda: Workspace.open(path, Clock(lambda: NOW, ZoneInfo(ZONE)))).start()
    data.ready()
    app = OnwardApp(data, Content(), Config(theme=theme, animations=False), [])  # type: ignore[arg-type]
    Input.cursor_blink = TextArea.cursor_blink = False  # type: ignore[assignment]
    try:
        async with app.run_test(size=SIZE) as pilot:
            await _settled(pilot)
            for key in keys:
                await pilot.press(key)
                await _settled(pilot)
            return _svg(app)
    finally:
        data.close()


async def _settled(pilot: Pilot[object]) -> None:
    """Wait until nothing changes any more: everything that was asked has been answered and shown."""
    app, same, before = pilot.app, 0, ""
    assert isinstance(app, OnwardApp)
    while same < 4:
        await app.data.ask(lambda _: None)
        await pilot.pause(0.05)
        now = _svg(app)
        same, before = (same + 1 if now == before else 0), now


def _svg(app: OnwardApp) -> str:
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
        legacy_windows=False, safe_box=False,
    )  # fmt: skip
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True))
    colours = app.theme_variables
    ground = tuple(int(colours["background"][n : n + 2], 16) for n in (1, 3, 5))
    base = DIMMED_MONOKAI
    theme = TerminalTheme(
        ground, base.foreground_color, [*base.ansi_colors._colors[:8]], [*base.ansi_colors._colors[8:]]
    )
    svg = console.export_svg(title="", theme=theme, code_format=FRAME.replace("{background}", colours["background"]))
    return _without_title_bar(re.sub(r"terminal-\d+", "t", svg))


def _without_title_bar(svg: str) -> str:
    """Rich leaves room for a title, which these pictures do not have."""
    tall = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert tall is not None
    lower = f"{float(tall[2]) - BAR:g}"
    return (
        svg.replace(f'"{tall[2]}"', f'"{lower}"')
        .replace(f' {tall[2]}"', f' {lower}"')
        .replace(", 41)", f", {41 - BAR})")
    )


if __name__ == "__main__":
    main(sys.argv[1:])
