"""The eight steps of the ritual as questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cli import output
from cli.prompts import Prompts
from core.applications.applications import SAVED
from core.applications.board import Filters
from core.dates import read_date, read_moment
from core.ritual.asking import QUESTIONS, TEMPLATE, WHOM
from core.ritual.closing import CANDLE, ONE_ROLE, OWN, OWN_ACT, QUIET, REFLECTION
from core.ritual.path import (
    ASKING,
    CLOSING,
    FIRST_THOUGHT,
    LEARNING,
    NAMING,
    NEXT,
    REFRAMING,
    STRONGEST,
    WRITING,
    Felt,
    Path,
)
from core.workspace import Workspace

PROMPTS = ("after-a-no", "friend", "own-name")  # the groups of questions for the writing step


class Walk:
    """A path that is being walked: the workspace, which one it is, and who asks."""

    def __init__(self, workspace: Workspace, no: str, prompts: Prompts) -> None:
        self.workspace, self.no, self.prompts = workspace, no, prompts

    @property
    def path(self) -> Path:
        """The path as it stands."""
        return self.workspace.ritual.path(self.no)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the ritual."""
        return self.workspace.content.say(f"rituals.{key}", 0, **values)

    def choices(self, file: str) -> list[tuple[str, str]]:
        """What a list offers."""
        return [(row.id, row.text) for row in self.workspace.content.choices(file)]

    def keep(self, step: str, item: str, question: str) -> str:
        """Ask for one line and keep it at once."""
        before = self.path.step(step).piece(item)
        typed = self.prompts.line(question, before)
        if typed != before:
            self.workspace.ritual.keep(self.no, step, item, typed)
        return typed


def _window(walk: Walk) -> None:
    workspace = walk.workspace
    if resolve := workspace.closing.resolve:
        output.say(walk.say("before.said", day=f"{resolve.day:%A} {resolve.day.day} {resolve.day:%B}"))
        output.say(resolve.text)
    path, clock = walk.path, workspace.clock
    usual = path.window.ends if path.window and path.window_open else workspace.rests.default_end()
    typed = walk.prompts.line(walk.say("window.until"), f"{clock.local(usual):%A %H:%M}")
    workspace.ritual.open_window(walk.no, read_moment(typed, clock))
    for item, file in (("steadying", "steadying"), ("helps", "helps")):
        options = walk.choices(file)
        chosen = walk.prompts.pick(walk.say(f"window.{item}"), options)
        if chosen:
            workspace.ritual.keep(walk.no, "window", item, dict(options).get(chosen, chosen))
    if decision := walk.prompts.line(walk.say("window.park")):
        workspace.waiting.park(decision, walk.no)


def _naming(walk: Walk) -> None:
    walk.keep(NAMING, FIRST_THOUGHT, walk.say("naming.first_thought"))
    options = walk.choices("feelings")
    felt = list(walk.path.step(NAMING).felt)
    for one in felt:
        output.say(f"{dict(options).get(one.word, one.word)} {'' if one.intensity is None else one.intensity}")
    while chosen := walk.prompts.pick(walk.say("naming.add"), options):
        word = dict(options).get(chosen, chosen)
        strength = walk.prompts.line(walk.workspace.content.say("feelings.ask.intensity"))
        felt = [one for one in felt if one.word != word]
        felt.append(Felt(word=word, intensity=_strength(strength)))
        if walk.workspace.ritual.feel(walk.no, NAMING, felt):
            _someone(walk)


def _strength(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and int(typed) <= STRONGEST else None


def _someone(walk: Walk) -> None:
    """After a word of despair at high strength, who there is to talk to; said once."""
    content = walk.workspace.content
    for line in content.lines("safety.intro.lines"):
        output.say(line)
    if own := walk.workspace.settings.get("safety.own"):
        output.say(own)
    for contact in content.contacts():
        output.say(f"{contact.country or content.say('safety.intro.anywhere')}: {contact.name}. {contact.reach}.")


def _writing(walk: Walk) -> None:
    offered = walk.workspace.content.choices("prompts")
    prompts = [(row.id, row.text) for row in offered if row.group in PROMPTS]
    entry = walk.workspace.writing.entry(walk.no)
    question = dict(prompts).get(walk.prompts.pick(walk.say("writing.prompt"), prompts), "")
    before = entry.body if entry else ""
    body = walk.prompts.page(question or walk.say("writing.intro"), before)
    if body.strip() and body != before:
        walk.workspace.writing.keep(walk.no, body, question)
        output.say(walk.say("writing.kept"))


def _reframing(walk: Walk) -> None:
    if thought := walk.path.first_thought:
        output.say(walk.say("path.thought", text=thought))
    if trap := walk.prompts.pick(walk.say("reframing.trap"), walk.choices("traps")):
        walk.workspace.ritual.keep(walk.no, REFRAMING, "trap", trap)
    walk.keep(REFRAMING, "mine", walk.say("reframing.mine"))
    walk.keep(REFRAMING, "theirs", walk.say("reframing.theirs"))
    if shift := walk.prompts.pick(walk.say("reframing.shift"), walk.choices("shifts"), free=False):
        walk.workspace.ritual.keep(walk.no, REFRAMING, "shift", shift)
    walk.keep(REFRAMING, "own", walk.say("reframing.own"))
    before, after = walk.path.step(NAMING).felt, []
    for felt in before:
        typed = walk.prompts.line(f"{felt.word}: {walk.say('reframing.after')}")
        after.append(Felt(word=felt.word, family=felt.family, intensity=_strength(typed)))
        output.say(f"{walk.say('reframing.before_after')}: {felt.intensity} → {after[-1].intensity}")
    if after and walk.workspace.ritual.feel(walk.no, REFRAMING, after):
        _someone(walk)


def _learning(walk: Walk) -> None:
    for row in walk.workspace.content.choices("learning"):
        walk.keep(LEARNING, row.id, row.text)


def _asking(walk: Walk) -> None:
    workspace, content = walk.workspace, walk.workspace.content
    templates = [(row.id, row.name) for row in content.templates("feedback")]
    template = walk.prompts.pick(walk.say("asking.template"), templates, free=False)
    if not template:
        return
    workspace.asking.choose(walk.no, WHOM, walk.prompts.line(walk.say("asking.whom")))
    options = [(row.id, row.text) for row in content.choices("feedback") if row.group == "question"]
    asked = [walk.prompts.pick(walk.say("asking.choose"), options) for _ in range(2)]
    workspace.asking.choose(walk.no, QUESTIONS, "\n".join(filter(None, dict.fromkeys(asked))))
    workspace.asking.choose(walk.no, TEMPLATE, template)
    request = workspace.feedback.of(walk.no)[-1]
    typed = walk.prompts.line(walk.say("asking.day"), request.day.isoformat())
    day = read_date(typed, workspace.today())
    workspace.feedback.draft(
        walk.no,
        request.body,
        recipient=request.recipient,
        template=template,
        questions=request.questions,
        day=day,
    )
    output.line(request.body)
    output.say(walk.say("asking.ready", day=day.isoformat()))


def _closing(walk: Walk) -> None:
    workspace, usual = walk.workspace, walk.workspace.closing.usual()
    if usual:
        output.say(f"{walk.say('closing.same')} {dict(walk.choices('closing')).get(usual.act, usual.act)}")
    act = walk.prompts.pick(walk.say("closing.act"), walk.choices("closing"), free=False)
    act = act or (usual.act if usual else QUIET)
    own = reflection = role = ""
    if act == OWN:
        own = walk.keep(CLOSING, OWN_ACT, walk.say("closing.own")) or (usual.own if usual else "")
    if act == CANDLE:
        output.say(workspace.content.say("closing.candle.lit"))
    if act in (CANDLE, OWN):
        reflection = walk.keep(CLOSING, REFLECTION, walk.say("closing.reflection"))
    if act == ONE_ROLE:
        saved = workspace.board.page(Filters(stage=SAVED), limit=50)
        options = [(line.id, ", ".join(filter(None, (line.role, line.company)))) for line in saved]
        role = walk.prompts.pick(walk.say("closing.one_role"), options, free=False) if options else ""
        if not role:
            output.say(walk.say("closing.one_role_none"))
            act = QUIET
    workspace.closing.close(walk.no, act, own=own, reflection=reflection, role=role)
    rejection = walk.path.rejection
    output.say(walk.say("closing.archive", company=rejection.company or rejection.role))


def _next(walk: Walk) -> None:
    workspace, step = walk.workspace, walk.path.step(NEXT)
    for row in workspace.content.choices("actions"):
        output.say(f"     {row.text}")
    cue = walk.prompts.line(f"{walk.say('next.if')} …", step.piece("if"))
    then = walk.prompts.line(f"{walk.say('next.then')} …", step.piece("then"))
    if not then:
        output.say(walk.say("next.none"))
        return
    today = workspace.today()
    typed = walk.prompts.line(walk.say("next.day"), (today + timedelta(days=1)).isoformat())
    day: date = read_date(typed, today)
    workspace.closing.plan(walk.no, then, day, cue=cue)
    output.say(walk.say("next.kept", day=day.isoformat()))


STEPS: dict[str, Callable[[Walk], None]] = {
    "window": _window,
    NAMING: _naming,
    WRITING: _writing,
    REFRAMING: _reframing,
    LEARNING: _learning,
    ASKING: _asking,
    CLOSING: _closing,
    NEXT: _next,
}
