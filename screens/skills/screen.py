"""Screen 3, Skills: what postings ask for, the gap, and a short plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from core.skills.gap import PUT_ASIDE, Need
from core.skills.plan import Item
from screens.skills import planning, rating
from screens.skills.beside import beside
from screens.skills.lists import bring, side
from screens.skills.reading import new_posting, read
from screens.skills.view import GAP, PLAN, POSTINGS, TABS, GapView, gap_rows, item_rows, look, posting_row
from tui.dialogs.line import Line
from tui.screen import ActivityScreen
from tui.widgets.plain import plain
from tui.widgets.rows import Row, Rows

VERBS = {"log_it": "log", "move_it": "move", "finish_it": "finish", "let_go_it": "aside", "go_on": "aside"}
VERBS |= {"ask_it": "app.anywhere('app.ask')"}


class SkillsScreen(ActivityScreen):
    """What postings ask for, what you bring, and a short plan. Left and right go between the three lists.

    v takes in a posting; its skills are marked, and you have the last word. In the gap, p plans something, l notes how
    far you are, e what shows it. In the plan, t notes time put in and d moves the last day. Moving a day is fine.
    """

    CSS_PATH = "skills.tcss"
    OPENS: ClassVar = ("skill", "posting", "plan", "learn", "lesson")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "Next list", show=False, id="skills.next", tooltip="The next of the three lists"),
        Binding("left", "turn(-1)", "List before", show=False, id="skills.before", tooltip="The list before"),
        Binding("v", "paste", "Posting", id="skills.paste", tooltip="Take in a posting..."),
        Binding("n", "new", "Skill", show=False, id="skills.new", tooltip="Write down a skill..."),
        Binding("p", "plan", "Plan", id="skills.plan", tooltip="Plan something for this skill..."),
        Binding("l", "level", "Level", id="skills.level", tooltip="How far are you with it?..."),
        Binding("e", "prove", "Shown by", show=False, id="skills.prove", tooltip="Note what shows it..."),
        Binding("m", "choose", "Mark", show=False, id="skills.choose", tooltip="It matters to you, or not specially"),
        Binding("x", "aside", "Put aside", show=False, id="skills.aside", tooltip="Put aside, or take up again"),
        Binding("t", "log", "Time", id="skills.log", tooltip="Note time put in..."),
        Binding("d", "move", "Move", show=False, id="skills.move", tooltip="Move the last day..."),
        Binding("f", "finish", "Finish", show=False, id="skills.finish", tooltip="It is done..."),
        Binding("c", "resume", "Resume", show=False, id="skills.resume", tooltip="A resume beside a posting..."),
        Binding("i", "bring", "Bring a list", show=False, id="skills.bring", tooltip="Take in a list of skills..."),
    ]

    tab = GAP
    view: GapView | None = None

    def compose_activity(self) -> ComposeResult:
        yield Static(id="tabs")
        yield Static(id="rule")
        with Container(id="middle"):
            yield Rows()
            yield Static(id="side")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    # What is shown

    async def load(self) -> None:
        names = {tab: self.say(f"skills.title.{tab}") for tab in TABS}
        parts = [Content.styled(f" {names[tab]} ", "bold reverse" if tab == self.tab else "") for tab in TABS]
        self.query_one("#tabs", Static).update(Content(" ").join(parts))
        paste = self.key_of("skills.paste")
        key = {GAP: self.key_of("skills.new"), POSTINGS: paste, PLAN: self.key_of("skills.plan")}[self.tab]
        rows, rule = self.query_one(Rows), self.query_one("#rule", Static)
        rule.display = self.tab == GAP
        rows.empty = self.say(f"skills.empty.{self.tab}", paste=paste, key=key)
        if self.tab == GAP:
            self.view = await self.ask(look)
            rule.update(plain(self.say("skills.gap.rule")))
            rule.display = bool(self.view.needs)
            rows.show(gap_rows(self.view, self.words))
        elif self.tab == POSTINGS:
            rows.show_window(await self.ask(lambda w: w.skills.postings.count()), self._postings)
        else:
            items, today = await self.ask(lambda w: (w.skills.plan.items(10_000), w.today()))
            rows.show(item_rows(items, today, self.words))
        self._beside(rows.row)

    async def _postings(self, start: int, stop: int) -> Sequence[Row]:
        found = await self.ask(lambda w: w.skills.postings.list(stop - start, start))
        return [posting_row(posting, self.words) for posting in found]

    async def action_turn(self, by: int) -> None:
        """Go to another of the three lists."""
        await self._go(TABS[(TABS.index(self.tab) + by) % len(TABS)])

    async def _go(self, tab: str, id: str = "") -> None:
        rows = self.query_one(Rows)
        if tab != self.tab:
            rows.show([])
        self.tab = tab
        await self.load()
        if id:
            rows.select(id)

    async def open(self, key: str) -> None:
        kind, _, ref = key.partition(":")
        if kind == "posting":
            await self._go(POSTINGS, key)
            self._read(ref)
        elif kind in ("plan", "learn"):
            await self._go(PLAN, f"plan:{ref}")
            item = await self.ask(lambda w: w.skills.plan.get(ref))
            if kind == "learn" and await planning.log(self, item):
                await self.app.run_action("go('today')")
        elif kind == "lesson":
            await self._go(GAP, key)
            self._plan_from_ritual(self._skill_name())
        else:
            await self._go(GAP, key)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        self._beside(event.row)

    @work(group="side", exclusive=True)
    async def _beside(self, row: Row | None) -> None:
        self.query_one("#side", Static).update(await side(self, row))

    def need(self, id: str) -> Need | None:
        return next((need for need in self.view.needs if need.skill == id), None) if self.view else None

    def _under(self, *kinds: str) -> str:
        """The id of the thing under the cursor, where it is one of these kinds."""
        row = self.query_one(Rows).row
        kind, _, ref = row.id.partition(":") if row else ("", "", "")
        return ref if kind in kinds else ""

    async def _item(self) -> Item | None:
        """The item under the cursor; in the gap, the open one of the skill; elsewhere one that is chosen."""
        return await planning.pick(self, self._under("plan"), self._under("skill"))

    async def occasion(self) -> tuple[str, dict[str, str]]:
        row = self.query_one(Rows).row
        if row is None or self.tab == POSTINGS:
            return "", {}
        name = self._skill_name() or row.text[22:].strip()
        return "plan", {"topic": name}

    def _skill_name(self) -> str:
        """The name of the skill under the cursor."""
        ref = self._under("skill", "lesson")
        if need := self.need(ref):
            return need.name
        lessons = self.view.returning if self.view else ()
        return next((lesson.name for lesson in lessons if lesson.skill == ref), "")

    # What can be done

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        kind, _, ref = event.row.id.partition(":")
        if kind == "posting":
            await read(self, ref)
        elif kind == "lesson":
            await self._plan_for(self._skill_name())
        elif kind == "plan":
            item = await self.ask(lambda w: w.skills.plan.get(ref))
            chosen = await planning.choose(self, item)
            if chosen == "change_it":
                await planning.change(self, item)
            elif chosen:
                await self.run_action(VERBS[chosen])
        elif kind == "skill":
            await self._more(ref)

    async def _more(self, id: str) -> None:
        """What could be done with a skill, as a list."""
        if need := self.need(id):
            verb = await rating.more(self, need)
            if verb:
                await self.run_action(verb)

    @work
    async def _read(self, id: str) -> None:
        await read(self, id)

    @work
    async def action_paste(self) -> None:
        """Take in a posting, and go to the gap with it."""
        if await new_posting(self):
            await self._go(GAP)

    @work
    async def action_new(self) -> None:
        """Write down a skill."""
        name = await self.app.push_screen_wait(
            Line(self.say("skills.skill.add"), hint=self.say("skills.skill.add_hint"))
        )
        if name:
            added: list[str] = []
            if await self.do(lambda w: added.append(w.skills.add(name))):
                await self._go(GAP, f"skill:{added[0]}")

    @work
    async def action_plan(self) -> None:
        """Plan something for the skill under the cursor, or for one that is named."""
        name = self._skill_name()
        if not name:
            typed = await self.app.push_screen_wait(Line(self.say("skills.skill.add")))
            name = typed or ""
        if name:
            await self._plan_for(name)

    async def _plan_for(self, name: str) -> None:
        if await planning.plan_for(self, name):
            await self._go(PLAN)

    @work
    async def _plan_from_ritual(self, name: str) -> None:
        """Plan something for a lesson that the ritual named, and go back there."""
        if name:
            await self._plan_for(name)
        await self.app.run_action("go('ritual')")

    @work
    async def action_level(self) -> None:
        """How far the person feels they are."""
        if id := self._under("skill"):
            await rating.rate(self, id)

    @work
    async def action_prove(self) -> None:
        """Note what shows the skill."""
        if id := self._under("skill"):
            await rating.prove(self, id)

    async def action_choose(self) -> None:
        """It matters to the person, or not specially."""
        if need := self.need(self._under("skill")):
            await self.do(lambda w: w.skills.choose(need.skill, not need.chosen))

    @work
    async def action_aside(self) -> None:
        """Put aside what is under the cursor, or take it up again."""
        need = self.need(self._under("skill"))
        if need:
            aside = need.group != PUT_ASIDE
            said = self.say("skills.skill.aside" if aside else "skills.skill.back")
            await self.do(lambda w: w.skills.put_aside(need.skill, aside), said)
        elif name := self._skill_name():
            await self.do(lambda w: w.skills.put_aside(w.skills.add(name)), self.say("skills.skill.aside"))
        elif id := self._under("plan"):
            await planning.end(self, await self.ask(lambda w: w.skills.plan.get(id)))
        elif id := self._under("posting"):
            await self.do(lambda w: w.skills.postings.remove(id), self.say("skills.posting.removed"))

    @work
    async def action_log(self) -> None:
        """Note time put in."""
        if item := await self._item():
            await planning.log(self, item)

    @work
    async def action_move(self) -> None:
        """Move the last day."""
        if item := await self._item():
            await planning.move(self, item)

    @work
    async def action_finish(self) -> None:
        """The item is done."""
        if item := await self._item():
            await planning.finish(self, item)

    @work
    async def action_resume(self) -> None:
        """A resume beside a posting."""
        await beside(self, self._under("posting"))

    @work
    async def action_bring(self) -> None:
        """Take in a list of skills that the person downloaded."""
        await bring(self)
