"""A drawn window that fills a screen seen from afar: everything in it grows with the window."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import Drawn


class FarView(Drawn):
    """Measures are those of a design `base_width` by `base_height`."""

    def __init__(
        self, name: str, base_width: int, base_height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._base = (base_width, base_height)
        self.resize(base_width, base_height)

    def px(self, pixels: float) -> float:
        """A measure of the design in this window."""
        return pixels * self._unit() * look().scale

    def fitted(self, text: str, step: str, width: float) -> QFont:
        """The font of a type step in the window's own scale, fitted to `width`."""
        unit = self._unit()
        # The type size is that of the person at the counter: this window grows with itself.
        font = QFont(look()._replace(type_factor=1.0).fit(text, step, width / unit))
        font.setPixelSize(max(1, round(font.pixelSize() * unit)))
        return font

    def _unit(self) -> float:
        """Pixels of this window for one of the design's, beside the look's own scale."""
        width, height = self._base
        return min(self.width() / width, self.height() / height) / look().scale
