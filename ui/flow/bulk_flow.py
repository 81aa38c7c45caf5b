"""A customer's list of accounts paid by one cheque: file, list, cheque, receipts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cashier_app.domain.bulk import BulkList, BulkMoney, ListLine
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.outside import RefusedLine
from cashier_app.domain.payments import Cheque, PaymentTaken, Receipt, TakePayment
from cashier_app.services.payment_bytes import payment_bytes
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.doubt import Doubt
from ui.flow.sure_act import SureAct
from ui.messages import message_for
from ui.models import words
from ui.models.line_words import file_failure, reason_words
from ui.screens.bulk import BulkChequeAsked, BulkChequeScreen, BulkListScreen, ListFileScreen
from ui.screens.told import Told, ToldScreen
from ui.screens.working import Work, WorkingScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_SHOWN = 8
"""Refused lines that are told by name."""


class BulkFlow(ActivityFlow):
    """Each receipt is an act of its own, known to be stored or not before the next is sent."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        state = counter.state
        self._show = state.currency.show
        self._found = BulkList((), ())
        self._one_each, self._is_stopping = False, False
        self._cheque: Cheque | None = None
        self._taken: dict[tuple[str, str, date], Cheque] = {}
        self._left_lines: list[ListLine] = []
        self._receipts: list[Receipt] = []
        self._refused: list[RefusedLine] = []
        self._file, self._list = ListFileScreen(), BulkListScreen()
        self._ask = BulkChequeScreen(state.signed_in.rules, self._show)
        self._working, self._done = WorkingScreen("bulk_working"), ToldScreen("bulk_done")
        for screen in (self._file, self._list, self._ask, self._working, self._done):
            counter.navigator.add(screen)
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        # One receipt is in doubt: the next is not sent before its end is known.
        lead = self.tr("Connection lost. Do not hand anything back yet.")
        text = self.tr("Whether the last receipt was taken is asked every few seconds.")
        Doubt(counter.navigator, self._act, text, lead)
        self._file.left.connect(self.left)
        self._file.given.connect(self._on_path_given)
        self._list.left.connect(self.start)
        self._list.pay_asked.connect(self._on_pay_asked)
        self._ask.left.connect(self._on_cheque_left)
        self._ask.given.connect(self._on_cheque_given)
        self._working.stop_asked.connect(self._on_stop_asked)
        self._done.gone_on.connect(self.left)

    def start(self) -> None:
        self._ask.set_rules(self.counter.state.signed_in.rules)
        self._file.begin(self._header)
        self.counter.navigator.show("bulk_file")

    def stop(self) -> None:
        self._act.stop()
        self._found, self._cheque, self._taken = BulkList((), ()), None, {}
        self._left_lines, self._receipts, self._refused = [], [], []
        self._file.clear()
        self._ask.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _on_path_given(self, path: str) -> None:
        self._file.wait(self.tr("Reading the list"))
        bulk, currency = self.counter.program.bulk, self.counter.state.currency

        def read() -> BulkList:
            return bulk.read(payment_bytes(Path(path)), currency, by_cheque=True)

        operation = Operation(read, latest="bulk_list", name="bulk_list")
        self.counter.tasks.run(
            operation, self, self._on_read, on_failure=self._on_not_read, on_bug=self._file.go_on
        )

    def _on_read(self, found: BulkList) -> None:
        self._found = found
        self._file.clear()
        self._list.begin(found, reason_words, self._header, self._show)
        self.counter.navigator.show("bulk_list")

    def _on_not_read(self, error: CashierError) -> bool:
        self._file.show_failure(file_failure(error))
        return True

    def _on_pay_asked(self, one_each: bool) -> None:
        self._one_each = one_each
        shift = self.counter.state.signed_in.shift
        if shift is None:
            return
        asked = BulkChequeAsked(
            self._found.total, len(self._found.lines), one_each, shift.business_date,
            self.counter.state.local(self.counter.program.clock.now()).date(),
        )  # fmt: skip
        self._ask.begin(asked, self._header)
        self.counter.navigator.show("bulk_cheque")

    def _on_cheque_left(self) -> None:
        self.counter.navigator.show("bulk_list")

    def _on_cheque_given(self, cheque: Cheque) -> None:
        shift, bulk = self.counter.state.signed_in.shift, self.counter.program.bulk
        if shift is None:
            return
        # The list is read again for its rest: the same cheque is still over the whole list.
        self._cheque = cheque = self._taken.get(_paper(cheque), cheque)
        self._receipts, self._refused = [], list(self._found.refused)
        self._ask.wait(self.tr("Saving"))
        if not self._one_each:
            order = bulk.order_for_all(self._found.lines, BulkMoney(cheque), shift.shift_id)
            self._send(order)
            return
        self._left_lines, self._is_stopping = list(self._found.lines), False
        work = Work(
            self.tr("Receipts are made"), self.tr("Saving"),
            self.tr("Esc stops it: receipts made until then stand."),
        )  # fmt: skip
        self._working.begin(work, self._header)
        self.counter.navigator.show("bulk_working")
        self._next_line()

    def _send(self, order: TakePayment) -> None:
        payments = self.counter.program.payments
        person = self.counter.state.signed_in.person.user_name
        self._act.run(
            order.request_id, lambda: payments.take(order, person), self._on_taken, self._on_failed
        )

    def _on_taken(self, taken: PaymentTaken) -> None:
        self._receipts.append(taken.receipt)
        if self._cheque is not None:
            self._taken[_paper(self._cheque)] = self._cheque
        if self.counter.printing is not None:
            self.counter.printing.print_new(taken.receipt)
        if self._one_each:
            self._left_lines.pop(0)
            self._next_line()
        else:
            self._tell()

    def _next_line(self) -> None:
        shift, cheque = self.counter.state.signed_in.shift, self._cheque
        if not self._left_lines or self._is_stopping or shift is None or cheque is None:
            self._tell()
            return
        of = len(self._found.lines)
        self._working.show_step(self.tr("Saving"), of - len(self._left_lines), of)
        line = self._left_lines[0]
        bulk = self.counter.program.bulk
        self._send(bulk.order_for_line(line, BulkMoney(cheque), shift.shift_id))

    def _on_failed(self, error: CashierError) -> bool:
        """Known not to be stored. Of single receipts the others go on where they can."""
        if not self._one_each:
            self._ask.show_failure(error)
            return True
        line = self._left_lines.pop(0)
        refused = RefusedLine(
            line.line, error.code, line.account.account_no, tuple(error.facts.items())
        )
        self._refused.append(refused)
        if isinstance(error, Refused):
            self._next_line()
        else:
            self._tell(error)
        return True

    def _on_stop_asked(self) -> None:
        self._is_stopping = True

    def _tell(self, error: CashierError | None = None) -> None:
        made, cheque = self._receipts, self._cheque
        total = self._show(sum((receipt.total for receipt in made), self._found.total * 0))
        lead = self.tr("{receipts}: {amount} by cheque {number}.").format(
            receipts=words.count_receipts(len(made)), amount=total,
            number=cheque.cheque_no if cheque else "",
        )  # fmt: skip
        numbers = ""
        if made:
            numbers = made[0].number
            if len(made) > 1:
                numbers = self.tr("{first} to {last}").format(
                    first=made[0].number, last=made[-1].number
                )
        cards = [Told(lead, numbers, icon="check")]
        if error is not None:
            cards.append(Told(message_for(error).lead, message_for(error).text, Tone.STOP))
        if self._left_lines:
            count = len(self._left_lines)
            cards.append(
                Told(
                    self.tr("{n} accounts of the list were not come to.").format(n=count),
                    self.tr("Read the list again with the same cheque: they alone are paid."),
                    Tone.WARN,
                )
            )
        if self._refused:
            shown = [
                f"{line.line}  {line.text}: {reason_words(line)}" for line in self._refused[:_SHOWN]
            ]
            if len(self._refused) > _SHOWN:
                shown.append(self.tr("and {n} more").format(n=len(self._refused) - _SHOWN))
            title = self.tr("{n} lines were not paid.").format(n=len(self._refused))
            cards.append(Told(title, "\n".join(shown), Tone.WARN))
        key = NextKeyContent(self.tr("Back to the shift"), self.tr("The receipts are printed"))
        self._done.begin(self.tr("The list is done"), tuple(cards), self._header, key)
        self._left_lines = []
        self.counter.navigator.show("bulk_done")


def _paper(cheque: Cheque) -> tuple[str, str, date]:
    """What tells one cheque from another, as the database does."""
    return cheque.bank.upper(), cheque.cheque_no, cheque.dated_on
