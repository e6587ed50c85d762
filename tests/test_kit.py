"""The recovery kit fits one screen, and what a person types from it opens the vault."""

import os
import stat
from pathlib import Path

import pytest

from core.content import Content
from sync import kit
from sync.errors import IdentityError
from sync.recipients import X25519Identity
from tests.age_files import OWN, noise

WORDS = Content()
NAMES = ("Home", "", "名前" * 40, "a" * 300, "two\nlines\x1b[31m", "\u202eright to left")


@pytest.mark.parametrize("paper", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_fits_a_small_terminal(name: str, paper: bool) -> None:
    page = kit.page(WORDS, name, "2026-11-22", OWN, paper=paper)
    lines = page.splitlines()
    assert len(lines) <= 22
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in page and "\u202e" not in page
    assert sum(line[43:44].isdigit() for line in lines) == 6


def test_the_code_on_the_page_is_the_identity() -> None:
    for seed in range(20):
        identity = X25519Identity(noise(seed, 32))
        lines = [line[43:] for line in kit.page(WORDS, "Home", "2026-11-22", identity).splitlines()]
        start = lines.index("AGE-SECRET-KEY-1")
        assert "".join("".join(lines[start : start + 4]).split()) == identity.text
        assert kit.typed_back("\n".join(lines[start : start + 4])).secret == identity.secret


def test_the_picture_holds_the_identity() -> None:
    import segno

    picture = [line[:41] for line in kit.page(WORDS, "Home", "2026-11-22", OWN).splitlines()]
    upper = {" ": (1, 1), "▄": (1, 0), "▀": (0, 1), "█": (0, 0)}
    rows = [[upper[c][half] for c in line.ljust(41)] for line in picture for half in (0, 1)]
    assert rows[:41] == [list(row) for row in segno.make_qr(OWN.text, error="m").matrix_iter(border=4)]
    on_paper = kit.page(WORDS, "Home", "2026-11-22", OWN, paper=True).splitlines()
    swapped = str.maketrans(" ▄▀█", "█▀▄ ")
    assert [line[:41].ljust(41).translate(swapped) for line in on_paper][:20] == [p.ljust(41) for p in picture][:20]


@pytest.mark.parametrize(
    "text",
    [
        OWN.text,
        OWN.text.lower(),
        f"  {OWN.text[:16]}\n{OWN.text[16:40]}  {OWN.text[40:]}\t",
        OWN.text[16:],
        " ".join(OWN.text[16:].lower()),
    ],
)
def test_a_code_may_be_typed_in_any_case_and_grouping(text: str) -> None:
    assert kit.typed_back(text).secret == OWN.secret


def test_every_single_slip_in_a_code_is_noticed() -> None:
    slips = [OWN.text[:i] + other + OWN.text[i + 1 :] for i in range(74) for other in "QZ02" if other != OWN.text[i]]
    slips += [OWN.text[:i] + OWN.text[i + 1 :] for i in range(74)]
    slips += [OWN.text[:i] + OWN.text[i + 1] + OWN.text[i] + OWN.text[i + 2 :] for i in range(73)]
    for slip in slips:
        if slip != OWN.text:
            with pytest.raises(IdentityError, match="recovery code"):
                kit.typed_back(slip)


def test_a_written_page_is_for_its_owner_only_and_replaces_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    (tmp_path / "kit.txt.new").write_text("somebody's own")
    try:
        kit.write(tmp_path / "kit.txt", "page")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "kit.txt").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        kit.write(tmp_path / "kit.txt", "another")
    assert (tmp_path / "kit.txt").read_text() == "page\n"
    assert (tmp_path / "kit.txt.new").read_text() == "somebody's own"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit.txt", "kit.txt.new"]
