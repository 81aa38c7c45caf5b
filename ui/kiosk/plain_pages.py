"""Pages with few words: the number taken, out of order, a supervisor ending the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.queue import TakenTicket
from ui.kiosk.parts import GO, PublicField, TouchButton
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label


class _Centred(QWidget):
    """Everything in the middle of the page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.column = QVBoxLayout()
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(self.column, 3)
        row.addStretch(1)
        self.column.addStretch(1)

    def add(self, label: Label) -> None:
        """A line of words."""
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        self.column.addWidget(label)


class TicketPage(_Centred):
    """The number, large; it stands here also when the slip did not come out."""

    left = Signal()

    def __init__(self, ticket: TakenTicket, parent: QWidget | None = None) -> None:
        super().__init__("ticket_page", parent)
        self.add(Label(self.tr("Your number"), "sign_in"))
        number = Label(str(ticket.number), "ticket", name="ticket_number")
        number.setWordWrap(False)
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(number)
        waiting = (
            self.tr("Waiting before you: {n}").format(n=ticket.waiting)
            if ticket.waiting
            else self.tr("Nobody waits before you")
        )
        self.add(Label(waiting, "question"))
        self.told = Label(self.tr("Your slip is being printed."), "lead", "ink2", name="slip_told")
        self.add(self.told)
        self.column.addSpacing(look().space("margin"))
        self.done = TouchButton("ticket_done", self.tr("Done"), GO, size="touch_key")
        self.done.clicked.connect(self.left)
        self.column.addWidget(self.done)
        self.column.addStretch(1)

    def tell(self, *, printed: bool) -> None:
        """Whether the slip came out."""
        self.told.setText(
            self.tr("Take your slip. The counter scans it when your number is shown.")
            if printed
            else self.tr("The slip did not come out. Remember the number, and bring your bill.")
        )
        self.told.set_tone("ink2" if printed else "warn")


class ClosedPage(_Centred):
    """Nothing works here now; it says so and tries again by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("closed_page", parent)
        self.title = Label("", "sign_in", name="closed_title")
        self.text = Label("", "lead", "ink2", name="closed_text")
        self.add(self.title)
        self.add(self.text)
        self.column.addStretch(1)

    def tell(self, title: str, text: str) -> None:
        """Why, and what to do."""
        self.title.setText(title)
        self.text.setText(text)


class EndPage(_Centred):
    """Name and password of a supervisor; `given` carries both."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("end_page", parent)
        self.column.addWidget(Label(self.tr("Who ends this screen?"), "sign_in"))
        self.name = PublicField("end_name", self.tr("Supervisor's name"), height="field")
        self.password = PublicField(
            "end_password", self.tr("Password"), height="field", password=True
        )
        self.told = Label("", "lead_strong", "warn", name="end_told")
        self.told.setWordWrap(True)
        self.end = TouchButton("end_kiosk", self.tr("End this screen"), GO)
        self.back = TouchButton("end_back", self.tr("Back"))
        for widget in (self.name, self.password, self.told, self.end, self.back):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.name.edit.returnPressed.connect(self.password.edit.setFocus)
        self.password.edit.returnPressed.connect(self._on_end)
        self.end.clicked.connect(self._on_end)
        self.back.clicked.connect(self.left)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def clear(self) -> None:
        """No name and no password stays."""
        self.name.clear()
        self.password.clear()
        self.told.setText("")
        self.name.edit.setFocus()

    def tell(self, sentence: str) -> None:
        """Why it did not end."""
        self.password.clear()
        self.told.setText(sentence)

    def _on_end(self) -> None:
        if self.name.text() and self.password.text():
            self.given.emit(self.name.text(), self.password.text())

    def _on_look_changed(self) -> None:
        self.column.setSpacing(look().space("base"))
