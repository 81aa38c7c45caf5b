"""Correct a receipt: find it by number, say what is wrong, have it approved, carry it out."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.allocation import rebook
from cashier_app.domain.corrections import (
    BounceCheque,
    ChequePaper,
    Correctable,
    CorrectionOrder,
    CorrectTender,
    MovePayment,
    ReversePayment,
    StandingCheque,
    StandingTender,
)
from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import TenderKind
from ui import dates
from ui.flow import shift_words
from ui.flow.account_by_number import account_by_number
from ui.flow.activities import ActivityFlow
from ui.flow.correcting import Correcting
from ui.flow.counter import Counter
from ui.flow.made_once import ScreenOnce
from ui.models.correction_words import act_word, standing_lines, tender_word
from ui.models.receipt_numbers import number_or_text
from ui.screens.approval import ApprovalQuestion
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.correct_menu import MOVE, REVERSE, TENDER, CorrectMenuScreen
from ui.screens.correct_tender import CorrectTenderScreen
from ui.screens.correct_words import Correction, ReasonScreen
from ui.screens.form import FormScreen
from ui.tasks import OnFailure, Operation
from ui.widgets.actions import Action
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

_BOUNCE = "bounce"


class CorrectFlow(ActivityFlow):
    """From "Which receipt?" to the slip."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._found: Correctable | None = None
        self._to: AccountOpened | None = None
        self._cheque: StandingCheque | None = None
        self._ask = AskNumberScreen("correct_find")
        counter.navigator.add(self._ask)
        self._ask.left.connect(self._on_back)
        self._correcting = Correcting(counter, "correct", self)
        self._correcting.left.connect(self._on_back)
        self._correcting.done.connect(self.left)
        self._ask.given.connect(self._on_number_given)
        self._ask_account = ScreenOnce(counter.navigator, self._make_ask_account)
        self._menu = ScreenOnce(counter.navigator, self._make_menu)
        self._reason = ScreenOnce(counter.navigator, self._make_reason)
        self._tender = ScreenOnce(counter.navigator, self._make_tender)

    def _make_ask_account(self) -> AskNumberScreen:
        screen = AskNumberScreen("correct_account")
        screen.left.connect(self._on_back)
        screen.given.connect(self._on_account_given)
        return screen

    def _make_menu(self) -> CorrectMenuScreen:
        screen = CorrectMenuScreen()
        screen.left.connect(self._on_back)
        screen.action_asked.connect(self._on_action_asked)
        return screen

    def _make_reason(self) -> ReasonScreen:
        screen = ReasonScreen("correct_reason", self.counter.state.currency)
        screen.left.connect(self._on_back)
        screen.given.connect(self._on_reason_given)
        return screen

    def _make_tender(self) -> CorrectTenderScreen:
        screen = CorrectTenderScreen(self.counter.state.currency)
        screen.left.connect(self._on_back)
        screen.given.connect(self._on_tender_given)
        return screen

    def start(self) -> None:
        self._found = self._to = self._cheque = None
        asked = NumberQuestion(
            self.tr("Which receipt is to be corrected?"), self.tr("Receipt number"),
            self.tr("Of any counter and any day"),
        )  # fmt: skip
        self._ask.begin(asked, self._header())
        self.counter.navigator.show("correct_find")

    def stop(self) -> None:
        self._found = self._to = self._cheque = None
        self._correcting.stop()

    def _header(self) -> HeaderContent:
        header = shift_words.person_header(self.counter.state, "receipt")
        found = self._found
        if found is None:
            return header
        receipt = found.receipt
        facts = (receipt.number, receipt.account_no)
        who = HeaderContent("receipt", receipt.customer_name, facts)
        return who.with_amount(self.tr("Paid"), found.net, self.counter.state.currency)

    def _on_back(self) -> None:
        if self.counter.navigator.current == "correct_find":
            self.left.emit()
        else:
            self.counter.navigator.back()

    # -- the receipt ---------------------------------------------------------------------

    def _on_number_given(self, text: str) -> None:
        code = self.counter.state.signed_in.counter.code
        number = number_or_text(text, code)
        corrections = self.counter.program.corrections
        self._ask.wait(self.tr("Looking it up"))
        operation = Operation(lambda: corrections.correctable(number), latest="correctable")
        self.counter.tasks.run(
            operation, self, self._on_found, on_failure=_failure_on(self._ask),
            on_bug=self._ask.go_on,
        )  # fmt: skip

    def _on_found(self, found: Correctable) -> None:
        self._ask.clear()
        self._ask.redraw()
        if found.undone_by:
            lead = self.tr("Receipt {receipt} was taken back by {number}.")
            words = lead.format(receipt=found.receipt.number, number=found.undone_by)
            text = self.tr("Nothing of it stands any more.")
            self._ask.tell(words, text)
            return
        self._found = found
        rights = self.counter.state.signed_in.person.rights
        actions = tuple(action for right, action in self._actions() if right in rights)
        if "bounce_cheque" in rights:
            actions += self._cheque_actions(found)
        lines = standing_lines(found, self.counter.state.currency, self._day(found))
        self._menu().begin(
            self.tr("Receipt {number}").format(number=found.receipt.number), lines, actions,
            self._header(),
        )  # fmt: skip
        self.counter.navigator.show("correct_menu")

    def _actions(self) -> tuple[tuple[str, Action], ...]:
        return (
            ("reverse_payment", Action(
                REVERSE, self.tr("All of it: reverse the receipt"),
                self.tr("All is as before it; cash goes back"), "undo")),
            ("move_payment", Action(
                MOVE, self.tr("The customer: move it to another account"),
                self.tr("Both accounts at once; no cash moves"), "arrow-right")),
            ("correct_tender", Action(
                TENDER, self.tr("The way of paying: cash, card or cheque"),
                self.tr("The payment stands as it is"), "card")),
        )  # fmt: skip

    def _cheque_actions(self, found: Correctable) -> tuple[Action, ...]:
        return tuple(
            Action(
                f"{_BOUNCE}{at}", self.tr("Cheque {number} came back").format(number=c.cheque_no),
                self.tr("Bills stand again, with the fee; cash only"), "cheque",
            )
            for at, c in enumerate(found.cheques)
        )  # fmt: skip

    def _day(self, found: Correctable) -> str:
        local = self.counter.state.local(found.receipt.stored_at)
        return f"{dates.weekday(local.date())}, {dates.clock(local)}"

    def _on_action_asked(self, name: str) -> None:
        found = self._found
        if found is None:
            return
        title = self.tr("Receipt {number}").format(number=found.receipt.number)
        if name == TENDER:
            self._tender().begin(found.tenders, title, self._lines(found), self._header())
            self.counter.navigator.show("correct_tender")
        elif name == MOVE:
            asked = NumberQuestion(
                self.tr("Which account is it for?"), self.tr("Account number"),
                self.tr("As it stands on the bill"), title, self._lines(found),
            )  # fmt: skip
            self._ask_account().begin(asked, self._header())
            self.counter.navigator.show("correct_account")
        elif name.startswith(_BOUNCE):
            self._ask_bounce(found, found.cheques[int(name.removeprefix(_BOUNCE))])
        else:
            self._ask_reason(found)

    def _lines(self, found: Correctable) -> tuple[LedgerLine, ...]:
        return standing_lines(found, self.counter.state.currency, self._day(found))

    # -- reverse and move ----------------------------------------------------------------

    def _ask_reason(self, found: Correctable) -> None:
        show = self.counter.state.currency.show
        self._to = self._cheque = None
        correction = Correction(
            self.tr("Why is the receipt reversed?"),
            self.tr("Reverse receipt {number}").format(number=found.receipt.number),
            self.tr(
                "Take the original receipt back. Afterwards {amount} in cash is handed back."
            ).format(amount=show(found.cash)),
            self.tr("Receipt {number}").format(number=found.receipt.number), self._lines(found),
        )  # fmt: skip
        self._reason().begin(correction, self._header())
        self.counter.navigator.show("correct_reason")

    def _ask_bounce(self, found: Correctable, cheque: StandingCheque) -> None:
        self._to, self._cheque = None, cheque
        show = self.counter.state.currency.show
        words = self.tr("Return cheque {number}")
        correction = Correction(
            self.tr("Why did the cheque come back?"),
            words.format(number=cheque.cheque_no),
            self.tr("The bills stand again with the fee, and the customer pays in cash only."),
            f"{cheque.bank}, {cheque.cheque_no}",
            (LedgerLine(self.tr("Cheque"), show(cheque.amount), rule="line"), *self._lines(found)),
            is_approver=self.counter.state.signed_in.person.may("approve", cheque.amount),
        )  # fmt: skip
        self._reason().begin(correction, self._header())
        self.counter.navigator.show("correct_reason")

    def _on_account_given(self, text: str) -> None:
        self._ask_account().wait(self.tr("Looking it up"))
        lookup = self.counter.program.lookup
        operation = Operation(lambda: account_by_number(lookup, text), latest="correct_account")
        self.counter.tasks.run(
            operation, self, self._on_account_found,
            on_failure=_failure_on(self._ask_account()), on_bug=self._ask_account().go_on,
        )  # fmt: skip

    def _on_account_found(self, opened: AccountOpened) -> None:
        found = self._found
        if found is None:
            return
        self._ask_account().clear()
        self._to, self._cheque = opened, None
        show = self.counter.state.currency.show
        allocations, left = rebook(opened.account_id, opened.bills, found.booked)
        lines = tuple(
            LedgerLine(
                self.tr("Bill {number}").format(number=a.bill_no), show(a.amount), weight="row",
                rule="line",
            )
            for a in allocations
        )  # fmt: skip
        if left:
            lines += (LedgerLine(self.tr("Kept as credit"), show(left), weight="row"),)
        correction = Correction(
            self.tr("Why is the payment moved?"),
            self.tr("Move {amount} to {name}").format(
                amount=show(found.booked), name=opened.customer_name
            ),
            self.tr("From {name}, {account}. No cash moves.").format(
                name=found.booked_name, account=found.booked_to
            ),
            f"{opened.customer_name}, {opened.account_no}", lines,
        )  # fmt: skip
        self._reason().begin(correction, self._header())
        self.counter.navigator.show("correct_reason")

    def _on_reason_given(self, reason: str, _amount: Decimal) -> None:
        found, opened = self._found, self._to
        if found is None:
            return
        now, request_id = self.counter.program.clock.now(), self.counter.program.new_request_id()
        number = found.receipt.number
        order: CorrectionOrder
        cheque = self._cheque
        if cheque is not None:
            self._bounce(
                BounceCheque(
                    request_id, cheque.entry_id, cheque.line_no, cheque.amount, reason, now
                )
            )
            return
        if opened is None:
            order = ReversePayment(request_id, number, found.net, reason, now)
            self._approve(order, ())
            return
        allocations, left = rebook(opened.account_id, opened.bills, found.booked)
        order = MovePayment(
            request_id, number, found.booked, opened.account_id, allocations, left, reason, now
        )
        to = LedgerLine(
            self.tr("To"), detail=f"{opened.customer_name}, {opened.account_no}", rule="line"
        )
        self._approve(order, (to,))

    # -- the way of paying ---------------------------------------------------------------

    def _on_tender_given(
        self, tender: StandingTender, kind: TenderKind, reason: str, cheque: ChequePaper | None
    ) -> None:
        found, program = self._found, self.counter.program
        if found is None:
            return
        order = CorrectTender(
            program.new_request_id(), found.receipt.number, tender.line_no, kind, tender.amount,
            reason, program.clock.now(), cheque,
        )  # fmt: skip
        show = self.counter.state.currency.show(tender.amount)
        change = LedgerLine(
            self.tr("{was} becomes {now}").format(
                was=tender_word(tender.kind), now=tender_word(kind).lower()
            ), show, rule="line", weight="row",
        )  # fmt: skip
        self._approve(order, (change,))

    def _bounce(self, order: BounceCheque) -> None:
        """Who may approve as much needs nobody else: no cash moves."""
        if not self.counter.state.signed_in.person.may("approve", order.amount):
            self._approve(order, ())
            return
        self._reason().wait(self.tr("Carrying it out"))
        prepared = self.counter.program.corrections.prepare(order)
        self._correcting.carry_out(prepared, self._header(), _failure_on(self._reason()))

    # -- the approval --------------------------------------------------------------------

    def _approve(self, order: CorrectionOrder, more: tuple[LedgerLine, ...]) -> None:
        found = self._found
        if found is None:
            return
        prepared = self.counter.program.corrections.prepare(order)
        receipt = found.receipt
        why = LedgerLine(self.tr("Reason"), detail=order.reason, rule="line")
        asked = ApprovalQuestion(
            act_word(prepared.act),
            (LedgerLine(receipt.number, detail=receipt.customer_name, rule="line"), *more, why,
             LedgerLine(self.tr("Amount"), self.counter.state.currency.show(prepared.amount),
                        weight="sum")),
        )  # fmt: skip
        self._correcting.ask(prepared, asked, self._header())


def _failure_on(screen: FormScreen) -> OnFailure:
    def show(error: CashierError) -> bool:
        screen.show_failure(error)
        return True

    return show
