"""Where every start begins: `onward`, `python -m onward` and `make run` all call `run`."""

import sys

from onward import __version__


def run() -> None:
    """Answer the command line and end the process.

    Ends with 0 when all went well, 2 when the command line cannot be used as it is, and, as Python does for an
    exception nobody expected, 1 after a crash.
    """
    if sys.argv[1:] == ["--version"]:
        print(f"onward {__version__}")
        sys.exit(0)
    print("Onward has no screens yet. `onward --version` is all it answers.", file=sys.stderr)
    sys.exit(2)
