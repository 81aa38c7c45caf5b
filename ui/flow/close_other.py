"""A forgotten shift: counted and closed by a supervisor, from any counter of the hall."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.hall import HallShift
from cashier_app.domain.money import ZERO
from cashier_app.domain.printing import PrintResult
from cashier_app.domain.shifts import CloseShift, CountLocked, LockCount, ZReport
from ui.flow.counter import Counter
from ui.flow.doubt import Doubt
from ui.flow.papers import Papers, paper_sentence
from ui.flow.sure_act import SureAct
from ui.models.cash_words import difference_word
from ui.models.z_lines import money_lines
from ui.screens.cash_form import CashFormScreen, CashQuestion
from ui.screens.close_count import CloseCountScreen
from ui.screens.counting import CountGiven
from ui.screens.stored import StoredScreen
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine


class CloseOther(QObject):
    """`done` when the Z is stored and was read."""

    done = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._shift_id = 0
        self._header = HeaderContent()
        self._report: ZReport | None = None
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        Doubt(counter.navigator, self._act)
        self._count = CloseCountScreen("other_count")
        self._why, self._stored = CashFormScreen("other_close"), StoredScreen("other_closed")
        for screen in (self._count, self._why, self._stored):
            counter.navigator.add(screen)
        self._count.left.connect(counter.navigator.back)
        self._count.count_given.connect(self._on_counted)
        self._why.left.connect(self.done)
        self._why.given.connect(self._on_reason_given)
        self._stored.gone_on.connect(self._papers.let_go)
        self._stored.gone_on.connect(self.done)
        self._stored.print_asked.connect(self._on_print_asked)

    def start(self, shift: HallShift | None, header: HeaderContent) -> None:
        """Count first, unless that is done."""
        if shift is None:
            return
        self._shift_id, self._header = shift.shift_id, header
        if shift.difference is not None:
            self._ask_why(shift.expected, shift.difference)
            return
        state = self._counter.state
        who = HeaderContent(header.icon, header.name, header.facts)
        self._count.begin(state.signed_in.denominations, state.currency, who)
        self._counter.navigator.show("other_count")

    def stop(self) -> None:
        """Sign-out."""
        self._act.stop()
        self._report = None
        self._papers.stop()

    @property
    def _person(self) -> str:
        return self._counter.state.signed_in.person.user_name

    def _on_counted(self, given: CountGiven) -> None:
        program, person = self._counter.program, self._person
        order = LockCount(
            program.new_request_id(), self._shift_id, given.pieces, given.cheques,
            given.card_slips, program.clock.now(),
        )  # fmt: skip
        self._count.wait(self.tr("Locking the count"))
        self._act.run(
            order.request_id, lambda: program.shifts.lock_count(order, person), self._on_locked,
            self._on_count_failed,
        )  # fmt: skip

    def _on_count_failed(self, error: CashierError) -> bool:
        self._count.show_failure(error)
        return True

    def _on_locked(self, locked: CountLocked) -> None:
        self._ask_why(locked.expected, locked.difference)

    def _ask_why(self, expected: Decimal, difference: Decimal) -> None:
        currency = self._counter.state.currency
        tone = "stop_text" if difference < ZERO else "warn_ink" if difference else "ink"
        asked = CashQuestion(
            self.tr("Why is it closed for its cashier?"), self.tr("Close the shift"),
            self.tr("Stores and prints the Z with both names"),
            reason_label=self.tr("Reason"), reason_hint=self.tr("Stands on the Z"),
            note=self.tr("Its own counter signs the Z when somebody signs in there."),
            title=self.tr("The locked count"),
            lines=(
                LedgerLine(
                    self.tr("Cash expected"), currency.show(expected), weight="row", rule="line"
                ),
                LedgerLine(
                    self.tr("Cash counted"), currency.show(expected + difference), weight="row",
                    rule="line",
                ),
                LedgerLine(difference_word(currency, difference), weight="strong", tone=tone),
            ),
        )  # fmt: skip
        self._why.begin(asked, currency, self._header)
        self._counter.navigator.show("other_close")

    def _on_reason_given(self, _amount: object, reason: str) -> None:
        program, person = self._counter.program, self._person
        order = CloseShift(program.new_request_id(), self._shift_id, reason, program.clock.now())
        self._why.wait(self.tr("Storing the report"))
        self._act.run(
            order.request_id, lambda: program.shifts.close_other(order, person), self._on_closed,
            self._on_close_failed,
        )  # fmt: skip

    def _on_close_failed(self, error: CashierError) -> bool:
        self._why.show_failure(error)
        return True

    def _on_closed(self, report: ZReport) -> None:
        self._report = report
        currency = self._counter.state.currency
        self._stored.begin(
            self.tr("The shift is closed. Report {number}").format(number=report.number),
            money_lines(report, currency), self._header,
            self.tr("Its own counter signs the Z when somebody signs in there."),
            NextKeyContent(self.tr("Back to the day"), self.tr("The next shift may open there")),
        )  # fmt: skip
        self._counter.navigator.show("other_closed")
        self._papers.print_z(report, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self._stored.show_printing(*paper_sentence(result))

    def _on_print_asked(self) -> None:
        self._papers.print_z_copy(self._shift_id, self._on_printed)
