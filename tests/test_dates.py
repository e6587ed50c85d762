"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import read_date
from core.errors import Refused

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", (11, 22)), ("Tomorrow", (11, 23)), ("yesterday", (11, 21)), ("fri", (11, 27)), ("friday", (11, 27)),
        ("next  Monday", (11, 23)), ("sunday", (11, 29)), ("last sunday", (11, 15)), ("last monday", (11, 16)),
        ("+3d", (11, 25)), ("in 2 weeks", (12, 6)), ("3 days ago", (11, 19)), ("-1w", (11, 15)), ("1 month", (12, 22)),
        ("eom", (11, 30)), ("2026-12-24", (12, 24)), ("24.12.", (12, 24)), ("24/12", (12, 24)),
        ("24.12.2026", (12, 24)),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, day: tuple[int, int]) -> None:
    assert read_date(typed, SUNDAY) == date(2026, *day)


def test_a_day_without_a_year_is_the_near_one() -> None:
    assert read_date("3.1.", SUNDAY) == date(2027, 1, 3)
    assert read_date("12/5", SUNDAY, day_first=False) == date(2026, 12, 5)
    assert read_date("29.2.", SUNDAY.replace(year=2027)) == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["", "soon", "31.2.", "2026-02-30", "t", "+99999y", "0000-01-01", "[/foo]", "９日"])
def test_what_is_not_a_date_gets_examples(typed: str) -> None:
    with pytest.raises(Refused, match="tomorrow, friday"):
        read_date(typed, SUNDAY)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_days_ahead_are_days_ahead(today: date, days: int) -> None:
    assert (read_date(f"+{days}d", today) - today).days == days


@given(st.text(max_size=20))
def test_no_text_breaks_it(typed: str) -> None:
    try:
        read_date(typed, SUNDAY)
    except Refused as refused:
        assert len(refused.sentence) < 200
