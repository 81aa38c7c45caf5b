"""The shift from its float to its report."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cashier_app.domain.errors import CashierError, Unavailable
from cashier_app.domain.printing import PrintResult, PrintState
from cashier_app.domain.shifts import (
    CloseShift,
    CountLocked,
    LockCount,
    ShiftOpened,
    StartShift,
    ZReport,
)
from cashier_app.domain.utility import OpenShift
from ui import dates
from ui.flow import shift_words
from ui.flow.accepting import Accepting
from ui.flow.counter import Counter
from ui.flow.detecting import Detecting
from ui.flow.doubt import Doubt
from ui.flow.papers import Papers, kept_sentence, paper_sentence
from ui.flow.sure_act import SureAct
from ui.screens.close_count import CloseCountScreen
from ui.screens.closed import ClosedScreen, ClosedShift
from ui.screens.counting import CountGiven, CountingScreen
from ui.screens.difference import Difference, DifferenceScreen
from ui.screens.float_count import FloatScreen
from ui.tasks import OnFailure, Operation
from ui.widgets.header import HeaderContent


class ShiftFlow(QObject):
    """Float, blind count, difference, report.

    `opened`: selling may begin. `left`: away from the count without locking it.
    `closed` carries the Z. `sign_out_asked` and `next_shift_asked` after the report, or from the
    float.
    """

    opened = Signal()
    left = Signal()
    closed = Signal(object)
    sign_out_asked = Signal()
    next_shift_asked = Signal()

    def __init__(self, counter: Counter, papers: Papers) -> None:
        super().__init__(counter.navigator)
        self._navigator, self._tasks = counter.navigator, counter.tasks
        self._state, self._program, self._papers = counter.state, counter.program, papers
        self._locked: CountLocked | None = None
        self._detecting = Detecting(counter, "detective", self)
        self._accepting = Accepting(counter, self)
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        Doubt(counter.navigator, self._act)
        self._close_order: CloseShift | None = None
        self._report: ZReport | None = None
        self._came_out = True
        self._counted_shift = 0
        self._detecting.left.connect(self._navigator.back)
        self._accepting.left.connect(self._navigator.back)
        self._accepting.approved.connect(self._on_accepted)

    @property
    def _person(self) -> str:
        return self._state.signed_in.person.user_name

    def count_float(self) -> None:
        """Ask for the opening float."""
        signed_in = self._state.signed_in
        self._float.begin_float(
            signed_in.denominations, self._state.currency,
            shift_words.opening_header(self._state), signed_in.proposed_float,
        )  # fmt: skip
        self._navigator.start_at("float_count")

    def count_drawer(self, shift: OpenShift) -> None:
        """Ask for the blind count; what was counted before in this shift is still there."""
        screen = self._count
        if self._counted_shift != shift.shift_id:
            self._counted_shift = shift.shift_id
            header = shift_words.closing_header(self._state, shift)
            screen.begin(self._state.signed_in.denominations, self._state.currency, header)
        self._navigator.show("close_count")

    def show_locked(self, shift: OpenShift) -> None:
        """Go on with a shift that was counted before: its difference."""
        shifts = self._program.shifts
        operation = Operation(lambda: shifts.locked_count(shift.shift_id))
        self._tasks.run(operation, self, self._on_count_locked)

    @cached_property
    def _float(self) -> FloatScreen:
        screen = FloatScreen()
        self._navigator.add(screen)
        screen.count_given.connect(self._on_float_given)
        screen.left.connect(self.sign_out_asked)
        return screen

    @cached_property
    def _count(self) -> CloseCountScreen:
        screen = CloseCountScreen()
        screen.asks_before_leaving = False  # who comes back finds what was counted
        self._navigator.add(screen)
        screen.count_given.connect(self._on_count_given)
        screen.left.connect(self.left)
        return screen

    @cached_property
    def _difference(self) -> DifferenceScreen:
        screen = DifferenceScreen()
        self._navigator.add(screen)
        screen.close_asked.connect(self._on_close_asked)
        screen.sign_out_asked.connect(self.sign_out_asked)
        screen.cause_asked.connect(self._on_cause_asked)
        screen.accept_asked.connect(self._on_accept_asked)
        return screen

    @cached_property
    def _closed(self) -> ClosedScreen:
        screen = ClosedScreen()
        self._navigator.add(screen)
        screen.sign_out_asked.connect(self._papers.let_go)
        screen.sign_out_asked.connect(self.sign_out_asked)
        screen.shift_asked.connect(self._papers.let_go)
        screen.shift_asked.connect(self.next_shift_asked)
        screen.print_asked.connect(self._on_print_asked)
        return screen

    def _on_float_given(self, given: CountGiven) -> None:
        self._float.wait(self.tr("Opening the shift"))
        order = StartShift(self._new_id(), given.pieces, self._program.clock.now())
        person, shifts = self._person, self._program.shifts
        self._act.run(
            order.request_id, lambda: shifts.open(order, person), self._on_opened,
            _shown_in(self._float),
        )  # fmt: skip

    def _on_opened(self, opened: ShiftOpened) -> None:
        self._float.show_banner(None)
        self._counted_shift = 0
        self._state.set_shift(opened.shift)
        self.opened.emit()

    def _on_count_given(self, given: CountGiven) -> None:
        self._count.wait(self.tr("Locking the count"))
        order = LockCount(
            self._new_id(), self._counted_shift, given.pieces, given.cheques, given.card_slips,
            self._program.clock.now(),
        )  # fmt: skip
        person, shifts = self._person, self._program.shifts
        self._act.run(
            order.request_id, lambda: shifts.lock_count(order, person), self._on_count_locked,
            _shown_in(self._count),
        )  # fmt: skip

    def _on_count_locked(self, locked: CountLocked) -> None:
        signed_in = self._state.signed_in
        shift = signed_in.shift
        if shift is not None:
            self._state.set_shift(replace(shift, state="counting", receipts=locked.receipts))
        self._counted_shift = locked.shift_id
        self._locked = locked
        self._close_order = None
        content = Difference(
            locked, signed_in.person.full_name, signed_in.counter.name, self._span(locked),
            signed_in.rules.difference_limit,
        )  # fmt: skip
        self._difference.begin(content, self._state.currency)
        self._navigator.start_at("difference")

    def _on_cause_asked(self) -> None:
        locked = self._locked
        if locked is not None:
            header = self._difference.frame.header or HeaderContent()
            self._detecting.start(locked.shift_id, locked.difference, header)

    def _on_accept_asked(self, reason: str) -> None:
        """A supervisor at this counter accepts a difference above the limit, before the Z."""
        locked = self._locked
        if locked is None:
            return
        now = self._program.clock.now()
        order = CloseShift(self._new_id(), locked.shift_id, reason, now, approved=True)
        header = self._difference.frame.header or HeaderContent()
        self._accepting.ask(order, locked, header)

    def _on_accepted(self, order: CloseShift) -> None:
        person, shifts = self._person, self._program.shifts
        currency = self._state.currency
        self._act.run(
            order.request_id, lambda: shifts.close(order, person, currency), self._on_closed,
            self._accepting.show_failure,
        )  # fmt: skip

    def stop(self) -> None:
        """Sign-out."""
        self._act.stop()
        if self._navigator.is_built("close_count"):
            self._count.go_on()  # the same shift goes on with what was counted
        self._locked = self._report = None
        self._accepting.stop()
        self._papers.stop()

    def _on_close_asked(self, reason: str) -> None:
        self._difference.wait(self.tr("Storing the report"))
        order = self._order_to_close(reason)
        person, shifts = self._person, self._program.shifts
        currency = self._state.currency
        self._act.run(
            order.request_id, lambda: shifts.close(order, person, currency), self._on_closed,
            self._on_close_failed,
        )  # fmt: skip

    def _order_to_close(self, reason: str) -> CloseShift:
        """The same order again where the last try ended without an answer from the server."""
        order = self._close_order
        if order is None or order.reason != reason:
            now = self._program.clock.now()
            order = CloseShift(self._new_id(), self._counted_shift, reason, now)
        self._close_order = order
        return order

    def _on_close_failed(self, error: CashierError) -> bool:
        if not isinstance(error, Unavailable):
            self._close_order = None
        return _shown_in(self._difference)(error)

    def _on_closed(self, report: ZReport) -> None:
        self._close_order = None
        self._counted_shift = 0
        self._report = report
        self._state.set_shift(None)
        self.closed.emit(report)
        opened, closed = self._state.local(report.opened_at), self._state.local(report.closed_at)
        content = ClosedShift(report, _span(dates.clock(opened), dates.clock(closed)))
        self._closed.begin(content, self._state.currency)
        self._navigator.start_at("closed")
        self._came_out = True
        self._papers.print_z(report, self._on_report_printed)
        self._papers.keep_z(report, lambda path: self._closed.show_kept(*kept_sentence(path)))

    def _on_print_asked(self) -> None:
        """What never came out is printed as it is; anything else as a counted copy."""
        report = self._report
        if report is None:
            return
        if self._came_out:
            self._papers.print_z_copy(report.shift_id, self._on_report_printed)
        else:
            self._papers.print_z(report, self._on_report_printed)

    def _on_report_printed(self, result: PrintResult) -> None:
        self._came_out = result.state is not PrintState.NOT_PRINTED
        lead, tone, advice = paper_sentence(result)
        self._closed.show_printing(lead, tone, advice)

    def _span(self, locked: CountLocked) -> str:
        shift = self._state.signed_in.shift
        until = dates.clock(self._state.local(locked.locked_at))
        return _span(shift_words.since(self._state, shift), until) if shift else until

    def _new_id(self) -> UUID:
        return self._program.new_request_id()


def _shown_in(screen: CountingScreen | DifferenceScreen) -> OnFailure:
    """An error is told in the screen that asked; a lost server everywhere, too."""

    def show(error: CashierError) -> bool:
        screen.show_failure(error)
        return not isinstance(error, Unavailable)

    return show


def _span(first: str, last: str) -> str:
    return QCoreApplication.translate("Shift", "{first} to {last}").format(first=first, last=last)
