"""What the screens do with an act, without the screens: their lanes, printing, recorder, doubts.

Qt is imported when hands are made: the acts alone are known everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cashier_app.domain.allocation import Basket, plan_payment
from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.drawer import CashSlip, MoveCash
from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import PaymentTaken, UndoPayment
from cashier_app.domain.printing import PrintResult, PrintState
from cashier_app.domain.shifts import CloseShift, LockCount, StartShift, ZReport
from cashier_app.domain.utility import SignedIn
from cashier_app.services.program import Program


@dataclass(frozen=True, slots=True)
class PayAll:
    """A payment of everything that an account owes."""

    account_id: int


@dataclass(frozen=True, slots=True)
class Approve:
    """A supervisor's yes at this counter."""

    user_name: str
    password: str
    prepared: PreparedAct


Work = PayAll | Approve | PreparedAct | UndoPayment | StartShift | LockCount | CloseShift | MoveCash


class Hands:
    """One act, from its key to its paper; to be made and run on the thread of a Qt program."""

    def __init__(
        self, program: Program, signed_in: SignedIn, work: Work, *, prints: bool = True
    ) -> None:
        from PySide6.QtCore import QObject

        from ui.counter_state import CounterState
        from ui.flow.papers import Papers
        from ui.flow.printing import PrintLane
        from ui.flow.recorder import Recorder
        from ui.flow.sure_act import SureAct
        from ui.flow.taking import Taking
        from ui.tasks import Tasks

        if isinstance(work, UndoPayment):
            # The key makes its own order; here it is to be this one.
            program = replace(
                program, new_request_id=lambda: work.request_id, clock=_Stopped(work.taken_at)
            )
        self._program, self._signed_in, self._work, self._prints = program, signed_in, work, prints
        self._owner = QObject()
        self._tasks, state = Tasks(), CounterState()
        state.set_signed_in(signed_in)
        self._recorder = Recorder(self._tasks, state)
        self._printing = PrintLane(self._tasks, program, state, self._recorder)
        self._papers = Papers(self._tasks, state, program)
        self._taking = Taking(self._tasks, program, state)
        self._sure = SureAct(self._tasks, program.payments)
        self._taking.taken.connect(self._on_receipt)
        self._taking.refused.connect(self._on_refused)
        self._ended = False
        self.refused: CashierError | None = None

    @property
    def are_busy(self) -> bool:
        """Until the act has its end and its paper and traces theirs."""
        from ui.tasks import LaneName

        return not (self._ended and self._recorder.is_idle and self._printing.is_idle) or any(
            self._tasks.is_busy(lane) for lane in LaneName
        )

    def look(self) -> Callable[[], None]:
        """Read what the screen shows; what is returned presses its key."""
        work = self._work
        if isinstance(work, PayAll):
            return self._payment(work)
        if isinstance(work, UndoPayment):
            receipt = self._program.receipts.receipt(work.receipt_no)
            return lambda: self._taking.undo(receipt, work.shift_id, work.reason)
        return lambda: self._press(work)

    def _press(
        self, work: Approve | PreparedAct | StartShift | LockCount | CloseShift | MoveCash
    ) -> None:
        program, person = self._program, self._signed_in.person.user_name
        if isinstance(work, Approve):
            self._approve(work)
        elif isinstance(work, PreparedAct):
            self._run(work, lambda: program.corrections.carry_out(work, person), self._on_receipt)
        elif isinstance(work, StartShift):
            self._run(work, lambda: program.shifts.open(work, person), self._on_stored)
        elif isinstance(work, LockCount):
            self._run(work, lambda: program.shifts.lock_count(work, person), self._on_stored)
        elif isinstance(work, CloseShift):
            self._run(work, lambda: program.shifts.close(work, person), self._on_closed)
        else:
            self._run(work, lambda: program.cash.move(work, person), self._on_moved)

    def _payment(self, work: PayAll) -> Callable[[], None]:
        shift = self._signed_in.shift
        assert shift is not None
        opened = self._program.lookup.open_account(work.account_id)
        basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
        plan = plan_payment(basket, basket.left_to_pay)
        shift_id = shift.shift_id
        return lambda: self._taking.take(plan, basket, shift_id, ("", ""))

    def _approve(self, work: Approve) -> None:
        from ui.tasks import Operation

        approvals = self._program.approvals
        operation = Operation(
            lambda: approvals.approve(
                work.user_name, work.password, work.prepared, "seen and right"
            ),
            name="approve",
        )
        self._tasks.run(operation, self._owner, self._on_stored, on_failure=self._on_refused)

    def _run(
        self,
        work: PreparedAct | StartShift | LockCount | CloseShift | MoveCash,
        send: Callable[[], Any],
        on_stored: Callable[[Any], None],
    ) -> None:
        self._sure.run(work.request_id, send, on_stored, self._on_refused)

    def _on_stored(self, _stored: object) -> None:
        self._ended = True

    def _on_refused(self, error: CashierError) -> bool:
        self._ended, self.refused = True, error
        return True

    def _on_receipt(self, taken: PaymentTaken) -> None:
        self._ended = True
        if self._prints:
            self._printing.print_new(taken.receipt)

    def _on_closed(self, report: ZReport) -> None:
        self._ended = True
        self._papers.print_z(report, lambda _result: None)

    def _on_moved(self, slip: CashSlip) -> None:
        self._ended = True
        self._papers.open_drawer(lambda result: self._on_drawer_opened(slip, result))
        self._papers.print_cash(slip, lambda _result: None)

    def _on_drawer_opened(self, slip: CashSlip, result: PrintResult) -> None:
        if result.state is not PrintState.NOT_PRINTED:
            self._recorder.put(lambda: self._program.receipts.record_drawer(slip.entry_id))


class _Stopped:
    """A clock that shows one time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


def import_all() -> None:
    """What hands import, so that hands of a forked process are made in no time."""
    import ui.counter_state
    import ui.flow.papers
    import ui.flow.printing
    import ui.flow.recorder
    import ui.flow.sure_act
    import ui.flow.taking
    import ui.tasks  # noqa: F401
