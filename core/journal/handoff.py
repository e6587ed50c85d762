"""Text on loan to the person's own editor: a private file for a while, and never a lost word.

The file is 0600 in a folder of its own, 0700: in memory where the system offers such a place, so
that nothing of it is left on the disk, else inside the workspace's folder. It is removed when the
editor is done; what a crash leaves behind becomes a draft (`sweep`).
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import time

from core.errors import Refused, StorageError
from core.journal.drafts import Drafts
from core.storage.store import Store

_NAME = "entry.md"  # editors choose their Markdown colours by the ending
_LENT = "onward-editing-"  # what the names of all such folders begin with
_NULL = "\N{SYMBOL FOR NULL}"  # in place of what no entry can hold
_KEY = "key"  # the file that says which entry the text belongs to
_STALE_SECONDS = 2 * 24 * 3600  # where a process cannot be asked whether it still runs
_RECOVERY_SECONDS = 10
_LARGEST = 8_000_000  # bytes of a file that can be an entry

# No traces of what was written in history or registers, no backup, no undo file: each of them would keep the text
# outside the workspace. A swap file begins only after the person's own settings, so that it lies beside the text.
_VIM = (
    *("-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile"),
    *("-c", "set directory=. swapfile updatecount=20"),
)
_SWAP = f".{_NAME}.swp"

# Where nano and emacs put the text when they are ended from outside, beside the file.
_CUT_OFF = (f"{_NAME}.save", f"#{_NAME}#")


def editor() -> list[str]:
    """The person's editor as a command, told to leave nothing behind where it is a kind of vim.

    Their own flags come after ours and win. Raises `Refused` where there is no editor.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    words = shlex.split(chosen, posix=sys.platform != "win32") if chosen else []
    if not words:
        usual = ("notepad",) if sys.platform == "win32" else ("editor", "nano", "vim", "vi")
        words = [path for name in usual if (path := shutil.which(name))][:1]
    if not words:
        raise Refused("No editor is named, and none of the usual ones was found. EDITOR=nano, for example, names one.")
    found = os.path.realpath(shutil.which(words[0]) or words[0])
    return [words[0], *_VIM, *words[1:]] if "vim" in os.path.basename(found) else words


@contextmanager
def lent(folder: str, body: str = "", *, key: str = "") -> Iterator[str]:
    """The path of a private file that holds `body`; it is gone when the block ends.

    `folder` is the workspace's, made (0700) where there is none; `key` says which draft the text
    becomes if nobody is left to take it back. Raises `StorageError`.
    """
    own = _folder(folder)
    try:
        path = os.path.join(own, _NAME)
        for name, text in ((_KEY, key), (_NAME, body)):
            handle = os.open(os.path.join(own, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as file:
                file.write(text.encode())
        yield path
    except OSError as error:
        raise StorageError(f"The file for the editor cannot be used: {error.strerror}.") from None
    finally:
        shutil.rmtree(own, ignore_errors=True)


def taken_back(path: str) -> str:
    """What the editor left in the file, or beside it as it was cut off, which is gone after that: so it is read,
    whatever it is.

    UTF-8 as a rule, UTF-16 by its mark, and else Latin-1, which takes every byte. A letter that comes out wrong can
    be mended, a text that was refused could not.
    """
    _recover(path)
    folder, saved = os.path.dirname(path), os.stat(path).st_mtime_ns
    beside = [each for name in _CUT_OFF if os.path.isfile(each := os.path.join(folder, name))]
    with open(next((each for each in beside if os.stat(each).st_mtime_ns > saved), path), "rb") as file:
        raw = file.read()
    named = "utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = raw.decode(named)
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.replace("\0", _NULL)


def sweep(store: Store) -> int:
    """Make drafts of what editors left behind whose Onward is gone, and remove the files; how many there were."""
    folder = os.path.dirname(store.path)
    kept = 0
    for own in _left(folder):
        if _in_use(own, folder):
            continue
        _recover(os.path.join(own, _NAME))
        try:
            body, saved = _newest(own)
            key = _read(os.path.join(own, _KEY)).strip()
        except OSError:
            continue
        if body:
            # What was typed on the screen after it was lent is not written over: then the two stand side by side.
            draft = Drafts(store).get(key) if key else None
            alone = not key or (draft is not None and draft.at.timestamp() > saved)
            Drafts(store).keep(f"entry:{os.path.basename(own)}" if alone else key, body)
            kept += 1
        shutil.rmtree(own, ignore_errors=True)
    return kept


def _recover(path: str) -> None:
    """Let vim put what stood in it beside the file, if it was ended from outside: only then a swap file is left."""
    if not os.path.isfile(os.path.join(os.path.dirname(path), _SWAP)):
        return
    import subprocess

    with suppress(Refused, OSError, subprocess.SubprocessError):
        subprocess.run(
            [editor()[0], "-u", "NONE", "-i", "NONE", "-n", "-es", "-r", path, "-c", "w! %.save", "-c", "qa!"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_RECOVERY_SECONDS,
            start_new_session=True,  # a window that is closed tells everybody in it more than once
        )


def _newest(own: str) -> tuple[str, float]:
    """The text saved last, and when: by the editor, or as it was cut off (`entry.md.save`, `#entry.md#`)."""
    files = [file for file in os.scandir(own) if file.name != _KEY and file.is_file(follow_symlinks=False)]
    for file in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True):
        if file.stat().st_size <= _LARGEST and not file.name.endswith((".swp", ".swo")):
            body = taken_back(file.path)
            if body.strip():
                return body, file.stat().st_mtime
    return "", 0.0


def _read(path: str) -> str:
    with suppress(FileNotFoundError), open(path, encoding="utf-8-sig", errors="replace") as file:
        return file.read()
    return ""


def _prefix(folder: str) -> str:
    """What the folders lent from this workspace begin with, wherever they are."""
    from hashlib import sha256

    return f"{_LENT}{sha256(os.path.abspath(folder).encode()).hexdigest()[:12]}-"


def _places(folder: str) -> list[str]:
    """Where the text may lie, best first: memory of this person alone, memory shared with others, the workspace."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    memory = [place for place in (runtime, "/dev/shm") if place and sys.platform == "linux" and os.path.isabs(place)]
    return [*memory, folder]


def _folder(folder: str) -> str:
    from tempfile import mkdtemp

    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for place in _places(folder)[:-1]:
            with suppress(OSError):
                return mkdtemp(prefix=f"{_prefix(folder)}{os.getpid()}-", dir=place)
        return mkdtemp(prefix=f"{_prefix(folder)}{os.getpid()}-", dir=folder)
    except OSError as error:
        raise StorageError(f"A file for the editor cannot be made in {folder}: {error.strerror}.") from None


def _left(folder: str) -> list[str]:
    found = []
    for place in _places(folder):
        with suppress(OSError):
            lent = [name for name in sorted(os.listdir(place)) if name.startswith(_LENT)]
            found += [os.path.join(place, name) for name in lent if name.startswith(_prefix(folder))]
    return [own for own in found if _is_ours(own)]


def _is_ours(own: str) -> bool:
    """Whether a folder is this person's: in a place shared with others, anyone can make one with such a name."""
    try:
        found = os.lstat(own)
    except OSError:
        return False
    return os.path.isdir(own) and not os.path.islink(own) and (sys.platform == "win32" or found.st_uid == os.getuid())


def _in_use(own: str, folder: str) -> bool:
    number = os.path.basename(own).removeprefix(_prefix(folder)).partition("-")[0]
    try:
        if sys.platform == "win32" or not number.isdecimal():
            return time() - os.stat(own).st_mtime < _STALE_SECONDS
        os.kill(int(number), 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except OSError:
        return True
    return True
