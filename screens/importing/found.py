"""What was found in a source, as a list in which every fact can be chosen and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.content import Content as Words
from core.importing import telling
from core.importing.plan import NEW, Plan, Preview
from core.importing.shape import Facts
from tui.dialogs.choose import Choose
from tui.widgets.rows import Row, Rows, heading

STORE, LOOK, FORM, ENCODING, DELIMITER, DATES, AGAIN, PEOPLE = (
    *("store", "look", "form", "encoding", "delimiter"),
    *("dates", "again", "people"),
)


class Standing(Choose):
    """A list whose cursor stands at first on `at`: where something was changed last, or on what is so now."""

    DEFAULT_CSS = """
    Standing {
        & > .box { width: 100; }
        & Rows { max-height: 100%; }
    }
    """

    def __init__(self, question: str, rows: Sequence[Row], at: str) -> None:
        super().__init__(question, rows)
        self._at = at

    def on_mount(self) -> None:
        self.query_one(Rows).select(self._at)


def unsure(plan: Plan) -> Facts | None:
    """The first table whose dates can be read in two ways."""
    return next((part.facts for part in plan.parts if part.facts and not part.facts.sure), None)


def rows(plan: Plan, preview: Preview, words: Words) -> list[Row]:
    """All facts, the two ways on first."""
    say = words.say
    found = [part.facts for part in plan.parts if part.facts]
    count = preview.count
    doubt = unsure(plan)
    if count and doubt is None:
        store = Row(STORE, say("importing.flow.store", n=f"{count:,}"), mark="[>]", tone="next")
    elif count and doubt:
        store = Row(DATES, say("importing.flow.dates_unsure", date=doubt.date), mark="[?]", tone="next")
    else:
        store = Row(LOOK, say("importing.flow.nothing"))
    out = [store]
    out.append(Row(LOOK, say("importing.flow.look"), detail=telling.states(words, preview.states)))
    out.append(heading(plan.source.name, telling.counted(words, preview.new)))
    out.append(Row(FORM, say("importing.flow.form"), detail=plan.format.name))
    if found:
        encodings = ", ".join(dict.fromkeys(one.encoding for one in found))
        out.append(Row(ENCODING, say("importing.flow.encoding"), detail=encodings))
    if signs := list(dict.fromkeys(telling.delimiter(words, one.delimiter) for one in found if one.delimiter)):
        out.append(Row(DELIMITER, say("importing.flow.delimiter"), detail=", ".join(signs)))
    if orders := list(dict.fromkeys(say(f"importing.facts.{one.dates}") for one in found if one.date)):
        mark = "[?]" if doubt else ""
        out.append(Row(DATES, say("importing.flow.dates"), mark=mark, detail=", ".join(orders)))
    if any(state != NEW for state in preview.states) or plan.options.again:
        again = say(f"importing.flow.again_{'yes' if plan.options.again else 'no'}")
        out.append(Row(AGAIN, say("importing.flow.again"), detail=again))
    if people := sum(len(part.people) for part in plan.parts):
        picked = len(plan.options.people)
        key = "some" if picked else "none"
        detail = say(f"importing.flow.people_{key}", n=picked if picked else f"{people:,}", of=f"{people:,}")
        out.append(Row(PEOPLE, say("importing.flow.people"), detail=detail))
    for number, part in enumerate(plan.parts):
        if part.facts:
            out += _table(number, part.name, part.facts, words)
    return out


def _table(number: int, name: str, facts: Facts, words: Words) -> Iterator[Row]:
    if not facts.columns and not facts.words:
        return
    yield heading(name, telling.facts(words, facts))
    for place, column in enumerate(facts.columns):
        detail = "  ".join(filter(None, (column.example[:24], "->", telling.field(words, column.field))))
        yield Row(f"column:{number}:{place}", column.name, detail=detail)
    for place, word in enumerate(facts.words):
        mark = "" if word.state else "[?]"
        text = f"“{word.word}” ({word.count:,})"
        yield Row(f"word:{number}:{place}", text, mark=mark, detail=f"->  {telling.state(words, word.state)}")
