"""Every pair of colours that meets on screen can be read, in every theme."""

from __future__ import annotations

import re

import pytest

from ui.theme.tokens import CONTRAST, DARK, LIGHT, TYPE, Palette

TEXT_ON = {
    "page": ("ink", "ink2", "ink3", "warn_ink", "stop_text"),
    "surface": ("ink", "ink2", "ink3", "warn_ink", "stop_text", "focus"),
    "sunken": ("ink", "ink2", "ink3", "warn_ink", "stop_text"),
    "focus_soft": ("ink", "ink2"),
    "ink": ("surface",),
    "head": ("head_ink", "head_muted"),
    "head_hi": ("head_ink", "head_muted"),
    "go": ("go_ink",),
    "go_ink": ("go",),
    "go_panel": ("go_panel_ink",),
    "warn_bg": ("warn_ink",),
    "stop_bg": ("stop_text",),
    "stop_panel": ("stop_panel_ink",),
    "key_top": ("key_text",),
    "wait": ("wait_ink",),
}
SHAPES_ON = {
    "surface": ("line_strong", "focus", "bar", "bar_hi", "ink", "stop", "warn_line"),
    "sunken": ("line_strong", "bar", "bar_hi"),
    "page": ("warn_line", "stop", "ink2", "key_text"),
    "focus_soft": ("focus",),
    "go_panel": ("go_panel_line",),
    "warn_bg": ("warn_line",),
    "stop_bg": ("stop",),
}


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(ground, ink) for ground, inks in table.items() for ink in inks]


def test_contrast_is_the_published_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(("ground", "ink"), pairs(TEXT_ON))
def test_text_passes_aa(palette: Palette, ground: str, ink: str) -> None:
    assert contrast(palette[ground], palette[ink]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(("ground", "shape"), pairs(SHAPES_ON))
def test_shapes_pass_three_to_one(palette: Palette, ground: str, shape: str) -> None:
    assert contrast(palette[ground], palette[shape]) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_every_token_is_a_color(palette: Palette) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for color in palette.values())


def test_every_theme_has_every_color() -> None:
    assert DARK.keys() == LIGHT.keys()
    assert CONTRAST.keys() == LIGHT.keys()


@pytest.mark.parametrize(("ground", "ink"), pairs(TEXT_ON))
def test_text_of_high_contrast_passes_seven_to_one(ground: str, ink: str) -> None:
    assert contrast(CONTRAST[ground], CONTRAST[ink]) >= 7


@pytest.mark.parametrize(("ground", "shape"), pairs(SHAPES_ON))
def test_shapes_of_high_contrast_pass_what_text_must_elsewhere(ground: str, shape: str) -> None:
    assert contrast(CONTRAST[ground], CONTRAST[shape]) >= 4.5


def test_no_type_is_smaller_than_status() -> None:
    assert min(step.px for step in TYPE.values()) == TYPE["status"].px
    assert all(step.floor <= step.px for step in TYPE.values())
