"""`onward reject`."""

from __future__ import annotations

import click

from cli import output, verbs
from cli.completing import from_rows
from cli.names import NAMES
from cli.prompts import Prompts
from cli.workspaces import begun
from core.applications.applications import STAGES
from core.applications.companies import fold_company
from core.dates import read_past
from core.errors import NotFound, Refused
from core.ritual.rejections import KINDS, THEIRS, Reason
from core.workspace import Workspace


@click.command()
@click.argument("company", nargs=-1, shell_complete=from_rows(NAMES["reject"]))
@click.option("--date", metavar="D", help="Another day: yesterday, monday, -3d, 2026-11-20.")
@click.option("--stage", type=click.Choice(STAGES[1:]), help="How far it had come.")
@click.option("--how", type=click.Choice(KINDS), help="How the answer came.")
@click.option("--reason", "reasons", multiple=True, metavar="R", help="A reason you know of; may be given again.")
@click.option("--message", is_flag=True, help="Read their words from standard input.")
@click.pass_obj
def reject(
    home: str | None,
    company: tuple[str, ...],
    date: str | None,
    stage: str | None,
    how: str | None,
    reasons: tuple[str, ...],
    message: bool,
) -> None:
    """Note a no from COMPANY. Its application, if it is here, is closed with it.

    \b
    Examples:
      onward reject acme
      onward reject acme --how call --reason timing
      onward reject acme --message < mail.txt
    """
    name = " ".join(company)
    with begun(home) as workspace:
        if not name.strip():
            if not output.is_terminal("stdin"):
                raise Refused("Whose no is it? `onward reject COMPANY` notes it.")
            name = Prompts().line(workspace.content.say("rituals.log.company"))
        day = read_past(date, workspace.today()) if date else None
        words = verbs.read_input() if message else ""
        noted = (no.application for no in workspace.rejections.open() if fold_company(no.company) == fold_company(name))
        application = find(workspace, name) or next(noted, "")
        outside = {row.id for row in workspace.content.choices("reasons") if row.group == "outside"}
        sorted_ = [Reason(reason=each, control=THEIRS if each in outside else "") for each in reasons]
        workspace.rejections.log(
            name, application=application, day=day, stage=stage or "", kind=how or "", message=words, reasons=sorted_
        )
        about = workspace.applications.get(application).company if application else name
        output.say(workspace.content.say("rituals.log.kept"))
        if not fold_company(name).startswith(fold_company(about)):
            output.say(f"It is noted for {about}. `onward undo` takes it back.")
        output.say("`onward ritual` leads on from here, whenever you like.")


def find(workspace: Workspace, name: str) -> str:
    """The active application a company's name means, empty where there is none.

    Raises `NotFound` where there are several: the role then says which (`onward reject acme analyst`).
    """
    wanted = fold_company(name)
    lines = [line for line in workspace.board.page(limit=workspace.board.count()) if not line.outcome]
    found = [line for line in lines if fold_company(line.company) == wanted]
    found = found or [line for line in lines if fold_company(f"{line.company} {line.role}") == wanted]
    # The beginning of a name is understood here as it is everywhere else; what was meant is said.
    found = found or [line for line in lines if wanted and fold_company(line.company).startswith(f"{wanted} ")]
    if len(found) > 1:
        roles = "; ".join(line.role or "no role noted" for line in found[:5])
        raise NotFound(f"There are several applications there ({roles}). The role behind the company says which.")
    return found[0].id if found else ""
