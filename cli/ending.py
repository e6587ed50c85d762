"""How a command ends: the exit codes, in one place, and a sentence for everything that can go wrong.

    0    all went well
    1    a crash: a mistake in the program
    2    the command line cannot be understood, or a terminal is needed and there is none
    3    refused: the input cannot be taken as it is, and nothing was changed
    4    not found: nothing, or more than one thing, has that name
    5    the file or its folder cannot be read or written just now
    6    an encrypted file or a key cannot be used, and nothing of it was
    7    the passphrase or the key is not the one that opens it
    8    the store cannot be reached or used just now; everything is kept here
    130  interrupted from the keyboard

3, 4 and 5 belong to the errors of the domain (`core.errors`), 6 and 7 to those of the vault (`sync.errors`),
8 to those of a store (`sync.stores.errors`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from cli import output
from core.errors import OnwardError

OK, CRASHED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Usage(OnwardError):
    """The command line cannot be used as it is."""

    exit_code = USAGE


def ended(command: Callable[[], int]) -> int:
    """Run a command to its end, whatever happens, and give the exit code."""
    output.prepare()
    try:
        try:
            return command()
        finally:
            output.flush()
    except OnwardError as error:
        output.say(error.sentence)
        return error.exit_code
    except output.ReaderGone:
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        from core.crash import crash_report

        print(crash_report(error), file=sys.stderr)
        return CRASHED
