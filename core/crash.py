"""What a crash may say: where in the program it happened, and no word of the person's."""

from __future__ import annotations


def crash_report(error: BaseException) -> str:
    """The kind of error and the last places it came through.

    Never its message or the value of any variable: both may hold what the person wrote.
    """
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)[-6:]
    where = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return (
        "Onward stopped because of a mistake in the program. Everything you saved is kept.\n"
        f"{type(error).__name__}\n{where}"
    )
