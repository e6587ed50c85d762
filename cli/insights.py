"""`onward insights`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli import output
from cli.shape import listed, picked
from cli.verbs import existing
from cli.which import which

if TYPE_CHECKING:
    from core.insights.insights import Section
    from core.workspace import Workspace


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--since", metavar="D", help="Leave out what is older: -90d, 2026-09-01.")
@click.option("--weeks", type=click.IntRange(1, 520), default=12, metavar="N", help="Weeks of effort; 12 unless given.")
@click.option("--year", is_flag=True, help="How many things were noted on each day of a year.")
@click.option("--behind", metavar="ID", help="What stands behind the number with this id.")
@click.pass_obj
def insights(home: str | None, as_json: bool, since: str | None, weeks: int, year: bool, behind: str | None) -> None:
    """Print what your notes show: effort first, then how far things went and what comes back.

    Counts are always shown, ranges from five on, comparisons from twenty on; none of them says why.

    \b
    The JSON document: a list of sections, each with
      id, title, note
      findings  id, text, hint, comparing,
                n, of and range (null below five), each null without a share,
                points (pairs of a label and a number),
                rows and rest (keys of what stands behind the numbers)
    With --year a list of day and count; with --behind a list of key,
    text, day, and counted: whether it is among the number.
    """
    from core import places
    from core.dates import read_past
    from core.insights.draw import blocks, interval
    from core.workspace import Workspace

    with Workspace.open(existing(home), own_content=places.content(home)) as workspace:
        first = read_past(since, workspace.today()) if since else date.min
        if year:
            days = [{"day": day, "count": n} for day, n in workspace.insights.year(workspace.today()).items() if n]
            listed(sorted(days, key=_day), as_json, lambda one: f"{one['day']}  {one['count']}", "No day has anything.")
            return
        sections = workspace.insights.sections(since=first, weeks=weeks)
        if behind is not None:
            _behind(workspace, sections, behind, as_json)
            return
    if as_json:
        output.document(
            [
                {
                    "id": section.id,
                    "title": section.title,
                    "note": section.note,
                    "findings": [
                        {
                            **{name: getattr(one, name) for name in ("id", "text", "hint", "comparing")},
                            "n": one.share.n if one.share else None,
                            "of": one.share.of if one.share else None,
                            "range": one.share.range if one.share else None,
                            **{name: getattr(one, name) for name in ("points", "rows", "rest")},
                        }
                        for one in section.findings
                    ],
                }
                for section in sections
            ]
        )
        return
    for number, section in enumerate(sections):
        output.line(f"{chr(10) if number else ''}{section.title}")
        for one in section.findings:
            drawn = f"  {blocks([value for _, value in one.points])}" if len(one.points) > 1 else ""
            output.line(f"  {one.text}{drawn}")
            if one.share and one.share.range:
                low, high = one.share.range
                output.line(f"    {interval(low, one.share.n / one.share.of, high)}")
            if one.hint:
                output.line(f"    {one.hint}")
        output.line(f"  {section.note}")


def _day(one: dict[str, Any]) -> Any:
    return one["day"]


def _behind(workspace: Workspace, sections: tuple[Section, ...], wanted: str, as_json: bool) -> None:
    """What stands behind one number: first what was counted, then the rest."""
    findings = {one.id: one for section in sections for one in section.findings}
    id = which([(id, one.text) for id, one in findings.items()], wanted, "onward insights --json")
    found = [
        picked(row, "key", "text", "day", counted=counted)
        for counted, keys in ((True, findings[id].rows), (False, findings[id].rest))
        for row in workspace.insights.behind(keys)
    ]
    none = workspace.content.say("insights.screen.behind_none")
    listed(found, as_json, lambda one: f"[{'x' if one['counted'] else ' '}] {one['day']}  {one['text']}", none)
