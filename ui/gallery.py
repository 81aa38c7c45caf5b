"""Pictures of screens without a display: for tests, for the tour, for the eye."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.look import Look, look, scale_for, set_look
from ui.theme.switch import palette_of

SMALL = QSize(1366, 768)
LARGE = QSize(1920, 1080)


def settle(rounds: int = 3) -> None:
    """Let layouts and posted paints run; only for pictures, never in the program's flow."""
    for _ in range(rounds):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def show_at(
    window: QWidget,
    size: QSize,
    *,
    theme: str = "light",
    type_factor: float = 1.0,
    touch: bool = False,
) -> None:
    """Show `window` at `size` in the look that belongs to it."""
    set_look(Look(palette_of(theme), scale_for(size.width(), size.height()), type_factor, touch))
    window.resize(size)
    window.show()
    settle()


def save(window: QWidget, file: Path) -> Path:
    """The window as a PNG; returns `file`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    settle()
    if not window.grab().save(str(file), "PNG"):
        raise OSError(f"cannot write {file}")
    return file


def save_looks(window: QWidget, folder: Path, name: str) -> list[Path]:
    """The window, light and dark at both sizes, high contrast at the small one."""
    before = look()
    files = []
    for size in (SMALL, LARGE):
        for theme in ("light", "dark", *(("contrast",) if size == SMALL else ())):
            show_at(window, size, theme=theme, touch=before.touch)
            files.append(
                save(window, folder / f"{name}-{size.width()}x{size.height()}-{theme}.png")
            )
    set_look(before)
    return files
