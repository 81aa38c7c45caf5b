"""Do the books hold? The verification with its progress, what it found by name, the pack."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.books import BookBreach, CheckedBooks
from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.models.checked_books import (
    BreachModel,
    looked_lines,
    progress_lines,
    receipt_of,
    rule_lines,
)
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.drawn import Label, draw_elided
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.table import Index, RowDelegate, TableView

LETTERS = {"G": "gaps", "A": "approvals", "Z": "zs-unsigned", "T": "audit-trail"}
"""Letters that open a report beside the check."""
CHECK_AGAIN = "C"


class _BreachDelegate(RowDelegate):
    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        now, breach = look(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(breach, BookBreach):
            return
        upper = QRectF(rect.x(), rect.y() + now.px(5), rect.width(), rect.height() * 0.46)
        draw_elided(painter, upper, breach.subject, now.font("lead"), now.color("ink"))
        lower = QRectF(rect.x(), upper.bottom() - 1, rect.width(), rect.height() * 0.38)
        draw_elided(painter, lower, breach.fact, now.font("small"), now.color("ink2"))


class BooksScreen(Screen):
    """`report_asked` carries a report's name, `receipt_asked` a printed number.

    `period_asked` carries +1 or -1: other days for the pack and the reports.
    """

    check_asked = Signal()
    stop_asked = Signal()
    pack_asked = Signal()
    period_asked = Signal(int)
    report_asked = Signal(str)
    receipt_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books", parent)
        self._busy = ""
        self._packing = False
        self._checked: CheckedBooks | None = None
        self._model = BreachModel(self)
        self._build()
        self.bind(Key.F9, self._on_f9_pressed)
        for key, step in ((Key.DOWN, 1), (Key.UP, -1)):
            self.bind(key, partial(self.table.move_choice, step))
        for key, step in ((Key.PAGE_DOWN, 1), (Key.PAGE_UP, -1)):
            self.bind(key, partial(self._move_period, step))
        self.table.row_chosen.connect(self._on_table_row_chosen)
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, who: HeaderContent) -> None:
        """Nothing looked at yet."""
        self._busy, self._checked = "", None
        self._show_body("")
        self.facts.set_lines(())
        self.set_frame(
            question=self.tr("Do the books hold?"), header=who, banner=None,
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._redraw()

    def set_days(self, days: str) -> None:
        """The days of the pack and of the reports beside the check."""
        self.pack_label.setText(self.tr("Pack and reports: {days}").format(days=days))

    def show_work(self, *, packing: bool) -> None:
        """The check, or the check and the pack, has begun."""
        self._busy, self._packing = self.tr("Counters go on meanwhile"), packing
        self._checked = None
        self._show_body("lines")
        self.facts.set_lines(())
        self.lines.set_lines(progress_lines("schema", packing=packing))
        self.set_frame(banner=None)
        self._redraw()

    def show_step(self, step: str, done: int, of: int) -> None:
        """What is looked at now; it is said at every statement."""
        if self._busy:
            self.lines.set_lines(progress_lines(step, packing=self._packing))
            self._busy = self.tr("{percent} %, counters go on meanwhile").format(
                percent=done * 100 // of
            )
            self._redraw()

    def show_checked(self, checked: CheckedBooks) -> None:
        """Thirteen sentences that hold, or by name what does not."""
        self._busy, self._checked = "", checked
        self.facts.set_lines(looked_lines(checked))
        self.lines.set_lines(rule_lines(checked))
        self._model.set_breaches(checked.breaches)
        self._show_body("table" if checked.breaches else "lines")
        self._tell_result(checked)
        self.table.choose_row(0)
        self._redraw()

    def show_failure(self, error: CashierError) -> None:
        """It could not look."""
        self._end_work()
        self.set_frame(banner=message_for(error).banner)

    def show_stopped(self) -> None:
        """It was stopped by hand."""
        self._end_work()
        words = self.tr("Stopped. Nothing is said about the books.")
        self.set_frame(banner=BannerContent(Gravity.LOOK, words))

    def show_saved(self, name: str, folder: str) -> None:
        """The pack lies there now."""
        self._end_work()
        words = self.tr("Saved: {name}").format(name=name)
        text = self.tr("In {folder}").format(folder=folder)
        self.set_frame(banner=BannerContent(Gravity.LOOK, words, text, icon="check"))

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        number = self._chosen_receipt()
        if number:
            self.receipt_asked.emit(number)
        else:
            self.check_asked.emit()

    def escape_pressed(self) -> None:
        if self._busy:
            self._busy = self.tr("Stopping after this statement")
            self._redraw()
            self.stop_asked.emit()
        else:
            self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        letter = event.text().upper()
        if self._busy or letter not in {*LETTERS, CHECK_AGAIN}:
            return False
        if letter == CHECK_AGAIN:
            self.check_asked.emit()
        else:
            self.report_asked.emit(LETTERS[letter])
        return True

    def _build(self) -> None:
        body = Columns()
        self.intro = Label(
            self.tr(
                "Reads every row of money in the database, works out every balance, number and"
                " hash again, and names whatever does not agree. It changes nothing, and counters"
                " go on meanwhile."
            ),
            "lead", "ink2", name="intro",
        )  # fmt: skip
        self.intro.setWordWrap(True)
        self.lines = Ledger("book_lines")
        self.table = TableView("breaches")
        self.table.setModel(self._model)
        # Letters open reports: a table in focus would search its rows for them.
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setItemDelegate(_BreachDelegate(self.table))
        self.table.setAccessibleName(self.tr("What does not hold"))
        self.table.horizontalHeader().setStretchLastSection(True)
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.intro)
        body.left.addWidget(self.lines)
        body.left.addWidget(self.table, 1)
        self._column = body.left
        body.left.addStretch(0)
        panel = body.panel.column
        self.rule_label = Label(step="body", name="broken_rule")
        self.rule_label.setWordWrap(True)
        self.facts_label = PanelTitle(self.tr("Looked at"))
        self.facts = Ledger("looked_at")
        self.pack_label = Label(step="body", tone="ink2", name="pack_days")
        self.pack_label.setWordWrap(True)
        panel.addWidget(self.rule_label)
        panel.addWidget(self.facts_label)
        panel.addSpacing(look().space("small"))
        panel.addWidget(self.facts)
        panel.addStretch(1)
        panel.addWidget(self.pack_label)
        self.keys = Ledger("book_keys")
        self.keys.set_lines(
            (
                LedgerLine(self.tr("Series and gaps"), key_cap="G"),
                LedgerLine(self.tr("Approvals"), key_cap="A"),
                LedgerLine(self.tr("Zs without a signature"), key_cap="Z"),
                LedgerLine(self.tr("Audit trail, with search"), key_cap="T"),
            )
        )
        panel.insertWidget(0, self.keys)
        panel.insertSpacing(0, look().space("tight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self._on_look_changed()

    def _show_body(self, what: str) -> None:
        self.intro.setVisible(not what)
        self.lines.setVisible(what == "lines")
        self.table.setVisible(what == "table")
        self.rule_label.setVisible(what == "table")
        self.keys.setVisible(not what)
        has_facts = what == "lines" and self._checked is not None
        self.facts_label.setVisible(has_facts)
        self.facts.setVisible(has_facts)
        self._column.setStretch(self._column.count() - 1, int(what != "table"))

    def _end_work(self) -> None:
        self._busy = ""
        if self._checked is None:
            self._show_body("")
        self._redraw()

    def _move_period(self, step: int) -> None:
        if not self._busy:
            self.period_asked.emit(step)

    def _on_f9_pressed(self) -> None:
        if not self._busy:
            self.pack_asked.emit()

    def _on_table_row_chosen(self, row: int) -> None:
        breach = self._model.breach(row)
        if breach is not None and self._checked is not None:
            texts = {number: text for number, text, _ in self._checked.found}
            rule = self.tr("Rule {number}: {text}.\n\n{fact}")
            self.rule_label.setText(
                rule.format(number=breach.number, text=texts[breach.number], fact=breach.fact)
            )
        self._redraw()

    def _chosen_receipt(self) -> str:
        if self._busy or self._checked is None:
            return ""
        breach = self._model.breach(self.table.current_row())
        return receipt_of(breach) if breach and self.table.isVisibleTo(self) else ""

    def _tell_result(self, checked: CheckedBooks) -> None:
        if checked.holds:
            self.set_frame(banner=None)
            return
        count = sum(found for _, _, found in checked.found)
        lead = self.tr("{n} things do not hold.").format(n=f"{count:,}")
        if count == 1:
            lead = self.tr("One thing does not hold.")
        text = self.tr("Do not close the month. Save the audit pack and call who runs the server.")
        self.set_frame(banner=BannerContent(Gravity.STOP, lead, text))

    def _redraw(self) -> None:
        free = not self._busy
        again = KeyHint(CHECK_AGAIN, self.tr("Check again"), free)
        other = KeyHint("PgUp PgDn", self.tr("Days"), free)
        self.set_frame(
            esc=self.tr("Back") if free else self.tr("Stop"),
            keys=(
                KeyHint("F9", self.tr("Audit pack"), free),
                KeyHint("G A Z T", self.tr("Reports"), free),
                again if self._chosen_receipt() else other,
            ),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._busy:
            return NextKeyContent(self.tr("Wait: looking"), self._busy, waiting=True)
        number = self._chosen_receipt()
        if number:
            words = self.tr("Open receipt {number}").format(number=number)
            return NextKeyContent(words, self.tr("What is behind it, and its paper"))
        if self._checked is None:
            return NextKeyContent(self.tr("Check the books"), self.tr("Changes nothing"))
        words = self.tr("Everything holds") if self._checked.holds else self.tr("See the list")
        return NextKeyContent(self.tr("Check them again"), words)

    def _on_look_changed(self) -> None:
        self.table.setColumnWidth(0, look().column(800))
