"""`onward insights`."""

from __future__ import annotations

from datetime import date

import click

from cli import output
from cli.verbs import existing


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--since", metavar="D", help="Leave out what is older: -90d, 2026-09-01.")
@click.option("--weeks", type=click.IntRange(1, 520), default=12, metavar="N", help="Weeks of effort; 12 unless given.")
@click.pass_obj
def insights(home: str | None, as_json: bool, since: str | None, weeks: int) -> None:
    """Print what your notes show: effort first, then how far things went and what comes back.

    Counts are always shown, ranges from five on, comparisons from twenty on; none of them says why.

    \b
    The JSON document: a list of sections, each with
      id, title, note
      findings  id, text, hint, comparing,
                n, of and range (null below five), each null without a share,
                points (pairs of a label and a number),
                rows and rest (keys of what stands behind the numbers)
    """
    from core import places
    from core.dates import read_past
    from core.insights.draw import blocks, interval
    from core.workspace import Workspace

    with Workspace.open(existing(home), own_content=places.content(home)) as workspace:
        first = read_past(since, workspace.today()) if since else date.min
        sections = workspace.insights.sections(since=first, weeks=weeks)
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
            drawn = f"  {blocks([value for _, value in one.points])}" if one.points else ""
            output.line(f"  {one.text}{drawn}")
            if one.share and one.share.range:
                low, high = one.share.range
                output.line(f"    {interval(low, one.share.n / one.share.of, high)}")
            if one.hint:
                output.line(f"    {one.hint}")
        output.line(f"  {section.note}")
