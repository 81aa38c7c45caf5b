"""Receipts of the shift: list, look up, copies, and originals that still wait for paper."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import Receipt, ReceiptSummary
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow import shift_words
from ui.flow.printing import PrintLane
from ui.navigator import Navigator
from ui.screens.receipts import ReceiptsScreen
from ui.tasks import Operation, Tasks
from ui.widgets.banner import BannerContent, Gravity

COPY_RIGHT = "reprint"


class ReceiptsFlow(QObject):
    """`left` goes back to where the person came from."""

    left = Signal()

    def __init__(
        self, navigator: Navigator, tasks: Tasks, state: CounterState, program: Program,
        lane: PrintLane,
    ) -> None:  # fmt: skip
        super().__init__(navigator)
        self._navigator, self._tasks = navigator, tasks
        self._state, self._receipts, self._lane = state, program.receipts, lane
        self._printing = ""
        lane.changed.connect(self._on_lane_changed)

    @cached_property
    def _screen(self) -> ReceiptsScreen:
        screen = ReceiptsScreen()
        self._navigator.add(screen)
        screen.receipt_asked.connect(self._on_receipt_asked)
        screen.copy_asked.connect(self._on_copy_asked)
        screen.waiting_asked.connect(self._on_waiting_asked)
        screen.left.connect(self.left)
        screen.find_asked.connect(self.left)
        return screen

    def show(self) -> None:
        """Open the list of this shift."""
        signed_in = self._state.signed_in
        self._printing = ""
        self._screen.begin(
            shift_words.receipts_header(self._state), self._state.currency,
            self._state.local, signed_in.counter.code, COPY_RIGHT in signed_in.person.rights,
        )  # fmt: skip
        self._navigator.show("receipts")
        self._refresh()

    def _refresh(self) -> None:
        shift = self._state.signed_in.shift
        if shift is None:
            return
        receipts = self._receipts
        operation = Operation(lambda: receipts.recent(shift.shift_id), latest="receipts")
        self._tasks.run(operation, self, self._screen.show_receipts, on_failure=self._on_failed)

    def _on_receipt_asked(self, number: str) -> None:
        self._screen.wait(self.tr("Looking it up"))
        operation = Operation(partial(self._receipts.receipt, number))
        self._tasks.run(
            operation,
            self,
            self._on_receipt_found,
            on_failure=self._on_failed,
            on_bug=partial(self._screen.tell, None),
        )

    def _on_receipt_found(self, receipt: Receipt) -> None:
        self._screen.tell(None)
        self._screen.show_receipt(receipt)

    def _on_copy_asked(self, number: str) -> None:
        self._printing = number
        self._screen.wait(self.tr("Printing a copy"))
        self._lane.print_copy(number, on_failure=self._on_failed)

    def _on_waiting_asked(self) -> None:
        """What this screen lists goes to the tray first: it may be from before a restart."""
        shift = self._state.signed_in.shift
        if shift is None:
            return
        self._screen.wait(self.tr("Printing what waits"))
        self._printing = ""
        operation = Operation(partial(self._receipts.unprinted, shift.shift_id))
        self._tasks.run(
            operation,
            self,
            self._on_unprinted,
            on_failure=self._on_failed,
            on_bug=partial(self._screen.tell, None),
        )

    def _on_unprinted(self, waiting: tuple[ReceiptSummary, ...]) -> None:
        self._lane.offer(reversed(waiting))
        self._lane.print_waiting()

    def _on_lane_changed(self) -> None:
        if self._navigator.current != "receipts" or not self._lane.is_idle:
            return
        says = self._lane.says(self._printing)
        banner = None
        if self._printing and says.text:
            words = self.tr("Receipt {number}: {what}.")
            lead = words.format(number=self._printing, what=says.text)
            icon = "printer" if says.warn else "check"
            banner = BannerContent(Gravity.LOOK, lead, icon=icon)
        self._screen.tell(banner)
        self._refresh()

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True
