"""The token table: the only place with colours and sizes.

Colours come in a light and a dark palette. Sizes are pixels at 1366 x 768 and
100 % type; `ui.theme.look` multiplies them. Style sheet and painters read them
from there, screens never name a colour or a pixel.

The tables are dictionaries: a class of so many fields costs a millisecond before the first paint.
"""

from typing import NamedTuple

Palette = dict[str, str]
"""Every colour of one theme, by what it means."""

LIGHT: Palette = {
    "page": "#EEF1F3",
    "surface": "#FFFFFF",
    "sunken": "#F4F6F8",
    "line": "#D5DBE0",
    "line_strong": "#73808B",
    "ink": "#11181E",
    "ink2": "#42505B",
    "ink3": "#5A6772",
    "head": "#141B21",
    "head_hi": "#222C35",
    "head_ink": "#FFFFFF",
    "head_muted": "#B3BFC9",
    "head_line": "#33404B",
    "head_art": "#545D64",
    "go": "#08794A",
    "go_ink": "#FFFFFF",
    "go_muted": "#D8F1E5",
    "go_panel": "#08794A",
    "go_panel_ink": "#FFFFFF",
    "go_panel_line": "#9FDCC1",
    "focus": "#1558D6",
    "focus_soft": "#E7EFFD",
    "focus_ring": "#A9C6FA",
    "warn_bg": "#FFF0CF",
    "warn_ink": "#6B4100",
    "warn_line": "#B87300",
    "stop": "#B42318",
    "stop_bg": "#FDE8E6",
    "stop_text": "#971B12",
    "stop_panel": "#B42318",
    "stop_panel_ink": "#FFFFFF",
    "key_top": "#FFFFFF",
    "key_edge": "#8D99A3",
    "key_text": "#11181E",
    "bar": "#7F8D99",
    "bar_hi": "#11181E",
    "wait": "#E4E9ED",
    "wait_ink": "#42505B",
}

DARK: Palette = {
    "page": "#0A0E11",
    "surface": "#12181D",
    "sunken": "#182026",
    "line": "#2B363F",
    "line_strong": "#74838F",
    "ink": "#F0F4F7",
    "ink2": "#BCC7D0",
    "ink3": "#98A6B1",
    "head": "#1C252D",
    "head_hi": "#2A3640",
    "head_ink": "#FFFFFF",
    "head_muted": "#B3BFC9",
    "head_line": "#3A4753",
    "head_art": "#58636B",
    "go": "#37D08A",
    "go_ink": "#03150C",
    "go_muted": "#0B3B25",
    "go_panel": "#0C5B3A",
    "go_panel_ink": "#FFFFFF",
    "go_panel_line": "#6FBF9B",
    "focus": "#7DB0FF",
    "focus_soft": "#17273F",
    "focus_ring": "#2F548C",
    "warn_bg": "#33260A",
    "warn_ink": "#FFD58A",
    "warn_line": "#C08A2A",
    "stop": "#FF8A7E",
    "stop_bg": "#3A1613",
    "stop_text": "#FFB3AB",
    "stop_panel": "#A3241A",
    "stop_panel_ink": "#FFFFFF",
    "key_top": "#232D35",
    "key_edge": "#6C7A86",
    "key_text": "#F0F4F7",
    "bar": "#687783",
    "bar_hi": "#F0F4F7",
    "wait": "#2A343D",
    "wait_ink": "#BCC7D0",
}


class TypeStep(NamedTuple):
    """A size of type: pixels at scale 1, weight, and the smallest size `fit` may reach."""

    px: int
    weight: int
    floor: int = 13


TYPE: dict[str, TypeStep] = {
    "status": TypeStep(13, 450),
    "status_strong": TypeStep(13, 600),
    "chip": TypeStep(13, 600),
    "small": TypeStep(14, 450),
    "small_strong": TypeStep(14, 600),
    "body": TypeStep(15, 450),
    "body_strong": TypeStep(15, 600),
    "cell": TypeStep(16, 450),
    "cell_strong": TypeStep(16, 600),
    "lead": TypeStep(18, 550),
    "lead_strong": TypeStep(18, 680),
    "row": TypeStep(19, 550),
    "row_plain": TypeStep(18, 450),
    "row_strong": TypeStep(19, 750),
    "sum": TypeStep(21, 700, 14),
    "amount": TypeStep(24, 700, 14),
    "amount_plain": TypeStep(24, 450, 14),
    "count": TypeStep(26, 650, 14),
    "card_title": TypeStep(30, 700, 18),
    "question": TypeStep(27, 680, 18),
    "sign_in": TypeStep(36, 700, 24),
    "counter_name": TypeStep(72, 700, 32),
    "office": TypeStep(20, 450),
    "brand": TypeStep(24, 600, 16),
    "name": TypeStep(32, 650, 24),
    "facts": TypeStep(15, 450, 13),
    "due_label": TypeStep(15, 600, 13),
    "due": TypeStep(52, 720, 20),
    "due_unit": TypeStep(20, 450),
    "banner": TypeStep(17, 450, 14),
    "banner_strong": TypeStep(17, 680, 14),
    "stop_title": TypeStep(22, 700, 16),
    "key": TypeStep(14, 600, 11),
    "key_small": TypeStep(13, 600, 11),
    "key_label": TypeStep(15, 600, 13),
    "key_label_off": TypeStep(15, 450, 13),
    "next_key": TypeStep(17, 650, 13),
    "next": TypeStep(23, 700, 16),
    "next_small": TypeStep(14, 600, 13),
    "step": TypeStep(14, 550),
    "step_now": TypeStep(14, 680),
    "input": TypeStep(17, 550),
    "input_large": TypeStep(24, 500),
    "search": TypeStep(34, 550, 20),
    "field": TypeStep(76, 600, 30),
    "change": TypeStep(140, 760, 40),
    "not_enough": TypeStep(110, 760, 40),
    "short": TypeStep(100, 740, 40),
    "paid": TypeStep(316, 780, 80),
    "customer": TypeStep(250, 780, 60),
    "customer_title": TypeStep(38, 600, 20),
    "customer_fact": TypeStep(34, 650, 18),
    "customer_label": TypeStep(22, 450, 14),
    "customer_name": TypeStep(24, 600, 14),
    "touch": TypeStep(21, 650, 14),
    "touch_digit": TypeStep(36, 600, 20),
    "ticket": TypeStep(210, 780, 60),
    "hall": TypeStep(300, 780, 60),
    "hall_row": TypeStep(52, 700, 24),
}

DISPLAY_FROM = 18
"""From this pixel size the display cut of the type is used."""
TRACKING: tuple[tuple[int, float], ...] = ((48, -2.4), (24, -1.8), (18, -1.0))
"""From a pixel size on, letters are set tighter by percent of it. The package's tabular
digits are wider than the drawn ones; this gives the drawn widths back."""

SPACE: dict[str, int] = {
    "hair": 2,
    "tight": 4,
    "snug": 6,
    "small": 8,
    "gap": 12,
    "base": 16,
    "large": 20,
    "gutter": 24,
    "margin": 32,
    "huge": 48,
}

SIZE: dict[str, int] = {
    "header": 96,
    "training": 34,
    "banner": 46,
    "banner_two_lines": 56,
    "banner_tray": 72,
    "banner_stop": 76,
    "question": 62,
    "key_strip": 76,
    "status_line": 30,
    "corner": 420,
    "step": 74,
    "row": 59,
    "row_least": 56,
    "row_small": 34,
    "note_line": 31,
    "fact_row": 84,
    "table_head": 30,
    "key_small": 24,
    "key": 30,
    "key_next": 42,
    "key_slot": 107,
    "field": 56,
    "field_small": 46,
    "search": 60,
    "field_amount": 112,
    "tender_key": 44,
    "note_key": 70,
    "chip": 20,
    "icon_small": 16,
    "icon": 22,
    "icon_large": 40,
    "head_icon": 52,
    "lamp": 14,
    "row_bar": 6,
    "focus": 3,
    "ring": 4,
    "mark_box": 24,
    "count_row": 60,
    "count_row_least": 46,
    "count_field": 44,
    "count_field_width": 132,
    "count_column": 685,
    "count_face": 153,
    "progress_card": 88,
    "action_row": 64,
    "action_row_least": 50,
    "help_row": 58,
    "difference_card": 150,
    "table_row": 52,
    "brand_panel": 560,
    "form": 630,
    "hint_card": 520,
    "touch": 64,
    "touch_key": 84,
    "touch_row": 76,
}

RADIUS: dict[str, int] = {"key": 5, "chip": 4, "card": 6, "icon": 8}

SCALE_AT_1920 = 1.3
MAX_SCALE = 2.0
MAX_TYPE_FACTOR = 1.5
MAX_FRAME_TYPE_FACTOR = 1.15
"""Header, keys and status line keep their height, so their type grows less."""
