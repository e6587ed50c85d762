"""Making a backup, choosing when they are made, reading one, and taking one in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from core.clock import instant
from core.errors import OnwardError, Refused
from core.storage.backups import Plan
from screens.vault.secret import Secret
from screens.vault.state import NUMBERS, Look, View
from sync import backup as backups
from sync import passphrase, restore
from sync.errors import NoMatch
from sync.vault import Vault
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def place_for_one(screen: ActivityScreen, view: View) -> Path | None:
    """Where one backup goes: the place that was chosen, or the one the person names now."""
    plan, last = view.standing.plan, view.standing.last
    if plan.folder and os.path.isdir(plan.folder):
        return Path(plan.folder)
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("vault.backup.where"),
            hint=screen.say("vault.backup.hint"),
            value=os.path.dirname(last.path) if last else "",
            check=_place,
        )
    )
    return _place(typed) if typed is not None else None


def _place(typed: str) -> Path:
    path = Path(os.path.abspath(os.path.expanduser(typed.strip() or ".")))
    if not typed.strip() or not (path.is_dir() or path.parent.is_dir()):
        raise Refused("There is no such folder just now.")
    return path


def _folder(typed: str) -> str:
    path = _place(typed)
    if not path.is_dir():
        raise Refused("There is no such folder just now.")
    return str(path)


def progress(screen: ActivityScreen, step: backups.Progress) -> str:
    """How far a backup is, in words."""
    stage = screen.say(f"vault.backup.{step.stage}")
    return screen.say("vault.backup.progress", stage=stage, n=100 * step.done // step.of if step.of else 100)


def done(screen: ActivityScreen, made: backups.Made) -> str:
    """What there is to say about a backup that was just made."""
    said = [screen.say("vault.backup.done", path=str(made.path))]
    said += [] if made.with_keyring else [screen.say("vault.backup.without")]
    said += [screen.say("vault.backup.removed", n=made.removed)] if made.removed else []
    return "\n".join(said)


async def plan(screen: ActivityScreen, view: View) -> None:
    """Choose when and where backups are made by themselves, and how many are kept."""
    say, ask, now = screen.say, screen.app.push_screen_wait, view.standing.plan
    when = await ask(
        Choose(say("vault.plan.ask"), [Row(when, say(f"vault.when.{when}")) for when in ("quit", "daily", "never")])
    )
    if when is None:
        return
    if when == "never":
        await screen.do(lambda w: w.backups.choose(Plan(folder=now.folder)), say("vault.plan.off"))
        return
    typed = await ask(Line(say("vault.plan.where"), hint=say("vault.backup.hint"), value=now.folder, check=_folder))
    if typed is None:
        return
    folder = _folder(typed)
    numbers = await ask(
        Line(
            say("vault.plan.numbers"),
            hint=say("vault.plan.numbers_hint"),
            value=", ".join(str(getattr(now, name)) for name in NUMBERS),
            check=lambda text: _numbers(text, say("vault.plan.odd")),
        )
    )
    if numbers is None:
        return
    daily, weekly, monthly = _numbers(numbers, "")
    chosen = Plan(
        folder=folder, when="quit" if when == "quit" else "daily", daily=daily, weekly=weekly, monthly=monthly
    )
    await screen.do(
        lambda w: w.backups.choose(chosen), say("vault.plan.chosen", plan=Look(view, screen.words).plan(chosen))
    )


def _numbers(typed: str, odd: str) -> tuple[int, int, int]:
    parts = [part.strip() for part in typed.split(",")]
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):
        raise Refused(odd)
    return int(parts[0]), int(parts[1]), int(parts[2])


async def verify(screen: ActivityScreen, view: View) -> None:
    """Read the newest backup from end to end."""
    last = view.standing.last
    if last is None:
        screen.tell(screen.say("vault.check.none", key=screen.key_of("vault.backup")))
        return
    screen.tell(screen.say("vault.check.reading"))
    try:
        keyring = Vault(view.home).keyring()
        backup = await asyncio.to_thread(restore.opened, Path(last.path), keyring)
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
        return
    screen.tell(screen.say("vault.check.whole", rows=f"{backup.facts.rows:,}", at=_moment(backup.facts.at)))


async def take_in(screen: ActivityScreen, view: View) -> None:
    """Look into a backup, or take what is in it into this workspace."""
    say, ask, last = screen.say, screen.app.push_screen_wait, view.standing.last
    typed = await ask(Line(say("vault.open.which"), value=last.path if last else "", check=_file))
    if typed is None:
        return
    path = _file(typed)
    try:
        backup = await _opened(screen, view, path)
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
        return
    if backup is None:
        return
    facts = backup.facts
    about = say("vault.open.ask", file=path.name, at=_moment(facts.at), machine=facts.machine, rows=f"{facts.rows:,}")
    ways = [Row(way, say(f"vault.open.{way}"), detail=say(f"vault.open.{way}_detail")) for way in ("look", "merge")]
    way = await ask(Choose(about, ways, below=True))
    if way == "look":
        await ask(Choose(say("vault.open.holds"), held(screen, facts.counts)))
    elif way == "merge":
        await _merge(screen, view, backup)


def held(screen: ActivityScreen, counts: Mapping[str, int]) -> list[Row]:
    """What a backup holds, by the names that things have in the app."""
    rows, smaller = [], 0
    for name, count in counts.items():
        try:
            kind = screen.say(f"shell.kinds.{name}")
        except KeyError:  # not written by hand, or by a newer version
            smaller += count
            continue
        rows += [Row(name, kind, detail=f"{count:,}")] if count else []
    rows += [Row("smaller", screen.say("vault.open.smaller"), detail=f"{smaller:,}")] if smaller else []
    return rows


async def _merge(screen: ActivityScreen, view: View, backup: restore.Opened) -> None:
    vault = Vault(view.home)
    try:
        if vault.exists and vault.keyring().vault != backup.facts.vault:
            raise restore.AnotherVault
        came = await screen.ask(lambda w: restore.bring(w, backup))
        if not vault.exists:
            vault.adopt(backup.keyring, backup.sealed)
            await screen.ask(lambda w: w.backups.set_travels(backup.sealed is not None))
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
        return
    n = came.changes
    screen.tell(screen.say("vault.open.taken", n=f"{n:,}") if n else screen.say("vault.open.nothing"))
    screen.reload()


async def _opened(screen: ActivityScreen, view: View, path: Path) -> restore.Opened | None:
    vault = Vault(view.home)
    if vault.exists:
        try:
            return await asyncio.to_thread(restore.opened, path, vault.keyring())
        except NoMatch:  # of another vault: its own passphrase or code may open it
            pass
    words = await screen.app.push_screen_wait(Secret(screen.say("vault.open.secret")))
    if words is None:
        return None
    with passphrase.wiped(words):
        screen.tell(screen.say("vault.make.working"))
        keyring, sealed = await asyncio.to_thread(restore.keyring_for, path, words)
    return await asyncio.to_thread(restore.opened, path, keyring, sealed)


def _file(typed: str) -> Path:
    path = Path(os.path.abspath(os.path.expanduser(typed.strip())))
    if not path.is_file():
        raise Refused("There is no such file just now.")
    return path


def _moment(at: str) -> str:
    try:
        return f"{instant(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # written by a machine whose clock says nothing sensible
        return at[:20]
