"""What stands above the body: header, banner and question line. The door has none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from ui.widgets.banner import Banner, BannerContent
from ui.widgets.header import Header
from ui.widgets.question import QuestionLine

if TYPE_CHECKING:
    from ui.screen import Frame


class Head:
    """The three parts from `place` on in `column`, hidden until a frame shows them."""

    def __init__(self, column: QVBoxLayout, place: int) -> None:
        self.header = Header()
        self.banner = Banner()
        self.question = QuestionLine()
        for at, part in enumerate((self.header, self.banner, self.question), start=place):
            part.setVisible(False)
            column.insertWidget(at, part)

    def draw(self, frame: Frame, notice: BannerContent | None) -> None:
        """Show `frame`; of its banner and the program's own `notice` the graver one."""
        if frame.header is not None:
            self.header.set_content(frame.header)
        self.header.setVisible(not frame.bare)
        self.question.setVisible(not frame.bare)
        self.question.set_on_go(frame.on_go)
        self.question.set_question(
            frame.question, frame.hint, chip=frame.chip, hint_trails=frame.hint_trails
        )
        self.question.set_steps(_step_names(), frame.step)
        self.draw_banner(frame, notice)

    def draw_banner(self, frame: Frame, notice: BannerContent | None) -> None:
        """Show the graver banner; none of the program's own where nothing may show."""
        own = None if frame.private else notice
        candidates = [b for b in (frame.banner, own) if b is not None]
        gravest = max(candidates, key=lambda banner: banner.gravity, default=None)
        if gravest != self.banner.content:
            self.banner.set_content(gravest)


def _step_names() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("MainWindow", "Find"),
        translate("MainWindow", "Bills"),
        translate("MainWindow", "Pay"),
        translate("MainWindow", "Paid"),
    )
