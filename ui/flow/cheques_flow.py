"""The cheque register: lists, one list, its deposit to the bank, cleared, came back."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from cashier_app.domain.cheques import ChequeDeposit, ChequeState, RegisteredCheque
from cashier_app.domain.corrections import BounceCheque
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.printing import PrintResult
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.correcting import Correcting
from ui.flow.counter import Counter
from ui.flow.made_once import ScreenOnce, made_of
from ui.flow.papers import Papers, kept_sentence, paper_sentence
from ui.messages import message_for
from ui.models import words
from ui.models.correction_words import act_word
from ui.screens.approval import ApprovalQuestion
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.cheques import ChequeListsScreen, ChequesScreen, ListWords
from ui.screens.correct_words import Correction, ReasonScreen
from ui.screens.stored import StoredScreen
from ui.tasks import LaneName, Operation
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_PAGE = 200
_SHOWN = 10
"""Cheques of a deposit that the panel has room for."""
_SHOWN_STORED = 6


class ChequesFlow(ActivityFlow):
    """From the five lists to one of them and back."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._state = ChequeState.RECEIVED
        self._marked: tuple[RegisteredCheque, ...] = ()
        self._returned: RegisteredCheque | None = None
        self._told: BannerContent | None = None
        self._lists = ChequeListsScreen()
        counter.navigator.add(self._lists)
        self._deposit: ChequeDeposit | None = None
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._lists.left.connect(self.left)
        self._lists.action_asked.connect(self._on_list_asked)
        self._correcting = Correcting(counter, "cheques", self)
        self._correcting.left.connect(self._show_list)
        self._correcting.done.connect(self._read_again)
        self._list = ScreenOnce(counter.navigator, self._make_list)
        self._bank = ScreenOnce(counter.navigator, self._make_bank)
        self._reason = ScreenOnce(counter.navigator, self._make_reason)
        self._done = ScreenOnce(counter.navigator, self._make_done)

    def _make_list(self) -> ChequesScreen:
        screen = ChequesScreen()
        screen.left.connect(self._show_lists)
        screen.acted.connect(self._on_acted)
        screen.more_asked.connect(self._read)
        screen.return_asked.connect(self._on_return_asked)
        screen.deposit_asked.connect(self._on_deposit_asked)
        return screen

    def _make_bank(self) -> AskNumberScreen:
        screen = AskNumberScreen("cheque_bank")
        screen.left.connect(self._show_list)
        screen.given.connect(self._on_bank_given)
        return screen

    def _make_reason(self) -> ReasonScreen:
        screen = ReasonScreen("cheque_reason", self.counter.state.currency)
        screen.left.connect(self._show_list)
        screen.given.connect(self._on_reason_given)
        return screen

    def _make_done(self) -> StoredScreen:
        screen = StoredScreen("cheques_listed")
        screen.gone_on.connect(self._show_lists)
        screen.print_asked.connect(self._print_deposit)
        return screen

    def start(self) -> None:
        self._show_lists()

    def stop(self) -> None:
        self._marked, self._returned, self._told = (), None, None
        self._deposit = None
        for screen in made_of(self._bank, self._reason):
            screen.clear()
        self._correcting.stop()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _with(self, label: str, amount: Decimal) -> HeaderContent:
        return self._header.with_amount(label, amount, self.counter.state.currency)

    def _header_of(self, cheque: RegisteredCheque) -> HeaderContent:
        """A cheque that came back."""
        return self._with(self.tr("Cheque"), cheque.amount)

    def _show_lists(self) -> None:
        rows = (
            Action(
                ChequeState.RECEIVED, self.tr("Received"),
                self.tr("Not yet listed to the bank"), "cheque",
            ),
            Action(
                ChequeState.LISTED, self.tr("Listed to the bank"),
                self.tr("The bank has not answered yet"), "clock",
            ),
            Action(ChequeState.CLEARED, self.tr("Cleared"), self.tr("The bank has paid"), "check"),
            Action(
                ChequeState.BOUNCED, self.tr("Came back"),
                self.tr("Their bills stand again, with the fee"), "undo",
            ),
            Action(
                ChequeState.RETURNED, self.tr("Handed back"),
                self.tr("Their receipts were taken back or put right"), "arrow-left",
            ),
        )  # fmt: skip
        self._lists.begin(rows, self._header)
        self.counter.navigator.show("cheque_lists")

    def _on_list_asked(self, name: str) -> None:
        self._state = ChequeState(name)
        self._open_list()

    def _open_list(self) -> None:
        self._list().begin(self._words(), self._header, self.counter.state.currency)
        self._show_list()
        self._read(None)

    def _show_list(self) -> None:
        self.counter.navigator.show("cheques")

    def _words(self) -> ListWords:
        if self._state is ChequeState.RECEIVED:
            return ListWords(
                self.tr("Which cheques go to the bank?"), self.tr("List {n} for {amount}"),
                self.tr("As one deposit; the bank is asked next"),
                marked_up_to=self.counter.state.signed_in.business_date,
            )  # fmt: skip
        if self._state is ChequeState.LISTED:
            may_return = "bounce_cheque" in self.counter.state.signed_in.person.rights
            return ListWords(
                self.tr("Which cheques has the bank paid?"), self.tr("Clear {n} for {amount}"),
                self.tr("They cannot come back after this"), may_return=may_return,
            )  # fmt: skip
        questions = {
            ChequeState.CLEARED: self.tr("Cheques that the bank has paid"),
            ChequeState.BOUNCED: self.tr("Cheques that came back"),
            ChequeState.RETURNED: self.tr("Cheques that were handed back"),
        }
        return ListWords(questions[self._state])

    def _read(self, after: RegisteredCheque | None) -> None:
        state, register = self._state, self.counter.program.cheques.register
        operation = Operation(
            lambda: register(state, after), LaneName.COUNTER, latest="cheques", name="cheques"
        )
        on_read = partial(self._on_read, state)
        self.counter.tasks.run(operation, self, on_read, on_failure=self._on_not_read)

    def _on_read(self, state: ChequeState, cheques: tuple[RegisteredCheque, ...]) -> None:
        if state is not self._state:
            return  # another list is open by now
        self._list().show_cheques(cheques, may_go_on=len(cheques) == _PAGE)
        if self._told is not None:
            self._list().tell(self._told)
            self._told = None

    def _on_not_read(self, error: CashierError) -> bool:
        """Said on the list, whatever is in front by then."""
        self._list().tell(message_for(error).banner)
        return True

    def _read_again(self) -> None:
        """The list says what became of it; what else is marked stays so."""
        self._show_list()
        self._list().wait()
        self._read(None)

    def _on_failed(self, error: CashierError) -> bool:
        """Nothing was changed: the list is read again and says why."""
        self._told = message_for(error).banner
        self._show_list()
        self._list().tell(self._told)
        if isinstance(error, Refused):
            self._list().wait()
            self._read(None)
        return True

    # -- to the bank, and paid by it -----------------------------------------------------

    def _on_acted(self, marked: tuple[RegisteredCheque, ...]) -> None:
        self._marked = marked
        if self._state is ChequeState.LISTED:
            self._list().wait()
            clear = self.counter.program.cheques.clear
            operation = Operation(lambda: clear(marked), name="clear_cheques")
            self.counter.tasks.run(
                operation,
                self,
                self._on_cleared,
                on_failure=self._on_failed,
                on_bug=self._read_again,
            )
            return
        show = self.counter.state.currency.show
        lines = [
            LedgerLine(q.cheque_no, show(q.amount), detail=q.bank, rule="line")
            for q in marked[: _SHOWN - 4]
        ]
        if len(marked) > len(lines):
            more = self.tr("and {n} more").format(n=len(marked) - len(lines))
            lines.append(LedgerLine(more, tone="ink2"))
        total = LedgerLine(self.tr("Total"), show(_total(marked)), weight="sum")
        asked = NumberQuestion(
            self.tr("Which bank are they listed to?"), self.tr("Bank and branch"),
            self.tr("As on the deposit slip"),
            words.count_cheques(len(marked)), (*lines, total),
            self.tr("List them to this bank"), self.tr("As one deposit"),
        )  # fmt: skip
        self._bank().begin(asked, self._with(self.tr("To the bank"), _total(marked)))
        self.counter.navigator.show("cheque_bank")

    def _on_bank_given(self, bank: str) -> None:
        self._bank().wait(self.tr("Listing them"))
        marked, list_to_bank = self._marked, self.counter.program.cheques.list_to_bank
        operation = Operation(lambda: list_to_bank(bank, marked), name="list_cheques")
        self.counter.tasks.run(
            operation,
            self,
            self._on_listed,
            on_failure=self._on_not_listed,
            on_bug=self._read_again,
        )

    def _on_not_listed(self, error: CashierError) -> bool:
        """The bank stays typed, unless the cheques are others by now."""
        if isinstance(error, Refused):
            return self._on_failed(error)
        self._bank().show_failure(error)
        return True

    def _on_listed(self, deposit: ChequeDeposit) -> None:
        """The list and its paper: on the printer, and as an A4 page."""
        self._deposit = deposit
        show = self.counter.state.currency.show
        lines = [
            LedgerLine(self.tr("List"), str(deposit.deposit_id), rule="line"),
            LedgerLine(self.tr("Listed to"), detail=deposit.bank, rule="line"),
            *(
                LedgerLine(line.cheque_no, show(line.amount), detail=line.bank, rule="line")
                for line in deposit.lines[:_SHOWN_STORED]
            ),
        ]
        if len(deposit.lines) > _SHOWN_STORED:
            more = self.tr("and {n} more").format(n=len(deposit.lines) - _SHOWN_STORED)
            lines.append(LedgerLine(more, tone="ink2"))
        total = words.count_cheques(len(deposit.lines))
        lines.append(LedgerLine(total, show(deposit.total), weight="sum"))
        key = NextKeyContent(self.tr("Back to the register"), self.tr("They wait for the bank"))
        self._done().begin(
            self.tr("They are listed"), tuple(lines),
            self._with(self.tr("Listed to the bank"), deposit.total),
            self.tr("The list goes to the bank with the cheques; three sign it."), key,
        )  # fmt: skip
        self.counter.navigator.show("cheques_listed")
        self._print_deposit()

    def _print_deposit(self) -> None:
        deposit = self._deposit
        if deposit is not None:
            self._done().show_printing(self.tr("Printing the list"), Tone.QUIET)
            self._papers.print_cheques(deposit, self._on_deposit_printed)
            self._papers.keep_cheques(deposit, self._on_deposit_kept)

    def _on_deposit_printed(self, result: PrintResult) -> None:
        lead, tone, advice = paper_sentence(result)
        self._done().show_printing(lead, tone, advice)

    def _on_deposit_kept(self, path: str) -> None:
        self._done().show_kept(*kept_sentence(path))

    def _on_deposit_asked(self, cheque: RegisteredCheque) -> None:
        """The list that a cheque is on, on paper again."""
        deposit, number = self.counter.program.cheques.deposit, cheque.deposit_id
        if number is not None:
            self._list().wait()
            operation = Operation(lambda: deposit(number), name="cheque_deposit")
            self.counter.tasks.run(
                operation,
                self,
                self._on_listed,
                on_failure=self._on_failed,
                on_bug=self._read_again,
            )

    def _on_cleared(self, _nothing: None) -> None:
        show = self.counter.state.currency.show
        lead = self.tr("{cheques} cleared: {amount}.").format(
            cheques=words.count_cheques(len(self._marked)), amount=show(_total(self._marked))
        )
        self._told = BannerContent(Gravity.LOOK, lead, icon="check")
        self._read(None)

    # -- came back -----------------------------------------------------------------------

    def _on_return_asked(self, cheque: RegisteredCheque) -> None:
        if self.counter.state.signed_in.shift is None:
            lead = self.tr("A cheque is taken back in an open shift.")
            text = self.tr("Open your shift at a counter, then come here again.")
            self._list().tell(BannerContent(Gravity.LOOK, lead, text))
            return
        self._returned = cheque
        show = self.counter.state.currency.show
        act = self.tr("Return cheque {number}")
        lines = (
            LedgerLine(self.tr("Receipt"), cheque.receipt_no, rule="line"),
            LedgerLine(self.tr("Account"), cheque.account_no, rule="line"),
            LedgerLine(self.tr("Amount"), show(cheque.amount), weight="sum"),
        )
        correction = Correction(
            self.tr("Why did the cheque come back?"),
            act.format(number=cheque.cheque_no),
            self.tr("The bills stand again with the fee, and the customer pays in cash only."),
            cheque.customer_name, lines, is_approver=self._may_approve(cheque.amount),
        )  # fmt: skip
        self._reason().begin(correction, self._header_of(cheque))
        self.counter.navigator.show("cheque_reason")

    def _may_approve(self, amount: Decimal) -> bool:
        """No cash moves: who may approve as much needs nobody else."""
        return self.counter.state.signed_in.person.may("approve", amount)

    def _on_reason_given(self, reason: str, _amount: Decimal) -> None:
        cheque, program = self._returned, self.counter.program
        if cheque is None:
            return
        order = BounceCheque(
            program.new_request_id(), cheque.entry_id, cheque.line_no, cheque.amount, reason,
            program.clock.now(),
        )  # fmt: skip
        prepared = program.corrections.prepare(order)
        if self._may_approve(cheque.amount):
            self._reason().wait(self.tr("Carrying it out"))
            header = self._header_of(cheque)
            self._correcting.carry_out(prepared, header, self._on_return_failed)
            return
        show = self.counter.state.currency.show
        asked = ApprovalQuestion(
            act_word(prepared.act),
            (LedgerLine(cheque.receipt_no, detail=cheque.customer_name, rule="line"),
             LedgerLine(self.tr("Reason"), detail=reason, rule="line"),
             LedgerLine(self.tr("Amount"), show(cheque.amount), weight="sum")),
        )  # fmt: skip
        self._correcting.ask(prepared, asked, self._header_of(cheque))

    def _on_return_failed(self, error: CashierError) -> bool:
        self._reason().show_failure(error)
        return True


def _total(cheques: tuple[RegisteredCheque, ...]) -> Decimal:
    return sum((cheque.amount for cheque in cheques), Decimal(0))
