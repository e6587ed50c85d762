"""What is being written: which entry it belongs to, and keeping it as a draft until it is an entry."""

from __future__ import annotations

from core.errors import NotFound
from core.journal.drafts import Draft
from core.journal.journal import NEW, Entry, draft_key
from core.record import record
from core.workspace import Workspace
from screens.journal.page import PROMPT

BEFORE = "before:"  # the key under which the text is kept that an unfinished change of an entry began with


@record
class Writing:
    """An entry under the pen. `before` is its text when the pen was taken up; `prompt` the question it answers."""

    key: str
    prompt: str = ""
    before: str = ""
    entry: Entry | None = None


@record
class Finished:
    """The id of what was written, "" for nothing; `beside`: another text of that entry was kept as one of its own."""

    entry: str
    beside: bool = False


def begin(workspace: Workspace, key: str, prompt: str = "") -> tuple[Writing, str]:
    """Take up the entry that `key` names, with the text to go on from: its draft if there is one."""
    draft: Draft | None = workspace.drafts.get(key)
    entry = None
    if key != NEW:
        try:
            entry = workspace.journal.entry(key.removeprefix("entry:"))
        except NotFound:
            entry = None  # deleted meanwhile, or left behind by an editor: its draft is all there is
    begun = workspace.drafts.get(BEFORE + key) if draft and entry else None
    before = begun.body if begun else entry.body if entry else ""
    if key == NEW:
        kept = workspace.drafts.get(PROMPT + key)
        if prompt:
            workspace.drafts.keep(PROMPT + key, prompt)
        prompt = prompt or (kept.body if kept and draft else "")
    return Writing(key=key, prompt=entry.prompt if entry else prompt, before=before, entry=entry), (
        draft.body if draft else before
    )


def keep(workspace: Workspace, writing: Writing, text: str) -> None:
    """Keep the text as a draft; what says no more than the entry does, or nothing, needs none."""
    if text == writing.before or not text.strip():
        workspace.drafts.drop(writing.key)
        workspace.drafts.drop(BEFORE + writing.key)
    else:
        if writing.entry and workspace.drafts.get(BEFORE + writing.key) is None:
            workspace.drafts.keep(BEFORE + writing.key, writing.before)
        workspace.drafts.keep(writing.key, text)


def finish(workspace: Workspace, writing: Writing, text: str) -> Finished:
    """Make the text the entry."""
    beside = False
    if not text.strip() and writing.entry is None:
        entry = ""
        workspace.drafts.drop(writing.key)
    else:
        before = writing.before if writing.entry else None
        if writing.entry and text != writing.before:
            beside = workspace.journal.differs(writing.entry.id, writing.before, text.strip("\n"))
        entry = workspace.journal.commit(writing.key, text, prompt=writing.prompt, before=before)
    _forget(workspace, writing.key)
    return Finished(entry=entry, beside=beside)


def let_go(workspace: Workspace, key: str) -> None:
    """Forget a draft and the question it was to answer."""
    workspace.drafts.drop(key)
    _forget(workspace, key)


def _forget(workspace: Workspace, key: str) -> None:
    for beside in (PROMPT, BEFORE):
        workspace.drafts.drop(beside + key)


def key_of(id: str) -> str:
    """The key to write under, from the id of a row in the list."""
    return id.removeprefix("draft:") if id.startswith("draft:") else draft_key(id.removeprefix("entry:"))
