"""The style sheet, generated from the token table: colours only, fonts are set on widgets."""

from __future__ import annotations

from string import Template

from ui.theme.tokens import SIZE, Palette

_SHEET = Template(
    """
QDialog, QStackedWidget, QWidget#body { background: $surface; }
QLabel { background: transparent; color: $ink; }
QLabel[tone="ink2"] { color: $ink2; }
QLabel[tone="ink3"] { color: $ink3; }
QLabel[tone="warn"] { color: $warn_ink; }
QLabel[tone="stop"] { color: $stop_text; }
QLabel[tone="head_ink"] { color: $head_ink; }
QLabel[tone="head_muted"] { color: $head_muted; }
QLabel[tone="go_panel_ink"] { color: $go_panel_ink; }
QLineEdit {
    background: transparent; border: none; padding: 0;
    color: $ink; selection-background-color: $focus; selection-color: $surface;
}
QTableView, QListView, QScrollArea, QScrollArea > QWidget > QWidget {
    background: transparent; border: none; outline: none;
}
QTableView::item, QListView::item { border: none; padding: 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; color: $ink2; }
QFrame#side_panel { background: $sunken; }
QWidget#kiosk_window { background: $surface; }
QWidget#kiosk_warning { background: $warn_bg; }
QScrollBar:vertical { background: transparent; width: ${scroll}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${scroll}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: ${scroll_radius}px; }
QScrollBar::handle:vertical { min-height: ${scroll_min}px; }
QScrollBar::handle:horizontal { min-width: ${scroll_min}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $sunken; color: $ink; border: 1px solid $line_strong; }
"""
)


def style_sheet(palette: Palette, scale: float) -> str:
    """The program's style sheet for `palette` at `scale`."""
    measures = {
        "scroll": round(SIZE["row_bar"] * scale),
        "scroll_radius": round(SIZE["row_bar"] * scale) // 2,
        "scroll_min": round(SIZE["key"] * scale),
    }
    return _SHEET.substitute(palette, **{k: str(v) for k, v in measures.items()})
