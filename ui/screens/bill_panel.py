"""The side panel of Bills: what the selected bill is made of, and the year's consumption."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.accounts import AccountOpened, OpenBill
from cashier_app.domain.money import MINUS, Currency
from ui import dates
from ui.models import words
from ui.theme.look import look, look_changes
from ui.widgets.chart import Bar, ConsumptionChart
from ui.widgets.drawn import Label
from ui.widgets.ledger import Ledger, LedgerLine

KWH_IN_MWH = 1000
LARGE_KWH = 10_000
MOST_LINES_OVER_CHART = 9
"""Of a bill, above the chart and with something below it, at the smallest size."""


class BillPanel(QWidget):
    """Follows the selected row."""

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bill_panel")
        self._currency = currency
        self.title_label = Label(step="lead_strong", name="panel_title", elide=True)
        self.detail_label = Label(step="body", tone="ink2", name="panel_detail")
        self.ledger = Ledger("bill_ledger")
        self.chart_label = Label(self.tr("Consumption, kWh"), "body_strong", name="chart_label")
        self.span_label = Label("", "body", "ink2", name="span_label")
        self.chart = ConsumptionChart()
        self._arrange()
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def show_bill(
        self, bill: OpenBill | None, opened: AccountOpened | None, *, brief: bool = False
    ) -> None:
        """The bill under the bar, of its account; None leaves only the chart, at the top.

        `brief`: something else needs room, the chart gives way to a long bill.
        """
        self.title_label.setText(words.bill_title(bill) if bill else "")
        self.detail_label.setText(self._detail(bill) if bill else "")
        lines = self._lines(bill) if bill else ()
        self.ledger.set_lines(lines)
        for above in (self.title_label, self.detail_label, self.ledger):
            above.setVisible(bill is not None)
        self._column.setStretch(self._gap, 1 if bill is not None else 0)
        self._column.setStretch(self._foot, 0 if bill is not None else 1)
        has_room = not brief or len(lines) <= MOST_LINES_OVER_CHART
        bars = self._bars(opened, bill.bill_id if bill else 0) if opened and has_room else ()
        self.chart_label.setText(
            self.tr("Consumption, MWh") if _is_large(opened) else self.tr("Consumption, kWh")
        )
        for part in (self.chart_label, self.span_label, self.chart):
            part.setVisible(bool(bars))
        self.span_label.setText(self.tr("Last {n} periods").format(n=len(bars)))
        self.chart.set_bars(bars)

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.title_label, 1)
        head.addWidget(self.detail_label)
        foot = QHBoxLayout()
        foot.addWidget(self.chart_label)
        foot.addStretch()
        foot.addWidget(self.span_label)
        self._column.addLayout(head)
        self._column.addWidget(self.ledger)
        self._gap = self._column.count()
        self._column.addStretch()
        self._column.addLayout(foot)
        self._column.addWidget(self.chart)
        self._foot = self._column.count()
        self._column.addStretch()

    def _on_look_changed(self) -> None:
        self._column.setSpacing(look().space("small"))

    def _detail(self, bill: OpenBill) -> str:
        if bill.kwh is None:
            return ""
        used = f"{words.units(bill.kwh)} kWh"
        if bill.reading is None:
            return used
        read = self.tr("read {reading}").format(reading=words.units(bill.reading))
        return f"{used}, {read}"

    def _lines(self, bill: OpenBill) -> tuple[LedgerLine, ...]:
        show = self._currency.show
        paper = LedgerLine(
            self.tr("Total on the paper"), show(bill.total), weight="total",
            rule="" if bill.due != bill.total else "line_strong",
        )  # fmt: skip
        today = LedgerLine(self.tr("This bill today"), show(bill.due), weight="sum")
        return (*self._charges(bill), paper, *self._since(bill), today)

    def _charges(self, bill: OpenBill) -> tuple[LedgerLine, ...]:
        show = self._currency.show
        lines = [LedgerLine(line.label, show(line.amount)) for line in bill.lines]
        if lines:
            last = lines.pop()
            lines.append(LedgerLine(last.label, last.amount, rule="line_strong"))
        return tuple(lines)

    def _since(self, bill: OpenBill) -> tuple[LedgerLine, ...]:
        """Everything between the paper and today, each with its reason."""
        show = self._currency.show
        lines = []
        if bill.late_charge and bill.late_since:
            words_late = self.tr("Late charge since {day}").format(day=dates.day(bill.late_since))
            lines.append(LedgerLine(words_late, show(bill.late_charge), icon="clock"))
        lines += [LedgerLine(p.cause, show(p.amount), icon="info") for p in bill.other_postings]
        if bill.paid_so_far:
            lines.append(LedgerLine(self.tr("Paid so far"), show(-bill.paid_so_far), icon="check"))
        if bill.discount and bill.discount_until:
            early = self.tr("If paid by {day}").format(day=dates.day(bill.discount_until))
            lines.append(LedgerLine(early, f"{MINUS}{show(bill.discount)}", icon="clock"))
        if lines:
            last = lines.pop()
            lines.append(LedgerLine(last.label, last.amount, icon=last.icon, rule="line_strong"))
        return tuple(lines)

    @staticmethod
    def _bars(opened: AccountOpened, bill_id: int) -> tuple[Bar, ...]:
        scale = KWH_IN_MWH if _is_large(opened) else 1
        return tuple(
            Bar(
                words.month(period.month), period.kwh,
                words.units((period.kwh / scale).quantize(Decimal(1))),
                meant=period.bill_id == bill_id, hatched=period.estimated,
            )
            for period in opened.consumption
        )  # fmt: skip


def _is_large(opened: AccountOpened | None) -> bool:
    """True when units have too many digits to stand over their bars."""
    months = opened.consumption if opened else ()
    return any(month.kwh >= LARGE_KWH for month in months)
