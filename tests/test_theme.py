"""Every colour that carries words can be read, and no theme leaves a token out."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tui.theme import DARK, LIGHT, THEMES

GROUNDS = ("background", "surface", "panel")
WORDS = (
    "foreground",
    "text",
    "text-muted",
    *(f"{prefix}{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")
      for prefix in ("", "text-")),
)  # fmt: skip
PAIRS = [(word, ground) for word in WORDS for ground in GROUNDS] + [
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    *(("button-color-foreground", name) for name in ("primary", "success", "warning", "error")),
    ("link-color-hover", "link-background-hover"),
    *((word, "background") for word in ("foreground-muted", "markdown-h1-color", "markdown-h6-color")),
]


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def on(word: str, ground: Color) -> Color:
    """A colour as it is painted on `ground`, where `auto` is black or white."""
    if word.startswith("auto"):
        alpha = float(word.removeprefix("auto").strip(" %") or 100) / 100
        return ground + ground.get_contrast_text(alpha)
    return ground + Color.parse(word)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(theme: Theme, word: str, ground: str) -> None:
    tokens = theme.to_color_system().generate()
    below = on(tokens[ground], Color.parse(tokens["surface"]))
    ratio = contrast(on(tokens[word], below), below)
    assert ratio >= 4.5, f"{word} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("edge", ["border", "scrollbar-active"])
def test_the_focused_edge_can_be_seen(theme: Theme, edge: str) -> None:
    tokens = theme.to_color_system().generate()
    below = Color.parse(tokens["background"])
    assert contrast(on(tokens[edge], below), below) >= 3


# Machado, Oliveira and Fernandes 2009, severity 1.0: how the colours look without one kind of cone.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(color: Color, kind: str) -> tuple[float, ...]:
    """The three channels, linear, as someone with this kind of colour vision sees them."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return tuple(sum(weight * c for weight, c in zip(row, linear, strict=True)) for row in BLINDNESS[kind])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", BLINDNESS)
def test_next_done_and_rest_differ_for_every_kind_of_eye(theme: Theme, kind: str) -> None:
    tokens = theme.to_color_system().generate()
    for one, other in combinations(("accent", "success", "secondary"), 2):
        colours = seen(Color.parse(tokens[one]), kind), seen(Color.parse(tokens[other]), kind)
        assert sum(abs(a - b) for a, b in zip(*colours, strict=True)) > 0.08, (one, other)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_has_every_token_textual_has(theme: Theme) -> None:
    tokens = theme.to_color_system().generate()
    assert not BUILTIN_THEMES["textual-dark"].to_color_system().generate().keys() - tokens.keys()
