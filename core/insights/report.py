"""The report: one page of HTML that stands alone, for the person or for someone who helps them.

Plots are inline SVG, the style is in the page, there is no script, and a policy in the page forbids every request.
What is private by nature (feelings, the words of wins) is in it only when asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from html import escape

from core.content import Content, fill
from core.insights.insights import Finding, Insights, Section
from core.strengths.wins import Wins
from core.text import visible

PARTS = ("effort", "year", "stages", "replies", "themes", "feelings", "wins")
USUAL = ("effort", "year", "stages", "replies")
WINS = 50

_STYLE = """
:root { color-scheme: light dark; --line: #00609a; --soft: #8884; --ink: #1f2328; --page: #fff; --quiet: #565d66; }
@media (prefers-color-scheme: dark) {
  :root { --line: #56b4e9; --ink: #e2e5e9; --page: #15181c; --quiet: #a3abb6; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--page); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p, li { margin: .3rem 0; } ul { list-style: none; padding: 0; } .quiet { color: var(--quiet); font-size: .9rem; }
li { break-inside: avoid; margin-bottom: .8rem; } svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--quiet); font: 10px system-ui, sans-serif; } .bar, .dot { fill: var(--line); }
.axis { stroke: var(--soft); } .range { stroke: var(--line); stroke-width: 2; } .none { fill: var(--soft); }
@media print {
  :root { --line: #000; --ink: #000; --page: #fff; --quiet: #333; --soft: #bbb; }
  body { margin: 0; max-width: none; font-size: 11pt; }
  h2 { break-after: avoid; } section { break-inside: avoid-page; } }
"""


def page(
    insights: Insights, wins: Wins, content: Content, today: date, chosen: Collection[str] = USUAL, weeks: int = 12
) -> str:
    """The whole page, with the chosen `PARTS`, effort over the last `weeks`."""
    sections = {section.id: section for section in insights.sections(weeks=weeks)}
    parts = []
    for part in PARTS:
        if part not in chosen:
            continue
        if part == "year":
            title = _say(content, "screen.year")
            parts.append(f"<section><h2>{_text(title)}</h2>{_year(insights.year(today), today)}</section>")
        elif part == "wins":
            parts.append(_wins(wins, content))
        else:
            parts.append(_section(sections[part]))
    title = _say(content, "report.title", day=f"{today.day} {today:%B %Y}")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" '
        f'content="no-referrer">\n<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f'<h1>{_text(title)}</h1>\n<p class="quiet">{_text(_say(content, "report.note"))}</p>\n{body}\n'
        "</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    items = "".join(f"<li>{''.join(_finding(finding))}</li>\n" for finding in section.findings)
    note = f'<p class="quiet">{_text(section.note)}</p>'
    return f"<section><h2>{_text(section.title)}</h2>\n<ul>\n{items}</ul>\n{note}</section>"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"<p>{_text(finding.text)}</p>"
    if len(finding.points) > 1:
        yield _bars(finding)
    if finding.share and finding.share.range:
        low, high = finding.share.range
        yield _range(finding.share.n / finding.share.of, low, high, finding.hint)
    if finding.hint:
        yield f'<p class="quiet">{_text(finding.hint)}</p>'


def _bars(finding: Finding) -> str:
    largest = max((value for _, value in finding.points), default=0)
    step = 480 / max(1, len(finding.points))
    marks = []
    for place, (label, value) in enumerate(finding.points):
        height, x = 44 * value / largest if largest else 0, place * step
        top, wide = 60 - height, step - 4
        marks.append(f'<rect class="bar" x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{height:.1f}"/>')
        marks.append(f'<text x="{x:.1f}" y="{56 - height:.1f}">{value}</text>' if value else "")
        marks.append(f'<text x="{x:.1f}" y="74">{_text(label)}</text>' if place % 2 == 0 else "")
    line = '<line class="axis" x1="0" y1="60.5" x2="480" y2="60.5"/>'
    return _svg(480, 78, finding.text, line + "".join(marks))


def _range(at: float, low: float, high: float, said: str) -> str:
    x, first, last = (4 + 292 * value for value in (at, low, high))
    ends = "".join(f'<line class="range" x1="{place:.1f}" y1="4" x2="{place:.1f}" y2="14"/>' for place in (first, last))
    return _svg(
        300,
        18,
        said,
        '<line class="axis" x1="4" y1="9" x2="296" y2="9"/>'
        f'<line class="range" x1="{first:.1f}" y1="9" x2="{last:.1f}" y2="9"/>{ends}'
        f'<circle class="dot" cx="{x:.1f}" cy="9" r="4"/>',
    )


def _year(counts: Mapping[date, int], today: date) -> str:
    first = today - timedelta(days=today.weekday(), weeks=52)
    largest = max(counts.values(), default=1)
    cells = []
    for ago in range((today - first).days + 1):
        day = first + timedelta(days=ago)
        count = counts.get(day, 0)
        shade = f'class="bar" fill-opacity="{0.25 + 0.75 * count / largest:.2f}"' if count else 'class="none"'
        x, y = ago // 7 * 12, ago % 7 * 12
        named = f"<title>{day.isoformat()}: {count}</title>"
        cells.append(f'<rect {shade} x="{x}" y="{y}" width="10" height="10">{named}</rect>')
    return _svg(636, 84, "", "".join(cells))


def _wins(wins: Wins, content: Content) -> str:
    items = "".join(
        f'<li><p>{_text(win.text)} <span class="quiet">{win.day.isoformat()}</span></p></li>' for win in wins.page(WINS)
    )
    return f"<section><h2>{_text(content.say('strengths.titles.wins'))}</h2><ul>{items}</ul></section>"


def _svg(width: int, height: int, said: str, inside: str) -> str:
    label = f' role="img" aria-label="{_text(said)}"' if said else ' aria-hidden="true"'
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}"{label}>{inside}</svg>'


def _text(words: str) -> str:
    return escape(visible(words))


def _say(content: Content, key: str, **values: object) -> str:
    return fill(content.lines(f"insights.{key}")[0], **values)
