"""`onward backup`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from cli import output
from cli.ending import Usage
from cli.verbs import existing
from core.content import Content
from core.errors import OnwardError
from core.storage.backups import When
from core.workspace import Workspace
from sync import backup as backups

STAGES = {"copy": "Copying", "seal": "Encrypting", "check": "Reading it back"}
KEPT = ("daily", "weekly", "monthly")


@click.command()
@click.argument("place", metavar="FILE|DIR", required=False, type=click.Path())
@click.option(
    "--when", type=click.Choice(["quit", "daily", "never"]), help="From now on, back up to this DIR by itself."
)
@click.option("--keep", metavar="D,W,M", help="How many days, weeks and months are kept; 7,4,12 unless you say so.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_obj
def backup(home: str | None, place: str | None, when: str | None, keep: str | None, as_json: bool) -> None:
    """Put everything into one encrypted file: into FILE, or under a name with the date into DIR.

    It is read back from the disk before it is called done, and never replaces a file. The app can stay open meanwhile.
    Older backups are removed only by --keep, only those made here, and only after a newer one was read back.
    """
    with Workspace.open(existing(home)) as workspace:
        plan = workspace.backups.plan
        if when is not None or keep is not None:
            folder = os.path.abspath(place) if place else plan.folder
            if when not in (None, "never") and not os.path.isdir(folder):
                raise Usage("--when needs a DIR that is there.")
            chosen: When = plan.when if when is None else "" if when == "never" else when  # type: ignore[assignment]
            plan = replace(plan, folder=folder, when=chosen, **_numbers(keep))
            workspace.backups.choose(plan)
            if when == "never" and place is None:
                output.say("No backups are made by themselves from now on.")
                return
        if place is None and not plan.folder:
            raise Usage("Say where to: `onward backup FILE` or `onward backup DIR`.")
        made = run(workspace, Path(os.path.abspath(place or plan.folder)))
    output.say(f"Read back and whole: {made.path}")
    if not made.with_keyring:
        output.say("Its keys are not in it, so on another computer the recovery code opens it.")
    if as_json:
        facts = {"file": str(made.path), "size": made.size, "rows": made.facts.rows, "at": made.facts.at}
        output.document({**facts, "with_keyring": made.with_keyring, "removed": made.removed})


def run(workspace: Workspace, place: Path) -> backups.Made:
    """Make a backup, saying how far it is."""
    stage, quarter = "", 0
    for step in backups.run(workspace, place):
        if isinstance(step, backups.Made):
            made = step
        elif step.stage != stage:
            stage, quarter = step.stage, 0
            output.say(f"{STAGES[stage]} ...")
        elif step.of and 4 * step.done // step.of > quarter and step.done < step.of:
            quarter = 4 * step.done // step.of
            output.say(f"{STAGES[stage]}, {25 * quarter} of 100")
    return made


def by_itself(path: str) -> None:
    """Make the backup that is due; what stands in its way is said, and no more."""
    try:
        with Workspace.open(path) as workspace:
            folder = workspace.backups.plan.folder
            if os.path.isdir(folder):
                output.say(f"Read back and whole: {run(workspace, Path(folder)).path}")
            else:
                output.say(Content().say("vault.plan.away", path=folder))
    except OnwardError as error:
        output.say(error.sentence)


def _numbers(keep: str | None) -> dict[str, int]:
    if keep is None:
        return {}
    numbers = keep.split(",")
    if len(numbers) != len(KEPT) or not all(number.isascii() and number.isdecimal() for number in numbers):
        raise Usage("--keep takes three numbers, such as 7,4,12: days, weeks, months.")
    return dict(zip(KEPT, (int(number[:6]) for number in numbers), strict=True))
