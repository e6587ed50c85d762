"""Which path from a no a command is about, and the option that says so."""

from __future__ import annotations

import click

from cli.which import which
from core.applications.companies import fold_company
from core.errors import NotFound
from core.ritual.rejections import Rejection
from core.workspace import Workspace

company = click.option("--company", metavar="NAME", default="", help="Whose no it was; the latest one otherwise.")


def everything(workspace: Workspace) -> list[Rejection]:
    """Every no, open ones first, the latest first."""
    return [*workspace.rejections.open(), *workspace.rejections.closed(limit=10_000)]


def named(no: Rejection) -> str:
    """Company and role."""
    return ", ".join(filter(None, (no.company, no.role)))


def chosen(workspace: Workspace, name: str) -> str:
    """The no that a company's name means, or the one to go on with. Raises `NotFound`."""
    if not name.strip():
        if current := workspace.ritual.current():
            return current
        raise NotFound("No path is open. If a no arrives, `onward reject COMPANY` notes it.")
    known, wanted = everything(workspace), fold_company(name)
    for no in known:
        if wanted in (fold_company(no.company), fold_company(no.role)):
            return no.id
    return which([(no.id, named(no)) for no in known], name, "onward ritual list --closed")
