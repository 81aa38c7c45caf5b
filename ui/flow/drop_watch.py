"""A drawer that holds more than the utility wants in it asks for a drop, between two customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cashier_app.domain.payments import PaymentTaken, TenderKind
from ui.flow.counter import Counter
from ui.tasks import Operation
from ui.widgets.banner import BannerContent, Gravity

if TYPE_CHECKING:
    from ui.flow.payment_flow import PaymentFlow

_RIGHT = "move_cash"


class DropWatch(QObject):
    """Asks the server after cash was taken; the amount itself is told to nobody."""

    def __init__(self, counter: Counter, payment: PaymentFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._payment = counter, payment
        self._took_cash = False
        payment.taking.taken.connect(self._on_taken)
        payment.baskets.next_customer_started.connect(self._on_next_customer_started)

    def _on_taken(self, taken: PaymentTaken) -> None:
        kinds = {tender.kind for tender in taken.receipt.tenders}
        self._took_cash = self._took_cash or TenderKind.CASH in kinds

    def _on_next_customer_started(self) -> None:
        state, cash = self._counter.state, self._counter.program.cash
        if not self._took_cash or _RIGHT not in state.signed_in.person.rights:
            return
        operation = Operation(cash.is_drop_due, latest="drop_due", name="drop_due")
        self._counter.tasks.run(operation, self, self._on_asked, on_failure=lambda _error: True)

    def _on_asked(self, is_due: bool) -> None:
        """It asks again after the next customer, until it is done."""
        self._took_cash = is_due
        if is_due and self._payment.is_idle():
            self._payment.baskets.say(
                BannerContent(
                    Gravity.LOOK,
                    self.tr("The drawer holds more than it should."),
                    self.tr("Bring cash to the safe."),
                    key_cap="F8",
                    key_label=self.tr("Shift"),
                )
            )
