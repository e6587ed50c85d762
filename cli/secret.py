"""Passphrases on the command line: typed unseen, or read from a file, a descriptor or a program; never an argument.

They stay in a bytearray from the first byte, which the caller wipes (`sync.passphrase.wiped`): what was ever a `str`
leaves copies behind.
"""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from cli import output
from cli.ending import Usage
from core.errors import Refused, StorageError

COMMAND = "ONWARD_PASSPHRASE_COMMAND"
LONGEST = 4096  # bytes
_WAYS = f"--passphrase-file, --passphrase-fd or {COMMAND} can give it."

Source = Callable[[str], "bytearray | None"]
"""Where a passphrase comes from: asks in the words given; None where none was given and nobody can be asked."""


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options with which a command is given a passphrase."""
    file = click.option("--passphrase-file", metavar="F", type=click.Path(), help="Read the passphrase from a file.")
    number = click.option("--passphrase-fd", metavar="N", type=int, help="Read the passphrase from a file descriptor.")
    return file(number(command))


def source(file: str | None, number: int | None) -> Source:
    """What these options, the environment and the terminal make of it, in this order."""
    if file is not None:
        return lambda _: from_file(file)
    if number is not None:
        return lambda _: _one_line(partial(_read, number))
    if os.environ.get(COMMAND):
        return lambda _: _from_command(os.environ[COMMAND])
    if output.is_terminal("stdin", "stderr"):
        return typed
    return lambda _: None


def needed(source: Source, question: str) -> bytearray:
    """A passphrase. Raises `Usage` where there is no terminal to ask on, `Refused` for an empty one."""
    words = source(question)
    if words is None:
        raise Usage(f"A passphrase is needed, and there is no terminal to ask for it. {_WAYS}")
    if not words:
        raise Refused("No passphrase was given, so nothing was done.")
    return words


def from_file(path: str) -> bytearray:
    """The first line of a file. Raises `StorageError` and `Refused`."""
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise StorageError(f"The passphrase file cannot be read: {error.strerror}.") from None
    try:
        if os.name != "nt" and os.fstat(number).st_mode & 0o077:
            output.say("Others on this computer can read that passphrase file. chmod 600 makes it yours alone.")
        return _one_line(partial(_read, number))
    finally:
        os.close(number)


def typed(question: str) -> bytearray:
    """What is typed on the terminal, unseen. Raises `Refused` as every way does."""
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        import termios
    except ImportError:
        return _typed_on_windows()
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    unseen = [*before]
    unseen[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(number, termios.TCSAFLUSH, unseen)
        return _one_line(partial(_read, number))
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)
        output.say("")


def twice(question: str, again: str) -> bytearray:
    """A new passphrase, typed unseen, and once more to be sure. Raises `Refused` where the two differ."""
    words, second = typed(question), bytearray()
    if not words:
        return words
    second = typed(again)
    same = words == second
    second[:] = bytes(len(second))
    if not same:
        words[:] = bytes(len(words))
        raise Refused("The two are not the same, so nothing was changed.")
    return words


def _from_command(command: str) -> bytearray:
    try:
        with subprocess.Popen(shlex.split(command), stdout=subprocess.PIPE, bufsize=0) as program:
            assert program.stdout is not None
            words = _one_line(partial(_read, program.stdout.fileno()))
    except (OSError, ValueError):
        raise StorageError(f"The program in {COMMAND} could not be run.") from None
    if program.returncode:
        words[:] = bytes(len(words))
        raise StorageError(f"The program in {COMMAND} ended with an error, so its passphrase was not used.")
    return words


def _read(number: int, buffer: bytearray) -> int:
    """As many bytes as come, straight into the buffer; how many."""
    with io.FileIO(number, closefd=False) as file:
        count = 0
        with memoryview(buffer) as view:
            while count < len(buffer) and (got := file.readinto(view[count:])):
                count += got
                if buffer[count - 1] == 0x0A:
                    break
    return count


def _one_line(read: Callable[[bytearray], int]) -> bytearray:
    """The first line, without its end; every other byte is wiped."""
    buffer = bytearray(LONGEST + 1)
    try:
        count = read(buffer)
        end = buffer.find(b"\n", 0, count)
        size = count if end < 0 else end
        if size and buffer[size - 1] == 0x0D:
            size -= 1
        if size > LONGEST:
            raise Refused(f"A passphrase can have {LONGEST:,} bytes. That was more, so nothing was done.")
        if buffer.find(b"\0", 0, size) >= 0:
            raise Refused("A passphrase is text, and that holds a NUL character. Nothing was done.")
        words = bytearray(size)
        words[:] = memoryview(buffer)[:size]
        return words
    finally:
        buffer[:] = bytes(len(buffer))


def _typed_on_windows() -> bytearray:
    import msvcrt

    words = bytearray()
    while (key := msvcrt.getwch()) not in "\r\n":  # type: ignore[attr-defined,unused-ignore]
        if key == "\x03":
            raise KeyboardInterrupt
        if key == "\b":
            del words[-1:]
        else:
            words += key.encode()
    output.say("")
    return words
