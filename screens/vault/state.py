"""How the vault stands, in one glance: read in one go, and said in the product's words."""

from __future__ import annotations

import os
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from core.content import Content as Words
from core.merging.carried import Machine, told_apart
from core.record import record
from core.storage.backups import LONG_AGO, Backup, Plan, Standing
from core.workspace import Workspace
from sync.errors import AgeError
from sync.vault import NoVault, Vault
from tui import rounds
from tui.rounds import Standing as InStep
from tui.widgets.plain import plain
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from sync.way import Step

STAGES = ("look", "fetch", "send", "mend")
NUMBERS = ("daily", "weekly", "monthly")


@record
class View:
    """What the screen shows. `keys` is "none", "locked", "file" or "keychain"."""

    home: str
    keys: str
    has_passphrase: bool
    standing: Standing
    today: date
    last_day: date | None
    oldest_day: date | None
    texts: int
    sync: InStep
    machines: tuple[Machine, ...]
    zone: tzinfo | None


def look(workspace: Workspace) -> View:
    """How everything stands now."""
    home = os.path.dirname(workspace.store.path)
    vault, standing = Vault(home), workspace.backups.standing()
    sync = rounds.standing(workspace)

    def day(backup: Backup | None) -> date | None:
        return workspace.clock.day_of(backup.at) if backup else None

    return View(
        home=home,
        keys=_keys(vault),
        has_passphrase=vault.has_passphrase,
        standing=standing,
        today=workspace.today(),
        last_day=day(standing.last),
        oldest_day=day(standing.oldest),
        texts=workspace.conflicts.count(),
        sync=sync,
        machines=workspace.streams.machines() if sync.place else (),
        zone=workspace.clock.zone,
    )


def _keys(vault: Vault) -> str:
    try:
        vault.keyring()
    except NoVault:
        return "none"
    except AgeError:
        return "locked"
    return vault.place


class Look:
    """A view in words."""

    def __init__(self, view: View, words: Words, *, busy: bool = False, step: Step | None = None) -> None:
        """`busy` says that a round with the store is under way, `step` how far it is."""
        self.view, self.words = view, words
        self.state, self.step = rounds.state_of(view.sync, busy=busy), step

    def say(self, key: str, **values: object) -> str:
        """A sentence of the Vault screen."""
        return self.words.say(f"vault.{key}", 0, **values)

    def glance(self) -> Content:
        """The one sentence that counts most now."""
        view, standing = self.view, self.view.standing
        when = self._when(view.last_day)
        if view.sync.trouble:
            return plain(f"{self.in_step()}. {view.sync.trouble}")
        if view.keys in ("none", "locked"):
            return plain(self.say(f"glance.{view.keys}"))
        if view.sync.behind:
            return plain(self.say("glance.behind"))
        if view.last_day is None:
            return plain(self.say("glance.no_backup"))
        if view.today - view.last_day > LONG_AGO:
            return plain(self.say("glance.old", when=when))
        if standing.kit is None:
            return plain(self.say("glance.no_kit"))
        return plain(self.say("glance.well", when=when))

    def rows(self) -> list[Row]:
        """The facts, each with what can be done about it under Enter."""
        facts = {**self._texts(), **self._sharing(), **self._vault()}
        width = max((len(self.say(f"state.{name}")) for name in facts), default=0)
        return [Row(name, f"{self.say(f'state.{name}'):{width}}  {text}") for name, text in facts.items()]

    def _texts(self) -> dict[str, str]:
        count = self.view.texts
        return {"texts": self.say("told.text" if count == 1 else "told.texts", n=count)} if count else {}

    def _sharing(self) -> dict[str, str]:
        view = self.view
        if view.keys == "none":
            return {}
        sign = rounds.SIGNS[self.state]
        told = f"{sign} {self.in_step()}" if sign else self.in_step()
        if self.state == "trouble":
            told = f"{told}; {view.sync.place}"  # which is where to look
        if not view.sync.place:
            return {"share": told}
        know = view.sync.alarms
        called, unnamed = told_apart(view.machines), self.words.say("machines.list.unnamed")
        names = [called[each.device] or unnamed for each in view.machines if not each.dropped]
        alone = self.words.say("machines.list.alone", name=names[0]) if len(names) == 1 else ""
        facts = {"know": self.say("told.know" if know == 1 else "told.knows", n=know)} if know else {}
        return {**facts, "share": told, "machines": alone or ", ".join(names)}

    def in_step(self) -> str:
        """How this machine stands with the others, in one sentence."""
        sync, step = self.view.sync, self.step

        def say(name: str, **values: object) -> str:
            return self.words.say(f"machines.standing.{name}", 0, **values)

        if self.state == "busy":
            return say(step.stage, done=step.done, of=step.of) if step and step.stage in STAGES else say("busy")
        if sync.at is None:
            name = "off" if not sync.place else "trouble_never" if sync.trouble else "never"
            return say(name, key="F5")
        at = sync.at.astimezone(self.view.zone)
        today = at.date() == self.view.today
        when = say("today", at=f"{at:%H:%M}") if today else f"{at.day} {at:%b %Y %H:%M}"
        told = say(self.state, when=when)
        return told if sync.trouble else f"{told}; {sync.place}"

    def _vault(self) -> dict[str, str]:
        view, standing = self.view, self.view.standing
        if view.keys == "none":
            return {}
        kit = f"{standing.kit.astimezone():%d %b %Y}" if standing.kit else self.say("told.no_kit")
        return {
            "keys": self.say(f"place.{view.keys}"),
            "passphrase": self.say(f"told.{self._strength()}"),
            "kit": kit,
            "last": self._backup(standing.last, view.last_day),
            "oldest": self._backup(standing.oldest, view.oldest_day, standing.missing),
            "plan": self.plan(standing.plan),
        }

    def plan(self, plan: Plan) -> str:
        """When and where backups are made by themselves."""
        if not plan.when:
            return self.say("when.never")
        kept = self.say("told.kept", **{name: getattr(plan, name) for name in NUMBERS})
        return f"{self.say(f'when.{plan.when}')}, {plan.folder}, {kept}"

    def about(self) -> Content:
        """What is protected and what is not."""
        parts = []
        for part in ("protected", "exposed"):
            parts.append(Content.styled(self.say(f"{part}.title"), "$text-primary bold"))
            parts += [plain(line) for line in self.words.lines(f"vault.{part}.lines")]
        return Content("\n\n").join(parts)

    def _strength(self) -> str:
        if not self.view.has_passphrase:
            return "no_passphrase"
        return "travels" if self.view.standing.travels else "stays"

    def _backup(self, backup: Backup | None, day: date | None, missing: int = 0) -> str:
        if backup is None:
            return self.say("told.none")
        told = f"{self._when(day)}, {backup.path}"
        return f"{told}; {self.say('told.missing', n=missing)}" if missing else told

    def _when(self, day: date | None) -> str:
        if day is None:
            return ""
        ago = self.view.today - day
        if ago < timedelta(days=2):
            return self.say("told.day" if ago else "told.today")
        return self.say("told.days", n=ago.days)
