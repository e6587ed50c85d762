"""Days as people give them: checked against today and against each other, worded for the person."""

from __future__ import annotations

from datetime import date

from core.errors import Refused


def told(day: date) -> str:
    """A day as a sentence names it: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def not_after(day: date, today: date) -> date:
    """`day`, where it has come already. Raises `Refused` for a day that is still ahead."""
    if day > today:
        raise Refused(f"{told(day)} is still ahead. Today or an earlier day fits here. Nothing was changed.")
    return day


def not_gone(day: date, today: date) -> date:
    """`day`, where it has not gone by yet. Raises `Refused` otherwise."""
    if day < today:
        raise Refused(f"{told(day)} has gone by. Today or a later day fits here. Nothing was changed.")
    return day


def not_before(day: date, first: date | None, what: str) -> date:
    """`day`, where it is not before `first`; `what` names what happened on `first`. Raises `Refused`."""
    if first and day < first:
        raise Refused(f"{told(day)} is before {what} on {told(first)}. Nothing was changed.")
    return day


def stored(text: str) -> date | None:
    """A day as it is stored; None for none, and for what this version cannot read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
