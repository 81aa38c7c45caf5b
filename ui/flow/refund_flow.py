"""Pay out credit: whose, how much, why; approved, then out of the drawer."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.corrections import RefundCredit
from cashier_app.domain.errors import CashierError
from ui.flow import shift_words
from ui.flow.account_by_number import account_by_number
from ui.flow.activities import ActivityFlow
from ui.flow.correcting import Correcting
from ui.flow.counter import Counter
from ui.models.correction_words import act_word
from ui.screens.approval import ApprovalQuestion
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.correct_words import Correction, ReasonScreen
from ui.tasks import Operation
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine


class RefundFlow(ActivityFlow):
    """From "Whose credit?" to the slip."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._opened: AccountOpened | None = None
        self._ask = AskNumberScreen("refund_find")
        self._reason = ReasonScreen("refund_reason", counter.state.currency)
        for screen in (self._ask, self._reason):
            counter.navigator.add(screen)
            screen.left.connect(self._on_back)
        self._correcting = Correcting(counter, "refund", self)
        self._correcting.left.connect(self._on_back)
        self._correcting.done.connect(self.left)
        self._ask.given.connect(self._on_number_given)
        self._reason.given.connect(self._on_reason_given)

    def start(self) -> None:
        self._opened = None
        asked = NumberQuestion(
            self.tr("Whose credit is paid out?"), self.tr("Account number"),
            self.tr("As it stands on the bill"),
        )  # fmt: skip
        self._ask.begin(asked, shift_words.person_header(self.counter.state))
        self.counter.navigator.show("refund_find")

    def stop(self) -> None:
        self._opened = None
        self._correcting.stop()

    def _on_back(self) -> None:
        if self.counter.navigator.current == "refund_find":
            self.left.emit()
        else:
            self.counter.navigator.back()

    def _on_number_given(self, text: str) -> None:
        lookup = self.counter.program.lookup
        self._ask.wait(self.tr("Looking it up"))
        operation = Operation(lambda: account_by_number(lookup, text), latest="refund")
        self.counter.tasks.run(
            operation, self, self._on_found, on_failure=self._on_not_found, on_bug=self._ask.go_on
        )

    def _on_not_found(self, error: CashierError) -> bool:
        self._ask.show_failure(error)
        return True

    def _on_found(self, opened: AccountOpened) -> None:
        self._ask.clear()
        self._ask.redraw()
        name = f"{opened.customer_name}, {opened.account_no}"
        if opened.credit <= 0:
            lead = self.tr("{name} has no credit.").format(name=name)
            self._ask.tell(lead)
            return
        self._opened = opened
        correction = Correction(
            self.tr("How much is paid out, and why?"), self.tr("Pay out {amount}"),
            self.tr("It comes out of this shift's drawer."), name, self._lines(opened),
            most=opened.credit,
        )  # fmt: skip
        self._reason.begin(correction, self._header(opened))
        self.counter.navigator.show("refund_reason")

    def _lines(self, opened: AccountOpened) -> tuple[LedgerLine, ...]:
        show = self.counter.state.currency.show
        return (
            LedgerLine(
                self.tr("Credit on account"), show(opened.credit), weight="row", rule="line"
            ),
        )

    def _header(self, opened: AccountOpened) -> HeaderContent:
        who = HeaderContent("person", opened.customer_name, (opened.account_no,))
        return who.with_amount(self.tr("Credit"), opened.credit, self.counter.state.currency)

    def _on_reason_given(self, reason: str, amount: Decimal) -> None:
        opened, program = self._opened, self.counter.program
        if opened is None:
            return
        order = RefundCredit(
            program.new_request_id(), opened.account_id, amount, reason, program.clock.now()
        )
        prepared = program.corrections.prepare(order)
        asked = ApprovalQuestion(
            act_word(prepared.act),
            (
                LedgerLine(opened.customer_name, detail=opened.account_no, rule="line"),
                *self._lines(opened),
                LedgerLine(self.tr("Reason"), detail=reason, rule="line"),
                LedgerLine(
                    self.tr("Paid out"), self.counter.state.currency.show(amount), weight="sum"
                ),
            ),
        )
        self._correcting.ask(prepared, asked, self._header(opened))
