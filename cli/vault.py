"""`onward vault`: the keys that lock backups, and the passphrase and the recovery kit that open them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from cli import machines, output, secret, unseen
from cli.ending import Usage
from cli.verbs import existing
from core import places
from core.content import Content
from core.errors import NotFound, Refused
from core.merging.link import Links
from core.storage.backups import Standing
from core.text import visible
from core.workspace import Workspace
from sync import kit as kits
from sync import passphrase as phrases
from sync import restore
from sync.errors import IdentityError, NoMatch
from sync.vault import NoVault, Vault


@click.group()
def vault() -> None:
    """The keys that lock your backups: make them, look after them, and keep a way back.

    A passphrase is typed on the terminal, or comes from --passphrase-file, --passphrase-fd, or the program named in
    ONWARD_PASSPHRASE_COMMAND. It is never an argument: those can be seen by others on this computer.
    """


@vault.command()
@secret.options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def init(home: str | None, passphrase_file: str | None, passphrase_fd: int | None, as_json: bool) -> None:
    """Make the vault's keys, locked with a passphrase: your own, or six words that Onward draws."""
    source = secret.source(passphrase_file, passphrase_fd)
    here = Vault(places.home(home))
    if here.exists:
        raise Refused("There is a vault here already, and it stays as it is.")
    words = unseen.new(source)
    with phrases.wiped(words), Workspace.open(places.workspace_file(home)) as workspace:
        rating = here.create(words)
        workspace.backups.set_travels(rating.travels)
        output.say(f"The vault is made. {rating.sentence}")
        output.say("Next, the way back without the passphrase: `onward vault kit`.")
        if as_json:
            output.document(_facts(here, workspace.backups.standing()))


@vault.command()
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def status(home: str | None, as_json: bool) -> None:
    """Say how the vault and the backups stand."""
    here = Vault(places.home(home))
    if not here.exists:
        raise NoVault
    with Workspace.open(existing(home)) as workspace:
        standing = workspace.backups.standing()
        if as_json:
            output.document(_facts(here, standing))
        else:
            for line in _told(here, standing, workspace):
                output.line(line)


@vault.command()
@secret.options
@click.option("--new-passphrase-file", metavar="F", type=click.Path(), help="Read the new passphrase from a file.")
@click.pass_obj
def passphrase(
    home: str | None, passphrase_file: str | None, passphrase_fd: int | None, new_passphrase_file: str | None
) -> None:
    """Change the passphrase. Backups made before still open with the old one."""
    here = Vault(places.home(home))
    if not here.exists:
        raise NoVault
    source = secret.source(passphrase_file, passphrase_fd)
    old = secret.needed(source, "The passphrase of now: ") if here.has_passphrase else bytearray()
    with phrases.wiped(old):
        if here.has_passphrase:
            here.prove(old)
        file = new_passphrase_file
        words = unseen.new(secret.source(file, None) if file else secret.source(None, None))
        with phrases.wiped(words), Workspace.open(places.workspace_file(home)) as workspace:
            rating = here.change(old if here.has_passphrase else None, words)
            workspace.backups.set_travels(rating.travels)
            shared = Links(workspace.store).now.place
    output.say("The new passphrase holds. Copies and backups made before still open with the old one.")
    if shared:
        output.say("Your other machines hear of it with the next sync, and go on with the old one until you join anew.")


@vault.command()
@click.argument("file", required=False, type=click.Path())
@secret.options
@click.pass_obj
def kit(home: str | None, file: str | None, passphrase_file: str | None, passphrase_fd: int | None) -> None:
    """Show the recovery kit, or write it to FILE (for your eyes only) to print it.

    The code on it opens the vault when every computer and the passphrase are gone. On the terminal it is shown apart
    from everything else, which the terminal then forgets; typing the code back once proves that you have it.
    """
    here = Vault(places.home(home))
    if file is None and not output.is_terminal("stdin", "stdout", "stderr"):
        raise Usage("The kit is shown on a terminal, and there is none. With a FILE it is written there.")
    if here.has_passphrase:
        words = secret.needed(secret.source(passphrase_file, passphrase_fd), "The passphrase: ")
        with phrases.wiped(words):
            keyring = here.prove(words)
    else:
        keyring = here.keyring()
    with Workspace.open(places.workspace_file(home)) as workspace:
        day = workspace.today().isoformat()
        name = workspace.settings.name or "Onward"
        if file is not None:
            _written(Path(file), kits.page(Content(), name, day, keyring.identity, paper=True))
            output.say(f"The kit is in {file}. Once it is on paper, the file can go.")
            return
        page = kits.page(Content(), name, day, keyring.identity)
        if _typed_back(page, keyring.identity.secret):
            workspace.backups.kit_proven()
            output.say("That is the code. Keep the kit where you would keep a passport.")
        else:
            output.say("The code was not typed back. The kit stays as it is; `onward vault kit` shows it again.")


@vault.command()
@click.argument("file", required=False, type=click.Path())
@secret.options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def verify(
    home: str | None, file: str | None, passphrase_file: str | None, passphrase_fd: int | None, as_json: bool
) -> None:
    """Prove that the way back works: the passphrase or the recovery code, and a backup read from end to end.

    FILE is a backup; without it, the newest one that is there.
    """
    here = Vault(places.home(home))
    if not here.exists:
        raise NoVault
    found: dict[str, Any] = {}
    with Workspace.open(places.workspace_file(home)) as workspace:
        words = secret.source(passphrase_file, passphrase_fd)("The passphrase or the recovery code, or nothing: ")
        if words:
            with phrases.wiped(words):
                found["opens_with"] = _proven(here, words, workspace)
        last = workspace.backups.standing().last
    path = file or (last.path if last else None)
    if path is None and not found:
        raise NotFound("There is no backup yet that could be read. `onward backup DIR` makes one.")
    if path is not None:
        backup = restore.opened(Path(path), here.keyring())
        found["backup"] = {"file": path, "at": backup.facts.at, "rows": backup.facts.rows, "size": backup.size}
    if as_json:
        output.document(found)
        return
    if "opens_with" in found:
        output.line(f"ok    the {found['opens_with']} opens the vault")
    if path is not None:
        output.line(f"ok    {path}: whole, {found['backup']['rows']:,} rows, made {found['backup']['at']}")


@vault.command("open-in")
@click.argument("place", type=click.Choice(["file", "keychain"]))
@click.pass_obj
def open_in(home: str | None, place: Literal["file", "keychain"]) -> None:
    """Say where the open keys are on this computer: in a private FILE, or in the KEYCHAIN of the system."""
    existing(home)
    Vault(places.home(home)).move(place)
    output.say(Content().say("vault.chain.in_chain" if place == "keychain" else "vault.chain.in_file"))


def _proven(here: Vault, words: bytearray, workspace: Workspace) -> str:
    if not restore.is_code(words):
        here.unlock(words)
        workspace.backups.set_travels(phrases.rate(words).travels)
        return "passphrase"
    if kits.typed_back(words.decode(errors="replace")).secret != here.keyring().identity.secret:
        raise NoMatch("That is a recovery code, and of another vault.")
    workspace.backups.kit_proven()
    return "recovery code"


def _typed_back(page: str, secret_key: bytes) -> bool:
    unseen.show(f"{page}\nEnter goes on.")
    typed = secret.typed("The code, from the kit, or nothing for later: ")
    with phrases.wiped(typed):
        while typed:
            try:
                if kits.typed_back(typed.decode()).secret == secret_key:
                    return True
                output.say("That is another code than the one on the kit.")
            except (IdentityError, UnicodeDecodeError) as error:
                output.say(error.sentence if isinstance(error, IdentityError) else IdentityError.usual)
            typed[:] = bytes(len(typed))
            typed = secret.typed("Once more, or nothing for later: ")
    return False


def _written(path: Path, page: str) -> None:
    try:
        kits.write(path, page)
    except FileExistsError:
        raise Refused(f"{path} is there already, and the kit replaces nothing.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None


def _facts(here: Vault, standing: Standing) -> dict[str, Any]:
    plan = standing.plan
    facts: dict[str, Any] = {"place": here.place, "passphrase": here.has_passphrase, "travels": standing.travels}
    facts["kit"] = standing.kit.isoformat() if standing.kit else None
    facts["plan"] = {"folder": plan.folder, "when": plan.when or "never"}
    facts["plan"] |= {"daily": plan.daily, "weekly": plan.weekly, "monthly": plan.monthly}
    for name in ("last", "oldest"):
        backup = getattr(standing, name)
        facts[name] = backup and {"file": backup.path, "at": backup.at.isoformat(), "size": backup.size}
    return facts


def _told(here: Vault, standing: Standing, workspace: Workspace) -> list[str]:
    say, clock = Content().say, workspace.clock
    last, oldest = (
        say("vault.told.backup", at=f"{clock.local(each.at):%Y-%m-%d %H:%M}", path=visible(each.path))
        if each
        else say("vault.told.none")
        for each in (standing.last, standing.oldest)
    )
    kept = {name: getattr(standing.plan, name) for name in ("daily", "weekly", "monthly")}
    plan = say(f"vault.when.{standing.plan.when or 'never'}")
    if standing.plan.when:
        plan += f", {visible(standing.plan.folder)}, {say('vault.told.kept', **kept)}"
    kit = f"{clock.local(standing.kit):%Y-%m-%d}" if standing.kit else say("vault.told.no_kit")
    names = {
        "keys": say(f"vault.place.{here.place}"),
        "passphrase": say(f"vault.told.{_strength(here, standing)}"),
        "kit": kit,
        "last": last,
        "oldest": oldest,
        "plan": plan,
    }
    width = max(len(say(f"vault.state.{name}")) for name in names)
    return [f"{say(f'vault.state.{name}'):{width}}  {text}" for name, text in names.items()]


def _strength(here: Vault, standing: Standing) -> str:
    if not here.has_passphrase:
        return "no_passphrase"
    return "travels" if standing.travels else "stays"


for command in (machines.connect, machines.join, machines.machines, machines.drop, machines.leave):
    vault.add_command(command)
