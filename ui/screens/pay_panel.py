"""The side panel of Pay: how it is being paid, and what each bill will be afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.allocation import Basket, Plan
from cashier_app.domain.money import MINUS, Currency
from ui.models import words
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.keys import KeyCap
from ui.widgets.ledger import Ledger, LedgerLine

MAX_BILLS = 4


def signed(currency: Currency, plan: Plan) -> str:
    """The cash rounding with its sign, as it changes what is handed over."""
    shown = currency.show(plan.rounding)
    return shown if plan.rounding < 0 else f"+{shown}"


class PayPanel(QWidget):
    """Redrawn from the plan at every key; no change stands here before it is sure."""

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pay_panel")
        self._currency = currency
        self._bill_count = 0
        self.title_label = Label(self.tr("How it is being paid"), "lead_strong", name="paid_title")
        self.unit_label = Label(currency.symbol, "body", "ink2", name="unit_label")
        self.ledger = Ledger("pay_ledger")
        self.after_label = Label("", "body_strong", name="after_label")
        self.after = Ledger("after_ledger")
        self.part_cap = KeyCap("F3", self.tr("Pay a part, the rest stays due"))
        self.keep_cap = KeyCap("F10", self.tr("Keep the change as credit"))
        self._arrange()
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def show_plan(
        self,
        plan: Plan,
        basket: Basket,
        *,
        sure: bool = True,
        keys: bool = True,
        brief: bool = False,
    ) -> None:
        """What `plan` would do to `basket`; not `sure` shows no change.

        Without `keys` nothing can be taken off. `brief` leaves out what each bill will be:
        something else needs its room.
        """
        self._bill_count = len(basket.bills)
        self.ledger.set_lines(tuple(self._lines(plan, sure=sure, keys=keys and sure)))
        told = sure and plan.can_be_taken and not plan.others and not brief
        after = self._after(plan, basket) if told else ()
        self.after_label.setText(self.tr("After this payment") if after else "")
        self.after.set_lines(after)

    def show_keys(self, *, part: bool, keep: bool) -> None:
        """Which of the two questions may be asked now."""
        self.part_cap.setVisible(part)
        self.keep_cap.setVisible(keep)

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.title_label)
        head.addStretch()
        head.addWidget(self.unit_label)
        self._column.addLayout(head)
        self._column.addWidget(self.ledger)
        self._column.addWidget(self.after_label)
        self._column.addWidget(self.after)
        self._column.addStretch(1)
        self._column.addWidget(self.part_cap)
        self._column.addWidget(self.keep_cap)

    def _on_look_changed(self) -> None:
        self._column.setSpacing(look().space("small"))

    def _lines(self, plan: Plan, *, sure: bool, keys: bool) -> list[LedgerLine]:
        show = self._currency.show
        lines = [self._bills(plan)]
        if plan.credit_total:
            credit = f"{MINUS}{show(plan.credit_total)}"
            lines.append(
                LedgerLine(self.tr("Credit on account"), credit, weight="row", rule="line")
            )
        lines += self._others(plan, keys=keys)
        if plan.rounding:
            rounding = signed(self._currency, plan)
            lines.append(LedgerLine(self.tr("Cash rounding"), rounding, weight="row", rule="line"))
        lines.append(
            LedgerLine(
                self.tr("Left to pay"), show(plan.payable), weight="strong", rule="line_strong"
            )
        )
        if plan.others and not plan.received and not plan.still_to_pay:
            return lines + ([self._end(plan)] if plan.credit_made else [])
        lines.append(
            LedgerLine(
                self.tr("Cash"), show(plan.received), detail=self.tr("Received now"), icon="cash",
                weight="row", rule="line_strong",
            )
        )  # fmt: skip
        lines.append(self._end(plan) if sure else self._held())
        return lines

    def _others(self, plan: Plan, *, keys: bool) -> list[LedgerLine]:
        """Cheques and card slips; Del takes the last one off while nothing was sent."""
        last = len(plan.others) - 1
        return [
            LedgerLine(
                words.tender_word(order.kind), f"{MINUS}{self._currency.show(order.tendered)}",
                detail=words.tender_detail(order), icon=order.kind.value,
                key_cap="Del" if keys and at == last else "", weight="row",
                rule="line_strong" if at == last else "line",
            )
            for at, order in enumerate(plan.others)
        ]  # fmt: skip

    def _bills(self, plan: Plan) -> LedgerLine:
        """What the bills ask for, before credit; "due today" is what remains after it."""
        label = self.tr("Due today")
        if plan.credit_total:
            label = words.count_bills(self._bill_count)
        return LedgerLine(label, self._currency.show(plan.due), weight="strong", rule="line")

    def _end(self, plan: Plan) -> LedgerLine:
        show = self._currency.show
        if plan.still_to_pay:
            return LedgerLine(self.tr("Still to pay"), show(plan.still_to_pay), weight="sum")
        if plan.credit_made:
            return LedgerLine(self.tr("Kept as credit"), show(plan.credit_made), weight="sum")
        if plan.is_part:
            return LedgerLine(self.tr("Stays due"), show(plan.left_after), weight="sum")
        return LedgerLine(self.tr("Change"), show(plan.change), weight="sum")

    def _held(self) -> LedgerLine:
        detail = self.tr("Held until the payment is confirmed")
        return LedgerLine(self.tr("Change"), "–", detail=detail, weight="sum")

    def _after(self, plan: Plan, basket: Basket) -> tuple[LedgerLine, ...]:
        bills = basket.in_order
        lines = []
        for bill in bills[:MAX_BILLS]:
            left = plan.left_of(bill)
            paid = self.tr("paid") if left == 0 else self._currency.show(left)
            lines.append(LedgerLine(words.bill_title(bill), paid, tone="ink2"))
        if len(bills) > MAX_BILLS:
            rest = words.count_bills(len(bills) - MAX_BILLS)
            lines.append(LedgerLine(self.tr("{bills} more").format(bills=rest), "", tone="ink2"))
        return tuple(lines)
