"""A route typed in: one meter after the other, each figure judged while it is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.numbers import show_meter_no
from cashier_app.domain.readings import Judgement, Reading, Status, actual_spans, judge
from cashier_app.domain.supply import Entered, RouteRow
from cashier_app.services.imports import fields as f
from cashier_app.services.imports.fields import BadField
from cashier_app.services.readings import Round
from ui.keys import Key
from ui.messages import message_for
from ui.models.route_words import judged_lines, row_cells
from ui.models.supply_words import (
    SHOWN_PERIODS,
    bad_field,
    figure,
    full_day,
    hold_words,
    last_words,
    span_bars,
)
from ui.models.typed import day_as_in_files, day_text
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


@dataclass(frozen=True, slots=True)
class Typed:
    """What the two fields say: a judgement, or why there is none."""

    day: date | None = None
    value: Decimal | None = None
    judged: Judgement | None = None
    problem: str = ""


class RouteReadingsScreen(SendingScreen):
    """`given` carries a register's key, the day and the value.

    `corrected`, of a register that is read this month: the reading's key, the row as it will
    be, and whether it may look wrong.
    """

    given = Signal(object, object, object)
    corrected = Signal(object, object, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("route_readings", parent)
        self._round: Round | None = None
        self._rows: list[RouteRow] = []
        self._accept = False
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 5), (Key.PAGE_UP, -5)):
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_row_chosen)
        look_changes().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def begin(self, found: Round, header: HeaderContent) -> None:
        """The first register that is not read this month is chosen."""
        self._round, self._rows = found, list(found.rows)
        self._end_wait()
        self.day_field.set_text(day_text(found.day))
        self.notice.tell("")
        self.set_frame(
            question=self.tr("What does the meter show?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
            keys=(
                KeyHint("Up Down", self.tr("Another meter")),
                KeyHint("Tab", self.tr("The day")),
            ),
        )  # fmt: skip
        self._show_rows(self._next_unread(-1))

    def clear(self) -> None:
        """Nothing is shown."""
        self._round, self._rows = None, []
        self._end_wait()
        self.value_field.edit.clear()
        self.title.setText("")
        self.ledger.set_lines(())
        self.chart.set_bars(())
        self.chart_label.setText("")
        self.notice.tell("")
        self.table.show_rows((), 0)

    def entered(self, register_id: int, day: date, value: Decimal, outcome: Entered) -> None:
        """It is stored: the next one is asked for."""
        self._end_wait()
        at = next((n for n, row in enumerate(self._rows) if row.register_id == register_id), None)
        if at is not None:
            reading = Reading(day, value, outcome.status)
            self._rows[at] = replace(
                self._rows[at], this_month=reading, reading_id=outcome.reading_id
            )
            self._show_rows(self._next_unread(at))

    def show_failure(self, error: CashierError) -> None:
        """Say why; what is typed stays."""
        self._end_wait()
        message = message_for(error)
        lead = message.lead
        if error.code == "reading_odd":
            self._accept = True
            lead = f"{hold_words(error.facts.get('reason', ''))}."
        self.notice.tell(lead, message.text, Tone.WARN)
        self.redraw(keep_notice=True)

    def enter(self) -> None:
        self.value_field.edit.setFocus()
        self.value_field.edit.selectAll()

    def next_pressed(self) -> None:
        row, typed = self._chosen, self._typed()
        if row is None or typed.value is None or typed.judged is None:
            return
        self.wait(self.tr("Storing it"))
        if row.this_month is None:
            self.given.emit(row.register_id, typed.day, typed.value)
        else:
            reading = Reading(row.this_month.read_on, typed.value)
            self.corrected.emit(row.reading_id, replace(row, this_month=reading), self._accept)

    def escape_pressed(self) -> None:
        self.left.emit()

    def scanned(self, code: str) -> None:
        """The meter that somebody stands before."""
        at = next((n for n, row in enumerate(self._rows) if row.meter_no == code), None)
        if at is not None:
            self.table.choose_row(at)
            return
        lead = self.tr("Meter {number} does not stand on this route.")
        self.notice.tell(lead.format(number=show_meter_no(code)), "", Tone.WARN)

    @property
    def _chosen(self) -> RouteRow | None:
        row = self.table.current_row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _build(self) -> None:
        body = Columns()
        self.value_field = Field("reading_value", " ", height="field", step="input_large")
        self.day_field = Field("reading_day", self.tr("Read on"), hint=self.tr("as 25.11.2026"),
                               height="field", step="input_large")  # fmt: skip
        self._top = QHBoxLayout()
        self._top.addWidget(self.value_field, 1)
        self._top.addWidget(self.day_field)
        for field in (self.value_field, self.day_field):
            field.edit.textChanged.connect(self._on_edited)
        columns = (
            Column(self.tr("Place")), Column(self.tr("Meter"), 180),
            Column(self.tr("Before"), 150, trailing=True), Column(self.tr("This month"), 170),
        )  # fmt: skip
        self.table = CellTable("route_table", self.tr("The route"), columns)
        body.left.addSpacing(look().space("tight"))
        body.left.addLayout(self._top)
        body.left.addSpacing(look().space("base"))
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="reading_title")
        self.notice = NoticeCard("reading_notice")
        self.ledger = Ledger("reading_ledger")
        column = body.panel.column
        for widget in (self.title, self.ledger, self.notice):
            column.addWidget(widget)
            column.addSpacing(look().space("small"))
        column.addStretch(1)
        self.chart_label = Label(step="body_strong", name="reading_chart_label")
        self.chart = ConsumptionChart("reading_chart")
        column.addWidget(self.chart_label)
        column.addSpacing(look().space("small"))
        column.addWidget(self.chart)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_look_changed(self) -> None:
        self._top.setSpacing(look().space("gutter"))
        self.day_field.setFixedWidth(look().px(260))

    def _show_rows(self, at: int) -> None:
        self.table.show_rows(tuple(row_cells(row) for row in self._rows), at)
        if not self._rows:  # a row that is chosen draws the rest
            self.redraw()

    def _next_unread(self, after: int) -> int:
        """The next register below, then from the top; where all are read, the next one."""
        count = len(self._rows)
        for step in range(1, count + 1):
            at = (after + step) % count
            if self._rows[at].this_month is None:
                return at
        return min(after + 1, count - 1) if count else 0

    def _typed(self) -> Typed:
        row, found = self._chosen, self._round
        text = self.value_field.text().strip()
        if row is None or found is None or not text:
            return Typed()
        typed = self.day_field.text().strip()
        try:
            day = day_as_in_files(typed)
        except BadField as bad:
            return Typed(problem=bad_field(bad, typed))
        try:
            value = f.reading_value(text)
        except BadField as bad:
            return Typed(problem=bad_field(bad, text))
        if row.this_month is not None:
            day = row.this_month.read_on
        try:
            judged = judge(row.before, value, day, found.limits, found.today)
        except Refused as refused:
            return Typed(problem=message_for(refused).lead)
        return Typed(day, value, judged)

    def _set_read_only(self, read_only: bool) -> None:
        for field in (self.value_field, self.day_field):
            field.edit.setReadOnly(read_only)

    def _on_edited(self, _text: str) -> None:
        self._accept = False
        self.redraw()

    def _on_row_chosen(self, _row: int) -> None:
        row = self._chosen
        if row is None:
            return
        number = show_meter_no(row.meter_no)
        label = self.tr("Meter {number} shows").format(number=number)
        label = f"{label}, {row.place.register.unit}"
        self.value_field.label.setText(label)
        self.value_field.edit.setAccessibleName(label)
        self.value_field.set_hint(
            self.tr("last {reading}").format(reading=last_words(row.before.last))
        )
        spans = actual_spans(row.place.register, row.place.history, SHOWN_PERIODS)
        self.chart.set_bars(span_bars(spans))
        words = self.tr("Used up to each reading, {unit}").format(unit=row.place.register.unit)
        self.chart_label.setText(words if spans else "")
        self.value_field.edit.clear()
        self.value_field.edit.setFocus()
        self.redraw()

    def redraw(self, *, keep_notice: bool = False) -> None:
        """What the figure means, and what Enter would do with it."""
        row, typed = self._chosen, self._typed()
        if not keep_notice:
            self._show_notice(typed, is_new=row is None or row.this_month is None)
        if row is not None:
            self.title.setText(row.address)
            self.ledger.set_lines(judged_lines(row, typed.judged))
        self.set_frame(next_key=self._next_key(row, typed), hint=self._read_words())

    def _show_notice(self, typed: Typed, *, is_new: bool) -> None:
        judged = typed.judged
        if typed.problem:
            self.notice.tell(typed.problem, self.tr("Nothing is stored like that."), Tone.WARN)
        elif judged is not None and judged.hold is not None:
            waits = self.tr("It will wait in the held list; it is not billed until then.")
            asked = self.tr("Look at it again; it is asked about once more.")
            lead = f"{hold_words(judged.hold.value)}."
            self.notice.tell(lead, waits if is_new else asked, Tone.WARN)
        elif judged is not None and judged.wrapped:
            self.notice.tell(
                self.tr("The dial went round."), self.tr("It stood near its end; this is usual.")
            )
        else:
            self.notice.tell("")

    def _next_key(self, row: RouteRow | None, typed: Typed) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if row is None:
            return NextKeyContent(
                self.tr("Nothing to read"), self.tr("No meter stands on it"), waiting=True
            )
        if typed.problem:
            return NextKeyContent(self.tr("Look again"), typed.problem, waiting=True)
        if typed.value is None or typed.judged is None:
            return NextKeyContent(self.tr("Type the figure"), self._stands(row), waiting=True)
        value = figure(typed.value)
        if row.this_month is not None:
            return NextKeyContent(
                self.tr("Correct to {value}").format(value=value),
                self.tr("It counts although it looks wrong") if self._accept
                else self.tr("What was read first stays in the note"),
            )  # fmt: skip
        if typed.judged.status is Status.HELD:
            return NextKeyContent(
                self.tr("Hold {value}").format(value=value), self.tr("Then the next meter")
            )
        return NextKeyContent(
            self.tr("Save {value}").format(value=value), self.tr("Then the next meter")
        )

    def _stands(self, row: RouteRow) -> str:
        if row.this_month is None:
            return self.tr("As the dial shows it")
        words = self.tr("{value} of {day} stands already")
        day = full_day(row.this_month.read_on)
        return words.format(value=figure(row.this_month.value), day=day)

    def _read_words(self) -> str:
        read = sum(row.this_month is not None for row in self._rows)
        return self.tr("{done} of {all} read").format(done=read, all=len(self._rows))
