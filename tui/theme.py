"""The colours: light, dark, and the terminal's own.

The palette follows Okabe and Ito (https://jfly.uni-koeln.de/color/), which people with any common kind of colour
vision can tell apart, shifted in lightness until each colour reads as text. Sheets name Textual's own tokens, so
that every other theme works too:

    $text-accent     next          $text-success    done
    $text-secondary  rest          $text-muted      left out, details, hints
    $text-primary    headings      $text-warning, $text-error    as they say

Colour is never the only sign: a mark or a word stands beside it.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="onward-dark",
    dark=True,
    background="#15181c",
    surface="#1b1f24",
    panel="#262b32",
    foreground="#e2e5e9",
    primary="#56b4e9",  # sky blue
    secondary="#d48fb6",  # reddish purple
    accent="#e69f00",  # orange
    success="#35b38c",  # bluish green
    warning="#e3d552",  # yellow
    error="#f0804a",  # vermilion
    variables={
        "text-muted": "#a3abb6",
        "foreground-muted": "#a3abb6",
        "block-cursor-foreground": "#0b0d10",
        "block-cursor-background": "#56b4e9",
        "block-cursor-blurred-foreground": "#e2e5e9",
        "block-cursor-blurred-background": "#2f3b47",
        "button-color-foreground": "#0b0d10",
        "input-selection-background": "#2d5670",
        "border-blurred": "#3a424c",
    },
)

LIGHT = Theme(
    name="onward-light",
    dark=False,
    background="#faf9f6",
    surface="#f2f0eb",
    panel="#e7e4dd",
    foreground="#1f2328",
    primary="#00609a",  # blue
    secondary="#8a3f6b",  # reddish purple
    accent="#8f4700",  # orange
    success="#00664a",  # bluish green
    warning="#705300",  # yellow
    error="#a63a00",  # vermilion
    variables={
        "text-muted": "#565d66",
        "foreground-muted": "#565d66",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#00609a",
        "block-cursor-blurred-foreground": "#1f2328",
        "block-cursor-blurred-background": "#d3dde5",
        "button-color-foreground": "#ffffff",
        "input-selection-background": "#b5d3e8",
        "border-blurred": "#cdc9c0",
    },
)

# Textual's themes for the terminal's colours lack the first two, and a sheet that names one would not load. Half of a
# colour is shown by the terminal's faint style, which many cannot read: details are told from the rest by their place.
_MISSING = {
    "foreground-disabled": "ansi_default 50%",
    "surface-active": "transparent",
    "text-muted": "ansi_default",
    "foreground-muted": "ansi_default",
    "link-color": "ansi_default",
    "footer-key-foreground": "ansi_default",
    **{f"markdown-h{level}-color": "ansi_default" for level in range(1, 7)},
    "block-cursor-blurred-text-style": "bold",
}

# Blue, brown and dark magenta on black, and green, yellow or cyan on white, are hard to read in many palettes.
TERMINAL_DARK = replace(
    BUILTIN_THEMES["ansi-dark"],
    name="onward-terminal",
    primary="ansi_cyan",
    secondary="ansi_bright_magenta",
    accent="ansi_bright_yellow",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | _MISSING
    | {
        "input-selection-background": "ansi_cyan",
        "screen-selection-background": "ansi_cyan",
    },
)
TERMINAL_LIGHT = replace(
    BUILTIN_THEMES["ansi-light"],
    name="onward-terminal-light",
    secondary="ansi_magenta",
    accent="ansi_red",
    success="ansi_blue",
    warning="ansi_red",
    variables=BUILTIN_THEMES["ansi-light"].variables
    | _MISSING
    | {
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "screen-selection-background": "ansi_blue",
    },
)

THEMES = (DARK, LIGHT, TERMINAL_DARK, TERMINAL_LIGHT)
