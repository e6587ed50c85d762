"""Making the vault, changing its passphrase, showing its recovery kit, and where its open keys are kept."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from core.errors import OnwardError, Refused
from screens.vault.kit import KitPage
from screens.vault.secret import Secret, Shown
from screens.vault.state import View
from sync import keychain, kit, passphrase
from sync.errors import NoMatch
from sync.recipients import X25519Identity
from sync.vault import Vault
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choose
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.rows import Row


async def make(screen: ActivityScreen, view: View) -> bool:
    """Make the vault; False where it was left."""
    words = await new_words(screen)
    if words is None:
        return False
    with passphrase.wiped(words):
        screen.tell(screen.say("vault.make.working"))
        rating = await asyncio.to_thread(Vault(view.home).create, words)
    await screen.do(lambda w: w.backups.set_travels(rating.travels))
    screen.tell(screen.say("vault.make.done", key=screen.key_of("vault.code")))
    return True


async def change(screen: ActivityScreen, view: View) -> None:
    """Change the passphrase, or set the first one after a restore by recovery code; where locked, open it again."""
    vault, old = Vault(view.home), None
    if view.has_passphrase:
        old = await _opened(screen, vault)
        if old is None:
            return
    with passphrase.wiped(old if old is not None else bytearray()):
        if view.keys == "locked":
            screen.tell(screen.say("vault.make.unlocked"))
            return
        words = await new_words(screen)
        if words is None:
            return
        with passphrase.wiped(words):
            rating = await asyncio.to_thread(vault.change, old, words)
    await screen.do(lambda w: w.backups.set_travels(rating.travels), screen.say("vault.make.changed"))


async def _opened(screen: ActivityScreen, vault: Vault) -> bytearray | None:
    """The passphrase, asked for until it opens the vault, which is open on this computer from then on.

    None for escape. The caller wipes it.
    """
    wrong = ""
    while (words := await screen.app.push_screen_wait(Secret(screen.say("vault.make.now"), refused=wrong))) is not None:
        screen.tell(screen.say("vault.make.working"))
        try:
            await asyncio.to_thread(vault.unlock, words)
        except NoMatch:
            with passphrase.wiped(words):
                wrong = screen.say("vault.make.wrong")
            continue
        travels = passphrase.rate(words).travels
        await screen.ask(lambda w, travels=travels: w.backups.set_travels(travels))  # type: ignore[misc]
        return words
    return None


async def show_kit(screen: ActivityScreen, view: View) -> None:
    """Show the recovery kit or write it to a file, after the passphrase; typed back once, it is known to be held."""
    say, vault = screen.say, Vault(view.home)
    words = await _opened(screen, vault) if view.has_passphrase else bytearray()
    if words is None:
        return
    with passphrase.wiped(words):
        keyring = vault.keyring()
    ways = [Row(way, say(f"vault.code.{way}"), detail=say(f"vault.code.{way}_detail")) for way in ("show", "write")]
    way = await screen.app.push_screen_wait(Choose(say("vault.code.ask"), ways, below=True))
    name, day = await screen.ask(lambda w: (w.settings.name or "Onward", w.today().isoformat()))
    if way == "write":
        await _write(screen, kit.page(screen.words, name, day, keyring.identity, paper=True))
    elif way == "show":
        page = kit.page(screen.words, name, day, keyring.identity)
        if await screen.app.push_screen_wait(KitPage(page)) and await _typed_back(screen, keyring.identity):
            await screen.do(lambda w: w.backups.kit_proven(), say("vault.code.proven"))
        else:
            screen.tell(say("vault.code.later", key=screen.key_of("vault.code")))


async def choose_place(screen: ActivityScreen, view: View) -> None:
    """Keep the open keys in the keychain of the operating system, or in a private file."""
    say = screen.say
    if view.keys != "keychain" and not await asyncio.to_thread(keychain.available):
        screen.tell(say("vault.chain.none"), severity="warning")
        return
    question = f"{say('vault.chain.ask')}\n\n{say('vault.chain.means')}"
    chosen = await screen.app.push_screen_wait(Ask(question, say("vault.chain.yes"), say("vault.chain.no")))
    if chosen is None:
        return
    try:
        await asyncio.to_thread(Vault(view.home).move, "keychain" if chosen else "file")
    except OnwardError as error:
        screen.tell(error.sentence, severity="warning")
        return
    screen.tell(say("vault.chain.in_chain" if chosen else "vault.chain.in_file"))
    screen.reload()


async def new_words(screen: ActivityScreen) -> bytearray | None:
    """A new passphrase, typed twice; the caller wipes it."""
    say, ask = screen.say, screen.app.push_screen_wait
    ways = [Row(way, say(f"vault.make.{way}"), detail=say(f"vault.make.{way}_detail")) for way in ("drawn", "own")]
    way = await ask(Choose(say("vault.make.ask"), ways, below=True))
    if way is None:
        return None
    if way == "drawn":
        words: bytearray | None = passphrase.generated()
        assert words is not None
        if not await ask(Shown(say("vault.make.words"), words, say("vault.make.first_kit"))):
            return None
    else:
        words = await ask(Secret(say("vault.make.first"), check=passphrase.require))
        if words is None:
            return None

    def check(typed: bytearray) -> None:
        if typed != words:
            raise Refused(say("vault.make.unlike"))

    again = await ask(Secret(say("vault.make.words_again" if way == "drawn" else "vault.make.second"), check=check))
    if again is None:
        with passphrase.wiped(words):
            return None
    with passphrase.wiped(again):
        return words


async def _write(screen: ActivityScreen, page: str) -> None:
    path = await screen.app.push_screen_wait(
        Line(screen.say("vault.code.where"), value=os.path.expanduser("~/onward-kit.txt"))
    )
    if not (path and path.strip()):
        return
    where = os.path.abspath(os.path.expanduser(path.strip()))
    try:
        kit.write(Path(where), page)
    except OSError as error:
        screen.tell(f"{where}: {error.strerror}", severity="warning")
        return
    screen.tell(screen.say("vault.code.wrote", path=where))


async def _typed_back(screen: ActivityScreen, identity: X25519Identity) -> bool:
    def check(typed: str) -> None:
        if kit.typed_back(typed).secret != identity.secret:
            raise Refused(screen.say("vault.code.other"))

    typed = await screen.app.push_screen_wait(Line(screen.say("vault.code.type_back"), forget=True, check=check))
    return typed is not None
