"""High contrast: black ground, white text, and the four meanings in their clearest colours.

A module of its own, so that the first picture does not wait for what few ask for.
"""

from __future__ import annotations

from ui.theme.tokens import Palette

CONTRAST: Palette = {
    "page": "#000000",
    "surface": "#000000",
    "sunken": "#101010",
    "line": "#8C8C8C",
    "line_strong": "#FFFFFF",
    "ink": "#FFFFFF",
    "ink2": "#FFFFFF",
    "ink3": "#D0D0D0",
    "head": "#161616",
    "head_hi": "#2B2B2B",
    "head_ink": "#FFFFFF",
    "head_muted": "#E6E6E6",
    "head_line": "#FFFFFF",
    "head_art": "#8C8C8C",
    "go": "#4CFF9E",
    "go_ink": "#000000",
    "go_muted": "#002B16",
    "go_panel": "#00391D",
    "go_panel_ink": "#FFFFFF",
    "go_panel_line": "#4CFF9E",
    "focus": "#6CC5FF",
    "focus_soft": "#00253F",
    "focus_ring": "#FFFFFF",
    "warn_bg": "#2B1D00",
    "warn_ink": "#FFD45C",
    "warn_line": "#FFD45C",
    "stop": "#FFA59B",
    "stop_bg": "#3A0500",
    "stop_text": "#FFC4BD",
    "stop_panel": "#6E0A00",
    "stop_panel_ink": "#FFFFFF",
    "key_top": "#101010",
    "key_edge": "#FFFFFF",
    "key_text": "#FFFFFF",
    "bar": "#C8C8C8",
    "bar_hi": "#FFFFFF",
    "wait": "#2E2E2E",
    "wait_ink": "#FFFFFF",
}
