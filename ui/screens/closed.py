"""The shift is closed: its report, whether it is printed, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.money import Currency
from cashier_app.domain.shifts import ZReport
from ui.keys import Key
from ui.models.words import count_receipts
from ui.models.z_lines import money_lines
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """The stored report; `span` is when the shift was, in words."""

    report: ZReport
    span: str


class ClosedScreen(Screen):
    """Enter signs out, F8 opens another shift, F9 prints the report again."""

    sign_out_asked = Signal()
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("closed", parent)
        self._build()
        self.bind(Key.F9, self.print_asked.emit)

    def begin(self, content: ClosedShift, currency: Currency) -> None:
        """Show a report that was stored just now."""
        report = content.report
        self.cash.set_lines(money_lines(report, currency))
        self._tell_reason(report)
        self.facts.set_lines(self._fact_lines(report, currency))
        self.number_label.setText(self.tr("Report {number}").format(number=report.number))
        self.set_frame(
            question=self.tr("The shift is closed. What comes next?"),
            header=HeaderContent(
                "lock", self.tr("Shift closed"),
                (report.cashier, report.counter_name, content.span,
                 count_receipts(report.receipts)),
                self.tr("Counted, locked"), currency.show(report.counted), currency.symbol,
            ),
            find_enabled=False,
            keys=(KeyHint("F9", self.tr("Print the report again")),),
            next_key=NextKeyContent(self.tr("Sign out"), self.tr("Frees the counter")),
        )  # fmt: skip
        self.show_printing(self.tr("Printing the report"), Tone.QUIET)
        self.kept_notice.tell("")

    def show_printing(self, text: str, tone: Tone, detail: str = "") -> None:
        """What became of the paper."""
        self.paper_notice.tell(text, detail, tone, icon="printer")

    def show_kept(self, text: str, detail: str, tone: Tone, icon: str) -> None:
        """Where the report lies as a page."""
        self.kept_notice.tell(text, detail, tone, icon)

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.sign_out_asked.emit()

    def _build(self) -> None:
        body = Columns()
        self.cash = Ledger("closed_cash")
        self.reason_notice = NoticeCard("closed_reason")
        for widget in (self.cash, self.reason_notice):
            body.left.addWidget(widget)
            body.left.addSpacing(look().space("base"))
        body.left.addStretch(1)
        self.number_label = PanelTitle(name="report_number")
        self.facts = Ledger("closed_facts")
        self.paper_notice = NoticeCard("closed_paper")
        self.kept_notice = NoticeCard("closed_kept")
        panel = body.panel.column
        for part in (self.number_label, self.facts, self.paper_notice, self.kept_notice):
            panel.addWidget(part)
            panel.addSpacing(look().space("gap"))
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def _tell_reason(self, report: ZReport) -> None:
        if not report.difference:
            self.reason_notice.tell("")
            return
        decided = report.decided
        lead = (
            self.tr("Reason written down") if decided else self.tr("The supervisor decides later")
        )
        self.reason_notice.tell(lead, report.reason, Tone.QUIET if decided else Tone.WARN)

    def _fact_lines(self, report: ZReport, currency: Currency) -> tuple[LedgerLine, ...]:
        show = currency.show
        first_last = f"{report.first_receipt} – {report.last_receipt}" if report.receipts else "–"
        return (
            LedgerLine(self.tr("Receipts"), first_last),
            LedgerLine(
                self.tr("Cancelled, {n}").format(n=report.undos), show(report.undone_amount)
            ),
            LedgerLine(self.tr("Copies printed"), str(report.reprints)),
            LedgerLine(
                self.tr("Drawer opened without a payment"), str(report.drawer_openings),
                rule="line",
            ),
            LedgerLine(
                self.tr("This counter ever took"), show(report.grand_total), weight="plain"
            ),
            LedgerLine(self.tr("Signed by this counter"), self._signed(report)),
        )  # fmt: skip

    def _signed(self, report: ZReport) -> str:
        return self.tr("yes") if report.signed else self.tr("not yet")
