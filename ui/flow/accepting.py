"""A supervisor accepts a drawer's difference at the counter, before the Z is stored."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import CashierError
from cashier_app.domain.shifts import CloseShift, CountLocked
from ui.flow.approval_flow import ApprovalFlow
from ui.flow.counter import Counter
from ui.models.cash_words import difference_word
from ui.screens.approval import ApprovalQuestion
from ui.tasks import Operation
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine


class Accepting(QObject):
    """`approved` carries the CloseShift that was approved; `left` when it is not asked any more."""

    approved = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._order: CloseShift | None = None
        self._approval = ApprovalFlow(counter, "close_approval", self)
        self._approval.approved.connect(self._on_approved)
        self._approval.left.connect(self.left)

    def ask(self, order: CloseShift, locked: CountLocked, header: HeaderContent) -> None:
        """Show the locked count to the supervisor."""
        self._order = order
        shifts, currency = self._counter.program.shifts, self._counter.state.currency
        tone = "stop_text" if locked.difference < 0 else "warn_ink"
        asked = ApprovalQuestion(
            self.tr("The drawer's difference"),
            (
                LedgerLine(self.tr("Reason"), detail=order.reason, rule="line"),
                LedgerLine(self.tr("Cash expected"), currency.show(locked.expected), weight="row"),
                LedgerLine(
                    self.tr("Cash counted"), currency.show(locked.counted), weight="row",
                    rule="line_strong",
                ),
                LedgerLine(difference_word(currency, locked.difference), weight="sum", tone=tone),
            ),
            can_wait=False,
        )  # fmt: skip

        def on_prepared(prepared: PreparedAct) -> None:
            self._approval.ask(prepared, asked, header)

        # The counter log is read for it: not on the GUI thread.
        operation = Operation(
            lambda: shifts.prepare_close(order, locked.difference), latest="prepare_close"
        )
        self._counter.tasks.run(operation, self, on_prepared)

    def show_failure(self, error: CashierError) -> bool:
        """It did not go through."""
        return self._approval.show_failure(error)

    def stop(self) -> None:
        """Sign-out."""
        self._order = None
        self._approval.stop()

    def _on_approved(self, _prepared: PreparedAct) -> None:
        if self._order is not None:
            self.approved.emit(self._order)
