"""`onward vault connect`, `join`, `machines`, `drop` and `leave`: several machines on one vault."""

from __future__ import annotations

import os
from typing import Any

import click

from cli import output, secret, syncing, unseen
from cli.ending import Usage
from cli.prompts import Prompts
from cli.verbs import existing
from cli.words import as_json
from core import places
from core.content import Content
from core.errors import Refused
from core.merging.carried import Machine, told_apart
from core.merging.link import Links
from core.merging.objects import Objects
from core.merging.streams import Streams
from core.workspace import Workspace
from sync import dropping, exchange, passphrase
from sync import machines as verbs
from sync.machines import Found
from sync.vault import NoVault, Vault

_NAME = click.option("--name", metavar="NAME", default="", help="What this machine is called; its own name otherwise.")


@click.command()
@click.argument("store")
@_NAME
@as_json
@click.pass_obj
def connect(home: str | None, store: str, name: str, as_json: bool) -> None:
    """Share this workspace with your other machines through STORE, as the first of them.

    STORE is a path to a folder that is synced or carried about, or a URL: sftp://, webdavs://, s3:// or rclone:.
    Only encrypted files go there. Nothing is written before the place has proved writable and empty of another vault.
    """
    if not Vault(places.home(home)).exists:
        raise NoVault
    with Workspace.open(existing(home)) as workspace:
        verbs.connect(workspace, _place(store), name)
        done = syncing.followed(exchange.run(workspace, search=True))
        output.say("This workspace is shared. On the next machine: `onward vault join` with the same place.")
        _by_code(workspace)
        _answer(workspace, as_json, syncing.facts(done))


@click.command()
@click.argument("store", required=False)
@secret.options
@click.option("--yes", is_flag=True, help="Join without asking.")
@_NAME
@as_json
@click.pass_obj
def join(
    home: str | None,
    store: str | None,
    passphrase_file: str | None,
    passphrase_fd: int | None,
    yes: bool,
    name: str,
    as_json: bool,
) -> None:
    """Join the vault in STORE, or take over its new passphrase or keys on a machine that has joined.

    The passphrase or the recovery code is proved against the store before anything is written; then it says what is the
    newest there, and asks. What was written on this machine is kept and goes to the others.
    """
    with Workspace.open(places.workspace_file(home)) as workspace:
        place = _place(store) if store else Links(workspace.store).now.place
        if not place:
            raise Usage("Say where the vault is: `onward vault join STORE`.")
        words = secret.needed(secret.source(passphrase_file, passphrase_fd), "Its passphrase or recovery code: ")
        with passphrase.wiped(words):
            found = verbs.look(workspace, place, words)
        _said(workspace, found)
        if not yes:
            _asked("Join it? [y/N]")
        verbs.join(workspace, found, name)
        done = syncing.followed(exchange.run(workspace, search=True))
        syncing.say(done)
        _answer(workspace, as_json, syncing.facts(done))


@click.command()
@click.option("--name", metavar="NAME", default="", help="From now on call this machine so.")
@click.option("--go-on-without", metavar="NAME", help="Take what is left of a machine whose missing files nobody has.")
@click.option("--keep", metavar="NAME", help="Take what a machine wrote with keys of before.")
@click.option("--discard", metavar="NAME", help="Leave out what a machine wrote with keys of before.")
@as_json
@click.pass_obj
def machines(
    home: str | None, name: str, go_on_without: str | None, keep: str | None, discard: str | None, as_json: bool
) -> None:
    """List your machines, this one first, and when each wrote last.

    \b
    The JSON document has
      store (or null), synced (or null),
      machines: a list of device, name, here, wrote, dropped,
      and alarms: a list of kind, of, n, at, sentence
    """
    with Workspace.open(existing(home)) as workspace:
        streams, objects = Streams(workspace.store), Objects(workspace.store)
        if name:
            streams.name(name)
        if go_on_without is not None:
            many = sum(objects.give_up(each.device) for each in dropping.find(workspace, go_on_without))
            output.say("The next sync takes what is left." if many else "Nothing is missing from that machine.")
        for chosen, is_kept in ((keep, True), (discard, False)):
            if chosen is not None:
                found = dropping.find(workspace, chosen)
                many = sum(objects.decide(each.device, keep=is_kept) for each in found)
                output.say(f"{many:,} files are {'kept; the next sync takes them' if is_kept else 'left out'}.")
        if not Links(workspace.store).now.place:
            output.say(syncing.ALONE)
        _answer(workspace, as_json, {})


@click.command()
@click.argument("name")
@secret.options
@click.option("--yes", is_flag=True, help="Drop without asking.")
@as_json
@click.pass_obj
def drop(
    home: str | None, name: str, passphrase_file: str | None, passphrase_fd: int | None, yes: bool, as_json: bool
) -> None:
    """Shut a lost machine out: new keys, and a new passphrase that every other machine then asks for once.

    --passphrase-file gives the new passphrase. What the machine holds, and whatever it copied from the store, it can
    still read; what is written from now on it cannot. If it can reach the store, take its access there away first.
    """
    with Workspace.open(existing(home)) as workspace:
        found = dropping.find(workspace, name)
        if all(each.dropped for each in found):
            raise Refused("It is shut out already.")
        output.say("What that machine holds or has copied it can still read; what is written from now on it cannot.")
        output.say("If it has access to the store, take that away first.")
        if not yes:
            _asked(f"Drop {_called(found)}? [y/N]")
        words = unseen.new(secret.source(passphrase_file, passphrase_fd))
        with passphrase.wiped(words):
            done = syncing.followed(dropping.drop(workspace, found, words))
        output.say("It is shut out. On each other machine: `onward vault join` with the new passphrase.")
        _by_code(workspace)
        output.say("The recovery kit is a new one too: `onward vault kit`.")
        _answer(workspace, as_json, syncing.facts(done))


@click.command()
@click.pass_obj
def leave(home: str | None) -> None:
    """Share with the other machines no more. Everything stays here; what is in the store stays there, encrypted."""
    with Workspace.open(existing(home)) as workspace:
        links = Links(workspace.store)
        if not links.now.place:
            raise Refused("This workspace is shared with no other machine.")
        links.connect("")
        output.say(Content().say("machines.share.stopped"))


def _place(store: str) -> str:
    """A store as it is kept: a path means the same from wherever it is called."""
    return store if ":" in store else os.path.abspath(os.path.expanduser(store))


def _by_code(workspace: Workspace) -> None:
    if not workspace.backups.travels:
        output.say(
            "Its passphrase is too short to lie elsewhere, so the keys stay here: the recovery code joins instead."
        )


def _asked(question: str) -> None:
    if not output.is_terminal("stdin", "stderr"):
        raise Usage("There is no terminal to ask on. --yes goes on without asking.")
    if Prompts().line(question).casefold() not in ("y", "yes"):
        raise Refused("Nothing was changed.")


def _said(workspace: Workspace, found: Found) -> None:
    if found.at is None:
        output.say("Nothing has been written to that vault yet.")
    else:
        at = f"{workspace.clock.local(found.at):%Y-%m-%d %H:%M}"
        output.say(f"The newest in that vault was written {at}{f' on {found.machine}' if found.machine else ''}.")
    if not workspace.backups.is_untouched():
        output.say("What was written on this computer is kept, and goes to the other machines too.")


def _called(found: tuple[Machine, ...]) -> str:
    """Each by its name; several of one name with the letters that the list of machines has before it."""
    names = told_apart(found)
    return " and ".join(names[each.device] or f"the machine without a name ({each.device[:6]})" for each in found)


def _answer(workspace: Workspace, as_json: bool, facts: dict[str, Any]) -> None:
    alarms = syncing.told(workspace)
    found = Streams(workspace.store).machines()
    if as_json:
        link = Links(workspace.store).now
        output.document(
            {
                **facts,
                "store": link.place or None,
                "synced": link.at and link.at.isoformat(),
                "machines": [
                    {
                        "device": each.device,
                        "name": each.name,
                        "here": each.here,
                        "wrote": each.wrote.isoformat(),
                        "dropped": each.dropped,
                    }
                    for each in found
                ],
                "alarms": alarms,
            }
        )
        return
    for each in found:
        note = "  this machine" if each.here else "  dropped" if each.dropped else ""
        wrote = f"{workspace.clock.local(each.wrote):%Y-%m-%d %H:%M}"
        output.line(f"{each.device[:6]}  {wrote}  {each.name or '-'}{note}")
