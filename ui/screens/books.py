"""Do the books hold? The verification with its progress, what it found by number, the pack."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.models.checked_books import found_words, looked_lines, progress_lines
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import Columns
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

LETTERS = {"G": "gaps", "A": "approvals", "Z": "zs-unsigned"}
"""Letters that open a report beside the check."""
_MOST_NAMED = 9


class BooksScreen(Screen):
    """`report_asked` carries a report's name."""

    check_asked = Signal()
    pack_asked = Signal()
    report_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("books", parent)
        self._busy = False
        self._steps: tuple[str, ...] = ()
        self._checked: CheckedBooks | None = None
        self._build()
        self.bind(Key.F9, self._on_f9_pressed)

    def begin(self, who: HeaderContent, period: str) -> None:
        """Nothing looked at yet; `period` are the days of the audit pack."""
        self._busy, self._checked, self._steps = False, None, ()
        self.intro.setText(
            self.tr(
                "Reads every row of money in the database, works out every balance, number and"
                " hash again, and names whatever does not agree. It changes nothing, and counters"
                " go on meanwhile."
            )
        )
        self.pack_label.setText(self.tr("The audit pack is of {days}").format(days=period))
        self.lines.set_lines(())
        self.facts.set_lines(())
        self.named.set_lines(())
        self.set_frame(
            question=self.tr("Do the books hold?"),
            header=who,
            banner=None,
            esc=self.tr("Back"),
            find_enabled=False,
            shift_enabled=False,
        )
        self._redraw()

    def show_work(self) -> None:
        """The check has begun."""
        self._busy, self._checked, self._steps = True, None, ()
        self.intro.setText("")
        self.named.set_lines(())
        self.facts.set_lines(())
        self.lines.set_lines(progress_lines(()))
        self.set_frame(banner=None)
        self._redraw()

    def show_step(self, step: str) -> None:
        """What is looked at now."""
        if self._busy:
            self._steps = (*self._steps, step)
            self.lines.set_lines(progress_lines(self._steps))

    def show_checked(self, checked: CheckedBooks) -> None:
        """What was found, by number."""
        self._busy, self._checked = False, checked
        self.lines.set_lines(
            tuple(
                LedgerLine(
                    f"{number}  {text}",
                    found_words(count),
                    icon="octagon-alert" if count else "check",
                    weight="total" if count else "row",
                    rule="line",
                )
                for number, text, count in checked.found
            )
        )
        self.facts.set_lines(looked_lines(checked))
        self.named.set_lines(
            tuple(
                LedgerLine(f"{breach.number}  {breach.subject}", detail=breach.fact, weight="row")
                for breach in checked.breaches[:_MOST_NAMED]
            )
        )
        self.named_label.setVisible(bool(checked.breaches))
        self._tell_result(checked)
        self._redraw()

    def show_failure(self, error: CashierError) -> None:
        """It could not look."""
        self._busy = False
        self.lines.set_lines(())
        self.set_frame(banner=message_for(error).banner)
        self._redraw()

    def show_saved(self, name: str, folder: str) -> None:
        """The pack lies there now."""
        self._busy = False
        if self._checked is None:
            self.lines.set_lines(())
        words = self.tr("Saved: {name}").format(name=name)
        self.set_frame(banner=BannerContent(Gravity.LOOK, words, folder, icon="check"))
        self._redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.check_asked.emit()

    def escape_pressed(self) -> None:
        if not self._busy:
            self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        name = LETTERS.get(event.text().upper(), "")
        if name and not self._busy:
            self.report_asked.emit(name)
        return bool(name)

    def _build(self) -> None:
        body = Columns()
        self.intro = Label(step="lead", tone="ink2", name="intro")
        self.intro.setWordWrap(True)
        self.lines = Ledger("book_lines")
        self.named_label = Label(self.tr("Not right"), "lead_strong", name="named_label")
        self.named = Ledger("named_breaches")
        body.left.addSpacing(look().space("small"))
        for widget in (self.intro, self.lines, self.named_label, self.named):
            body.left.addWidget(widget)
            body.left.addSpacing(look().space("small"))
        body.left.addStretch(1)
        self.facts = Ledger("looked_at")
        self.pack_label = Label(step="body", tone="ink2", name="pack_days")
        self.pack_label.setWordWrap(True)
        panel = body.panel.column
        panel.addWidget(Label(self.tr("Looked at"), "lead_strong"))
        panel.addSpacing(look().space("small"))
        panel.addWidget(self.facts)
        panel.addStretch(1)
        self.keys = Ledger("book_keys")
        self.keys.set_lines(
            (
                LedgerLine(self.tr("Series and gaps"), key_cap="G"),
                LedgerLine(self.tr("Approvals"), key_cap="A"),
                LedgerLine(self.tr("Zs without a signature"), key_cap="Z"),
            )
        )
        panel.addWidget(self.keys)
        panel.addSpacing(look().space("gap"))
        panel.addWidget(self.pack_label)
        self.named_label.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def _on_f9_pressed(self) -> None:
        if not self._busy:
            self.pack_asked.emit()

    def _tell_result(self, checked: CheckedBooks) -> None:
        if checked.holds:
            self.set_frame(banner=None)
            return
        count = sum(found for _, _, found in checked.found)
        lead = self.tr("{n} things do not hold.").format(n=f"{count:,}")
        text = self.tr("Do not close the month. Save the audit pack and call who runs the server.")
        self.set_frame(banner=BannerContent(Gravity.STOP, lead, text))

    def _redraw(self) -> None:
        self.set_frame(
            keys=(
                KeyHint("F9", self.tr("Save the audit pack"), not self._busy),
                KeyHint("G A Z", self.tr("Gaps, approvals, Zs"), not self._busy),
            ),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._busy:
            return NextKeyContent(
                self.tr("Looking"), self.tr("Counters go on meanwhile"), waiting=True
            )
        if self._checked is None:
            return NextKeyContent(self.tr("Check the books"), self.tr("Changes nothing"))
        words = self.tr("Everything holds") if self._checked.holds else self.tr("See above")
        return NextKeyContent(self.tr("Check them again"), words)
