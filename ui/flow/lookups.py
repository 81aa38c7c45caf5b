"""Opening accounts: found, scanned, or read again; answers come back in the order of asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import CashierError
from cashier_app.domain.numbers import is_ticket_code
from cashier_app.services.lookup import LookupService
from ui.tasks import Operation, Tasks

T = TypeVar("T")


class Lookups(QObject):
    """`failed` carries the error and the scanned code, or "".

    `late` carries what was opened for a customer who has been left meanwhile: nobody waits for it.
    """

    opened = Signal(object)
    bill_opened = Signal(object)
    ticket_opened = Signal(object)
    failed = Signal(object, str)
    late = Signal(object)

    def __init__(self, tasks: Tasks, lookup: LookupService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._lookup = tasks, lookup
        self._under_way = self._customer = 0

    @property
    def is_busy(self) -> bool:
        """True while an account is being opened."""
        return self._under_way > 0

    def forget(self) -> None:
        """Another customer: what is under way is nobody's any more."""
        self._customer += 1

    def open_account(self, account_id: int) -> None:
        """An account that was found."""
        work = partial(self._lookup.open_account, account_id)
        self._run(work, self.opened.emit, "open_account")

    def open_scanned(self, code: str) -> None:
        """The account of a scanned bill, or of the slip of a queue number."""
        if is_ticket_code(code):
            work_ticket = partial(self._lookup.open_ticket, code)
            self._run(work_ticket, self.ticket_opened.emit, "open_ticket", code)
            return
        work = partial(self._lookup.open_scanned, code)
        self._run(work, self.bill_opened.emit, "open_scanned", code)

    def read_again(self, account_id: int, on_read: Callable[[AccountOpened], None]) -> None:
        """An account of the basket that may have changed."""
        self._run(partial(self._lookup.open_account, account_id), on_read, "read_again")

    def release(self, account_id: int) -> None:
        """Give a claim back: work for a lane, not for the GUI thread."""
        self._lookup.release(account_id)

    def _run(
        self, work: Callable[[], T], on_success: Callable[[T], None],
        name: str, code: str = "",
    ) -> None:  # fmt: skip
        self._under_way += 1
        is_counted = True
        customer = self._customer

        def answered() -> None:
            """Before anybody is told; and after what nobody expected, too."""
            nonlocal is_counted
            self._under_way -= is_counted
            is_counted = False

        def on_answer(opened: T) -> None:
            answered()
            if customer == self._customer:
                on_success(opened)
            else:
                self.late.emit(opened)

        def on_failure(error: CashierError) -> bool:
            answered()
            if customer == self._customer:
                self.failed.emit(error, code)
            return True

        self._tasks.run(
            Operation(work, name=name), self, on_answer, on_failure=on_failure,
            on_finished=answered,
        )  # fmt: skip
