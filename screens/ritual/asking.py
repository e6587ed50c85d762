"""Asking them: one short message with at most two questions, sent by the person's own hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from core.content import fill, gaps
from core.errors import Refused
from core.ritual.asking import QUESTIONS, TEMPLATE, WHOM
from core.ritual.feedback import ANSWERED, DRAFT, LET_GO, NO_ANSWER, SENT, Request
from core.ritual.path import ASKING
from screens.ritual.view import Look
from tui.dialogs import questions
from tui.dialogs.ask import Ask
from tui.dialogs.line import Line
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from screens.ritual.screen import RitualScreen


def current(look: Look) -> Request | None:
    """The request this step is about: the latest."""
    return look.view.requests[-1] if look.view.requests else None


def rows(look: Look) -> list[Row]:
    """What stands under the step: the message as far as it is, then what became of it."""
    say, step, request = look.say, look.view.path.step(ASKING), current(look)
    questions = ", ".join(look.name("feedback", question) for question in step.piece(QUESTIONS).split("\n") if question)
    template = next((row.name for row in look.words.templates("feedback") if row.id == step.piece(TEMPLATE)), "")
    found = [
        look.answer(f"{ASKING}/whom", say("asking.whom"), step.piece(WHOM)),
        look.answer(f"{ASKING}/questions", say("asking.questions"), questions),
        look.answer(f"{ASKING}/template", say("asking.template"), template),
    ]
    if request is None:
        return found
    state = {
        DRAFT: say("asking.state_draft", day=look.long_day(request.day)),
        SENT: say("asking.state_sent", day=look.long_day(request.sent or request.day)),
        ANSWERED: say("asking.answered"),
    }.get(request.state, "")
    found += [
        look.answer(f"{ASKING}/message", say("asking.message"), request.body),
        look.answer(f"{ASKING}/day", say("asking.day"), state),
        look.answer(f"{ASKING}/copy", say("asking.copy")),
        look.answer(f"{ASKING}/save", say("asking.save")),
    ]
    if request.state in (DRAFT, LET_GO):
        found.append(look.answer(f"{ASKING}/sent", say("asking.mark_sent")))
    if request.state in (SENT, NO_ANSWER):
        found.append(look.answer(f"{ASKING}/answered", say("asking.mark_answered")))
    if request.state == SENT:
        found.append(look.answer(f"{ASKING}/silence", say("asking.mark_silence")))
    if request.state == NO_ANSWER:
        found.append(look.answer(f"{ASKING}/silence", say("asking.silence"), mark="[x]"))
    if request.state == ANSWERED:
        found.append(look.answer(f"{ASKING}/answered", say("asking.decode"), request.answer))
        for note in look.view.decoded:
            found.append(look.answer(f"{ASKING}/note:{note.id}", note.said, note.move))
        found.append(look.answer(f"{ASKING}/decode", say("asking.moves"), mark="+"))
    return found


async def choose(screen: RitualScreen, item: str) -> None:
    """Open one of them."""
    kind, _, ref = item.partition(":")
    if kind == "note":
        await screen.do(lambda w: w.feedback.undecode(ref))
        return
    verbs = {"whom": _whom, "questions": _questions, "template": _template, "message": _message, "day": _day}
    verbs |= {
        "copy": _copy,
        "save": _save,
        "sent": _sent,
        "answered": _answered,
        "silence": _silence,
        "decode": _decode,
    }
    await verbs[kind](screen)


async def _choose(screen: RitualScreen, item: str, value: str | None) -> None:
    no = screen.rejection
    if value is not None:
        await screen.do(lambda w: w.asking.choose(no, item, value))


async def _whom(screen: RitualScreen) -> None:
    if look := screen.look:
        before = look.view.path.step(ASKING).piece(WHOM)
        await _choose(screen, WHOM, await questions.line(screen, look.say("asking.whom"), before))


async def _questions(screen: RitualScreen) -> None:
    if look := screen.look:
        choices = [row for row in screen.words.choices("feedback") if row.group == "question"]
        marked = look.view.path.step(ASKING).piece(QUESTIONS).split("\n")
        chosen = await questions.several(screen, look.say("asking.choose"), questions.rows_of(choices), marked)
        await _choose(screen, QUESTIONS, None if chosen is None else "\n".join(chosen))


async def _template(screen: RitualScreen) -> None:
    look, no, say = screen.look, screen.rejection, screen.say
    if look is None:
        return
    kept = look.view.path.rejection
    known = {name: value for name, value in (("role", kept.role), ("company", kept.company)) if value}
    rows = [Row(row.id, row.name, detail=fill(row.subject, **known)) for row in screen.words.templates("feedback")]
    chosen = await questions.choose(screen, say("rituals.asking.template"), rows)
    edited = await screen.ask(lambda w: w.asking.edited(no))
    if chosen and edited:
        ask = Ask(say("rituals.asking.anew"), say("rituals.asking.anew_yes"), say("rituals.asking.anew_no"))
        if not await screen.app.push_screen_wait(ask):
            return
    await _choose(screen, TEMPLATE, chosen)


async def _message(screen: RitualScreen) -> None:
    look, no = screen.look, screen.rejection
    request = current(look) if look else None
    if look and request:
        key, question = f"ritual:{no}:message", look.say("asking.message")
        await questions.page(screen, key, question, request.body, lambda w, body: w.asking.write(no, body))


async def _day(screen: RitualScreen) -> None:
    look, no = screen.look, screen.rejection
    request = current(look) if look else None
    if not (look and request):
        return
    day = await questions.day(screen, look.say("asking.day"), request.day, look.say("asking.day_hint"))
    if day:
        await screen.do(
            lambda w: w.feedback.draft(
                no,
                request.body,
                recipient=request.recipient,
                template=request.template,
                questions=request.questions,
                day=day,
            ),
            look.say("asking.ready", day=look.long_day(day)),
        )


async def _copy(screen: RitualScreen) -> None:
    if screen.look and (request := current(screen.look)):
        screen.app.copy_to_clipboard(request.body)
        screen.tell(with_gaps(screen, screen.say("rituals.asking.copied"), request.body))


async def _save(screen: RitualScreen) -> None:
    request = current(screen.look) if screen.look else None
    if request is None:
        return
    typed = await screen.app.push_screen_wait(
        Line(
            screen.say("rituals.asking.save_where"),
            value="~/message.txt",
            check=lambda path: _write(path, request.body),
        )
    )
    if typed is not None:
        screen.tell(with_gaps(screen, screen.say("rituals.asking.saved", path=typed), request.body))


def with_gaps(screen: RitualScreen, said: str, body: str) -> str:
    """The sentence, and which placeholders are still open in the message."""
    found = ", ".join(gaps(body))
    return f"{said} {screen.say('rituals.asking.open_words', what=found)}" if found else said


def _write(path: str, body: str) -> None:
    """Put the message into a new file of its own. Raises `Refused`."""
    try:
        handle = os.open(os.path.expanduser(path.strip()), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused("There is a file of that name. Nothing was touched; another name works.") from None
    except OSError as error:
        raise Refused(f"That file cannot be written: {error.strerror}. Another path may work.") from None
    with open(handle, "w", encoding="utf-8") as file:
        file.write(body + "\n")


async def _sent(screen: RitualScreen) -> None:
    if screen.look and (request := current(screen.look)):
        await screen.do(lambda w: w.feedback.sent(request.id))


async def _answered(screen: RitualScreen) -> None:
    if screen.look and (request := current(screen.look)):
        key, question = f"feedback:{request.id}:answer", screen.say("rituals.asking.decode")
        await questions.page(
            screen, key, question, request.answer, lambda w, body: w.feedback.answered(request.id, body)
        )


async def _silence(screen: RitualScreen) -> None:
    if screen.look and (request := current(screen.look)):
        await screen.do(lambda w: w.feedback.no_answer(request.id), screen.say("rituals.asking.silence"))


async def _decode(screen: RitualScreen) -> None:
    request, say = current(screen.look) if screen.look else None, screen.say
    if request is None:
        return
    choices = screen.words.choices("decode")
    rows = [*questions.rows_of(choices), Row("none", say("rituals.asking.decode_none"))]
    chosen = await questions.choose(screen, say("rituals.asking.decode"), rows, say("decode.ask.own"), free=True)
    if not chosen:
        return
    found = next((row for row in choices if row.id == chosen), None)
    moves = [Row(move, move) for move in found.more] if found else []
    hint = found.hint if found else say("rituals.asking.note_move")
    move = await questions.choose(screen, hint, moves, say("rituals.asking.note_move"), free=True)
    if move:
        said = found.text if found else "" if chosen == "none" else chosen
        await screen.do(lambda w: w.feedback.decode(request.id, said, move, found.id if found else ""))
