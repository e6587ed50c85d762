"""What would work on one Python and not on another."""

from __future__ import annotations

import re

from tests.test_house import ROOT, sources


def test_no_statement_has_numbered_parameters() -> None:
    """From 3.14 on, sqlite3 takes them by name only, and a statement with values in order raises."""
    for path in sources(".py"):
        text = (ROOT / path).read_text(encoding="utf-8")
        found = re.findall(r"(?:SELECT|WHERE|VALUES|AND|SET|LIMIT|BETWEEN)[^\"'\n]*\?[0-9]", text)
        assert not found, f"{path}: {found[0]}"
