"""Readings that wait: why, with the last year beside them; accepted, corrected or estimated."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.supply import HeldReading
from cashier_app.services.imports import fields as f
from cashier_app.services.imports.fields import BadField
from ui.keys import Key, digit
from ui.messages import message_for
from ui.models.route_words import held_cells, held_lines, year_bars
from ui.models.supply_words import bad_field, figure, hold_words
from ui.screens.sending import SendingScreen
from ui.theme.look import look, look_changes
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import CellTable, Column
from ui.widgets.chart import ConsumptionChart
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger
from ui.widgets.notice_card import NoticeCard

ESTIMATE = "E"
_LONGEST = 14


class HeldScreen(SendingScreen):
    """`accepted` and `estimate_asked` carry a reading's key.

    `corrected` carries also the value, and whether it may look wrong.
    """

    accepted = Signal(object)
    corrected = Signal(object, object, bool)
    estimate_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("held", parent)
        self._held: tuple[HeldReading, ...] = ()
        self._accept = False
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 4), (Key.PAGE_UP, -4)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.BACKSPACE, self._on_backspace)
        self.table.row_chosen.connect(self._on_row_chosen)
        look_changes().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def begin(self, header: HeaderContent) -> None:
        """While the list is read."""
        self._end_wait()
        self._accept = False
        self.notice.tell("")
        self.set_frame(
            question=self.tr("Are these readings right?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False, keys=(), hint="",
            next_key=NextKeyContent(self.tr("Wait"), self.tr("Reading the list"), waiting=True),
        )  # fmt: skip

    def show_held(self, held: tuple[HeldReading, ...]) -> None:
        """The list as it is now; the next one is chosen where one was decided."""
        at = max(0, self.table.current_row())
        self._end_wait()
        self._held = held
        self.table.show_rows(tuple(held_cells(one) for one in held), min(at, len(held) - 1))
        if not held:
            self._show_none()

    def clear(self) -> None:
        """Nothing is shown."""
        self.show_held(())

    def show_failure(self, error: CashierError) -> None:
        """Say why; an odd correction is asked about once."""
        self._end_wait()
        message = message_for(error)
        lead = message.lead
        if error.code == "reading_odd":
            self._accept = True
            lead = f"{hold_words(error.facts.get('reason', ''))}."
        self.notice.tell(lead, message.text, Tone.WARN)
        self.redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        chosen, typed = self._chosen, self._typed
        if chosen is None:
            return
        self.wait(self.tr("Storing it"))
        if typed is None:
            self.accepted.emit(chosen.reading_id)
        else:
            self.corrected.emit(chosen.reading_id, typed, self._accept)

    def escape_pressed(self) -> None:
        if self.value_field.text():
            self._type("")
        else:
            self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        chosen = self._chosen
        if chosen is None or self.is_waiting:
            return False
        number = digit(event) or ("." if event.text() in {".", ","} else "")
        if number:
            self._type((self.value_field.text() + number)[:_LONGEST])
            return True
        if event.text().upper() == ESTIMATE:
            self.wait(self.tr("Storing it"))
            self.estimate_asked.emit(chosen.reading_id)
            return True
        return False

    @property
    def _chosen(self) -> HeldReading | None:
        row = self.table.current_row()
        return self._held[row] if 0 <= row < len(self._held) else None

    @property
    def _typed(self) -> Decimal | None:
        try:
            return f.reading_value(self.value_field.text())
        except BadField:
            return None

    def _build(self) -> None:
        body = Columns()
        columns = (
            Column(self.tr("Place")), Column(self.tr("Meter"), 150),
            Column(self.tr("Read on"), 90), Column(self.tr("It shows"), 120, trailing=True),
            Column("", 156),
        )  # fmt: skip
        self.table = CellTable("held_table", self.tr("Readings that wait"), columns)
        self.chart_label = Label(step="body_strong", name="held_chart_label")
        self.chart = ConsumptionChart("held_chart")
        body.left.addWidget(self.table, 1)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.chart_label)
        body.left.addSpacing(look().space("small"))
        body.left.addWidget(self.chart)
        self.title = PanelTitle(name="held_title")
        self.title.setWordWrap(True)
        self.ledger = Ledger("held_ledger")
        self.value_field = Field(
            "held_value", self.tr("Or what the dial really showed"), height="field",
            step="input_large",
        )  # fmt: skip
        # Digits are typed anywhere on the screen, so that E stays a key.
        self.value_field.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.value_field.edit.setReadOnly(True)
        self.notice = NoticeCard("held_notice")
        column = body.panel.column
        for widget in (self.title, self.ledger, self.value_field, self.notice):
            column.addWidget(widget)
            column.addSpacing(look().space("gap"))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_look_changed(self) -> None:
        self.chart.setFixedHeight(look().px(150))

    def _on_row_chosen(self, _row: int) -> None:
        self._type("")

    def _on_backspace(self) -> None:
        if not self.is_waiting:
            self._type(self.value_field.text()[:-1])

    def _type(self, text: str) -> None:
        self._accept = False
        self.value_field.set_text(text)
        self.notice.tell("")
        self.redraw()

    def _show_none(self) -> None:
        self.title.setText(self.tr("Nothing waits"))
        self.ledger.set_lines(())
        self.chart.set_bars(())
        self.chart_label.setText("")
        self.value_field.setVisible(False)
        self.set_frame(
            keys=(), hint="",
            next_key=NextKeyContent(
                self.tr("Nothing waits"), self.tr("Every reading is decided"), waiting=True
            ),
        )  # fmt: skip

    def redraw(self) -> None:
        """The chosen reading, and what Enter would do with it."""
        chosen = self._chosen
        if chosen is None:
            return
        value = self._typed if self._typed is not None else chosen.value
        self.value_field.setVisible(True)
        self.title.setText(hold_words(chosen.reason))
        self.ledger.set_lines(held_lines(chosen, value))
        self.chart.set_bars(year_bars(chosen, value))
        unit = chosen.place.register.unit
        self.chart_label.setText(self.tr("The last year, {unit} up to each day").format(unit=unit))
        count = self.tr("1 waits") if len(self._held) == 1 else self.tr("{n} wait")
        self.set_frame(
            hint=count.format(n=len(self._held)), next_key=self._next_key(chosen),
            keys=(
                KeyHint("Up Down", self.tr("Choose"), len(self._held) > 1),
                KeyHint("0–9", self.tr("Correct it")), KeyHint(ESTIMATE, self.tr("Estimate it")),
            ),
        )  # fmt: skip

    def _next_key(self, chosen: HeldReading) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        text = self.value_field.text()
        if not text:
            words = self.tr("Accept {value}").format(value=figure(chosen.value))
            return NextKeyContent(words, self.tr("It counts as it is, and is billed"))
        typed = self._typed
        if typed is None:
            try:
                f.reading_value(text)
            except BadField as bad:
                return NextKeyContent(self.tr("Look again"), bad_field(bad, text), waiting=True)
        words = self.tr("Correct to {value}").format(value=figure(typed or Decimal(0)))
        if self._accept:
            return NextKeyContent(words, self.tr("It counts although it looks wrong"))
        return NextKeyContent(words, self.tr("What was read first stays in the note"))
