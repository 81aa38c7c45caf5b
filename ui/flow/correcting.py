"""A prepared act to its end: approved, carried out, told, its slip printed; or on the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.corrections import Act, PreparedAct
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.payments import PaymentTaken, TenderKind
from ui.flow.approval_flow import ApprovalFlow
from ui.flow.counter import Counter
from ui.flow.doubt import Doubt
from ui.flow.made_once import ScreenOnce
from ui.flow.refusals import given_up, no_payment
from ui.flow.sure_act import SureAct
from ui.screens.approval import ApprovalQuestion
from ui.screens.told import Told, ToldScreen
from ui.tasks import OnFailure
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class Correcting(QObject):
    """`done` when the act is stored or on the list and was read; `left` back from the approval."""

    done = Signal()
    left = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent or counter.navigator)
        self._counter = counter
        self._header = HeaderContent()
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        text = self.tr("Hand nothing back yet. The counter asks again every few seconds.")
        Doubt(counter.navigator, self._act, text)
        self.approval = ApprovalFlow(counter, f"{name}_approval", self)
        self.approval.approved.connect(self._on_approved)
        self.approval.put_on_list.connect(self._on_put_on_list)
        self.approval.left.connect(self.left)
        self._name = name
        self._told = ScreenOnce(counter.navigator, self._make_told)

    def _make_told(self) -> ToldScreen:
        screen = ToldScreen(f"{self._name}_done")
        screen.gone_on.connect(self.done)
        return screen

    def ask(self, prepared: PreparedAct, asked: ApprovalQuestion, header: HeaderContent) -> None:
        """Let somebody approve it, then carry it out."""
        self._header = header
        self.approval.ask(prepared, asked, header)

    def carry_out(
        self, prepared: PreparedAct, header: HeaderContent, on_failure: OnFailure
    ) -> None:
        """An act that is approved already."""
        self._header = header
        corrections = self._counter.program.corrections
        person = self._counter.state.signed_in.person.user_name
        self._act.run(
            prepared.request_id, lambda: corrections.carry_out(prepared, person),
            lambda taken: self._on_stored(prepared, taken),
            lambda error: on_failure(given_up(no_payment(error))),
        )  # fmt: skip

    def stop(self) -> None:
        """Sign-out."""
        self._act.stop()
        self.approval.stop()

    def _on_approved(self, prepared: PreparedAct) -> None:
        self.carry_out(prepared, self._header, self._on_refused)

    def _on_refused(self, error: CashierError) -> bool:
        return self.approval.show_failure(error)

    def _on_stored(self, prepared: PreparedAct, taken: PaymentTaken) -> None:
        receipt = taken.receipt
        if self._counter.printing is not None:
            self._counter.printing.print_new(receipt)
        cash = -sum(
            (t.tendered - t.change for t in receipt.tenders if t.kind is TenderKind.CASH), ZERO
        )
        show = self._counter.state.currency.show
        cards = [Told(self._stored_words(prepared.act, receipt.number, receipt.undoes))]
        if cash > 0 and prepared.act is not Act.CORRECTION:
            lead = self.tr("Hand back {amount} in cash.").format(amount=show(cash))
            cards.append(Told(lead, self.tr("It comes out of this shift's drawer."), icon="cash"))
        else:
            cards.append(Told(self.tr("No cash is handed back."), icon="cash"))
        header = self._header
        if cash > 0 and prepared.act is not Act.CORRECTION:
            currency = self._counter.state.currency
            header = header.with_amount(self.tr("Hand back"), cash, currency)
            header = replace(header, done=True)
        self._tell(
            self.tr("It is done"), tuple(cards), header, self.tr("The slip is being printed")
        )

    def _on_put_on_list(self, _prepared: PreparedAct) -> None:
        card = Told(
            self.tr("It waits for approval."),
            self.tr(
                "Nothing was changed, pay nothing out. A supervisor finds it on the list; then"
                " you carry it out."
            ),
        )
        self._tell(
            self.tr("It is on the list"), (card,), self._header, self.tr("The shift goes on")
        )

    def _tell(
        self, question: str, cards: tuple[Told, ...], header: HeaderContent, detail: str
    ) -> None:
        key = NextKeyContent(self.tr("Go on"), detail)
        self._told().begin(question, cards, header, key)
        self._counter.navigator.show(self._told().objectName())

    def _stored_words(self, act: Act, number: str, corrected: str) -> str:
        words = {
            Act.REVERSAL: self.tr("Receipt {receipt} is reversed by {number}."),
            Act.MOVE: self.tr("Receipt {receipt} is booked to the right account by {number}."),
            Act.CORRECTION: self.tr("Receipt {receipt} is put right by {number}."),
            Act.REFUND: self.tr("The credit is paid out by {number}."),
            Act.BOUNCE: self.tr("The cheque of receipt {receipt} is taken back by {number}."),
        }
        return words[act].format(receipt=corrected, number=number)
