"""A screen that sends what is entered: base of forms, counts, and what else the server answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.unsent import UnsentScreen


class SendingScreen(UnsentScreen):
    """What was sent stays as it was sent until the server has answered, and so does the screen.

    A subclass draws itself in `redraw` and says in `_set_read_only` what can be typed.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._waiting_for = self._esc = ""

    @property
    def is_waiting(self) -> bool:
        """True while the server has not answered."""
        return bool(self._waiting_for)

    def wait(self, what: str, *, may_leave: bool = False) -> None:
        """Grey until the server has answered; `what` stands in the block.

        Or the answer would come over whatever is in front by then: only what is read and changes
        nothing may be left.
        """
        if not self._waiting_for:
            self._esc = self.frame.esc
        self._waiting_for = what
        self._set_read_only(True)
        if not may_leave:
            self.set_frame(esc="")
        self.redraw()

    def go_on(self) -> None:
        """Nobody has said what became of it: it can be given once more, or left."""
        if self._waiting_for:
            self._end_wait()
            self.redraw()

    def redraw(self) -> None:
        """What is entered now, and what Enter would do."""
        raise NotImplementedError

    def _end_wait(self) -> None:
        if self._waiting_for:
            self._waiting_for = ""
            self._set_read_only(False)
            self.set_frame(esc=self._esc)

    def _set_read_only(self, read_only: bool) -> None:
        """Whether nothing can be typed, where there are fields; the caret stays where it is."""
