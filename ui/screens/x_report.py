"""The X report on the screen: a shift as it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.money import Currency
from cashier_app.domain.shifts import XReport
from ui.keys import Key
from ui.models.cash_words import movement_lines
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.cards import Columns
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class XReportScreen(Screen):
    """Enter and F9 print it, Esc goes back."""

    print_asked = Signal()
    left = Signal()

    def __init__(self, name: str = "x_report", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        body = Columns()
        self.ledger, self.facts = Ledger(f"{name}_ledger"), Ledger(f"{name}_facts")
        self.paper_notice = NoticeCard(f"{name}_paper")
        self.hidden_notice = NoticeCard(f"{name}_hidden")
        body.left.addWidget(self.ledger)
        body.left.addStretch(1)
        panel = body.panel.column
        for part in (self.facts, self.hidden_notice, self.paper_notice):
            panel.addWidget(part)
            panel.addSpacing(look().space("gap"))
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.bind(Key.F9, self.print_asked.emit)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, report: XReport, currency: Currency, header: HeaderContent) -> None:
        """Show it; what is not to be told yet is left out."""
        self.ledger.set_lines(self._money(report, currency))
        self.facts.set_lines(self._facts(report))
        lead = self.tr("Cash in drawer hidden") if report.expected is None else ""
        text = self.tr("The expected total shows after the count is locked.")
        self.hidden_notice.tell(lead, text, icon="eye-off")
        self.paper_notice.tell("")
        self.set_frame(
            question=self.tr("The shift so far"), header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
            next_key=NextKeyContent(
                self.tr("Print the X report"), self.tr("The shift goes on; nothing is stored")
            ),
        )  # fmt: skip

    def show_printing(self, text: str, tone: Tone, detail: str = "") -> None:
        """What became of the paper."""
        self.paper_notice.tell(text, detail, tone, icon="printer")

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.print_asked.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _money(self, report: XReport, currency: Currency) -> tuple[LedgerLine, ...]:
        show = currency.show
        names = {
            "cash": self.tr("Cash, {n}"), "cheque": self.tr("Cheques, {n}"),
            "card": self.tr("Card slips, {n}"),
        }  # fmt: skip
        lines = [
            LedgerLine(
                names.get(tender.kind, tender.kind).format(n=tender.count), show(tender.amount),
                weight="row",
            )
            for tender in report.tenders
        ]  # fmt: skip
        if lines:
            last = lines.pop()
            lines.append(LedgerLine(last.label, last.amount, weight="row", rule="line_strong"))
        lines.append(LedgerLine(self.tr("Opening float"), show(report.float_amount), weight="row"))
        if report.cash_taken is not None:
            label = self.tr("Cash taken, less change given")
            lines.append(LedgerLine(label, show(report.cash_taken), weight="row"))
        lines += movement_lines(report.moved, currency)
        if report.expected is not None:
            lines.append(LedgerLine(self.tr("Cash expected"), show(report.expected), weight="sum"))
        return tuple(lines)

    def _facts(self, report: XReport) -> tuple[LedgerLine, ...]:
        return (
            LedgerLine(self.tr("Receipts"), str(report.receipts), weight="strong", rule="line"),
            LedgerLine(self.tr("Cancelled receipts"), str(report.undos), weight="row"),
            LedgerLine(self.tr("Reversed receipts"), str(report.reversals), weight="row"),
            LedgerLine(self.tr("Copies printed"), str(report.reprints), weight="row"),
            LedgerLine(
                self.tr("Drawer opened without money"), str(report.drawer_openings), weight="row",
                rule="line",
            ),
        )  # fmt: skip

    def _on_look_changed(self) -> None:
        self.ledger.setMaximumWidth(look().size("form"))
