"""The hall's safe: opened once, counted, and emptied into bags for the bank."""

from __future__ import annotations

from cashier_app.domain.drawer import CashKind, KeepSafe, SafeLine
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.shifts import Pieces, counted
from ui.flow import safe_words, shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.cash_acting import CashActing
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.messages import message_for
from ui.screens.cash_form import CashFormScreen
from ui.screens.counting import CountGiven
from ui.screens.deposit import DepositScreen
from ui.screens.pieces import PiecesScreen
from ui.screens.safe import SafeScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class SafeFlow(ActivityFlow):
    """Ledger, one act, ledger again."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._lines: tuple[SafeLine, ...] = ()
        self._kind = CashKind.SAFE_COUNT
        self._pieces: tuple[Pieces, ...] = ()
        self._screen = SafeScreen()
        counter.navigator.add(self._screen)
        self._screen.left.connect(self.left)
        self._screen.action_asked.connect(self._on_row_asked)
        self._acting = CashActing(counter, "safe", self)
        self._acting.done.connect(self.start)
        self._count = ScreenOnce(counter.navigator, self._make_count)
        self._why = ScreenOnce(counter.navigator, self._make_why)
        self._deposit = ScreenOnce(counter.navigator, self._make_deposit)

    @property
    def _forms(self) -> tuple[MadeOnce[PiecesScreen | CashFormScreen | DepositScreen], ...]:
        return self._count, self._why, self._deposit

    def _make_count(self) -> PiecesScreen:
        screen = PiecesScreen("safe_count")
        screen.left.connect(self.counter.navigator.back)
        screen.count_given.connect(self._on_counted)
        return screen

    def _make_why(self) -> CashFormScreen:
        screen = CashFormScreen("safe_why")
        screen.left.connect(self.counter.navigator.back)
        screen.given.connect(lambda _amount, reason: self._send(reason))
        return screen

    def _make_deposit(self) -> DepositScreen:
        screen = DepositScreen()
        screen.left.connect(self.counter.navigator.back)
        screen.given.connect(self._on_bag_given)
        return screen

    def start(self) -> None:
        self._lines, self._pieces = (), ()
        self._screen.begin((), self._header(), (), ("", ()))
        self._screen.tell("")
        waiting = NextKeyContent(self.tr("Wait"), self.tr("Reading the ledger"), waiting=True)
        self._screen.set_frame(next_key=waiting)
        self.counter.navigator.show("safe")
        cash = self.counter.program.cash
        operation = Operation(cash.safe_lines, latest="safe_lines", name="safe_ledger")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_not_read)

    def stop(self) -> None:
        self._lines, self._pieces = (), ()
        self._acting.stop()

    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state, "lock")

    def _on_read(self, lines: tuple[SafeLine, ...]) -> None:
        self._lines = lines
        state = self.counter.state
        self._screen.begin(
            safe_words.actions(is_open=bool(lines)),
            safe_words.header(self._header(), lines, state.currency),
            safe_words.rows(lines, state.currency, state.local),
            (self.tr("Today"),
             safe_words.today(lines, state.signed_in.business_date, state.currency)),
        )  # fmt: skip
        if not lines:
            self._screen.tell(
                self.tr("The safe's ledger is not open yet."),
                self.tr("Count what is in the safe. From then on every float, drop and count"
                        " of a drawer is a line of it."),
                Tone.WARN,
            )  # fmt: skip
        else:
            self._screen.tell("")

    def _on_not_read(self, error: CashierError) -> bool:
        message = message_for(error)
        self._screen.tell(message.lead, message.text, Tone.WARN)
        return False

    def _on_row_asked(self, name: str) -> None:
        self._kind = CashKind(name)
        state = self.counter.state
        self._count().begin_count(
            state.signed_in.denominations, state.currency, self._header(),
            safe_words.count_words(self._kind),
            may_be_none=self._kind is not CashKind.SAFE_DEPOSIT,
        )  # fmt: skip
        self.counter.navigator.show("safe_count")

    def _on_counted(self, given: CountGiven) -> None:
        """A count that agrees needs no reason."""
        self._pieces = given.pieces
        held = self._lines[0].balance_after if self._lines else ZERO
        if self._kind is CashKind.SAFE_DEPOSIT:
            self._ask_for_bag()
        elif self._kind is CashKind.SAFE_COUNT and counted(given.pieces) != held:
            self._ask_why()
        else:
            self._send("")

    def _ask_for_bag(self) -> None:
        currency = self.counter.state.currency
        amount = counted(self._pieces)
        lines = safe_words.piece_lines(self._pieces, currency)
        act = self.tr("Take {amount} to the bank").format(amount=currency.show(amount))
        header = self._header().with_amount(self.tr("In the bag"), amount, currency)
        self._deposit().begin(act, self.tr("In the bag"), lines, header)
        self.counter.navigator.show("deposit")

    def _ask_why(self) -> None:
        currency = self.counter.state.currency
        held = self._lines[0].balance_after if self._lines else ZERO
        asked = safe_words.why_question(counted(self._pieces), held, currency)
        header = self._header().with_amount(
            self.tr("Counted in the safe"), counted(self._pieces), currency
        )
        self._why().begin(asked, currency, header)
        self.counter.navigator.show("safe_why")

    def _on_bag_given(self, bag: str, bank: str) -> None:
        self._send("", bag, bank)

    def _send(self, reason: str, bag: str = "", bank: str = "") -> None:
        program = self.counter.program
        person = self.counter.state.signed_in.person.user_name
        order = KeepSafe(
            program.new_request_id(), self._kind, self._pieces, reason, program.clock.now(), bag,
            bank,
        )  # fmt: skip
        front = self.counter.navigator.current
        for screen in made_of(*self._forms):
            if screen.objectName() == front:
                screen.wait(self.tr("Storing it"))
        self._acting.run(
            order.request_id, lambda: program.cash.keep_safe(order, person), self._header(),
            self._on_failed,
        )  # fmt: skip

    def _on_failed(self, error: CashierError) -> bool:
        """What the safe holds may have changed since: then the count needs its reason."""
        front = self.counter.navigator.current
        if getattr(error, "code", "") == "reason_missing" and front == "safe_count":
            self._count().show_banner(None)
            self._ask_why()
            return True
        for screen in made_of(*self._forms):
            if screen.objectName() == front:
                screen.show_failure(error)
        return True
