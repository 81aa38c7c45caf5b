"""The screens of a payment, built when the currency and the rules are known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.allocation import plan_payment
from cashier_app.domain.money import ZERO
from cashier_app.domain.utility import Denomination, SignedIn
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow.unknown import ASK_AGAIN_SECONDS
from ui.main_window import empty_header
from ui.models.account_words import alert_of, header_of
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.navigator import Navigator
from ui.screen import Screen
from ui.screens.bills import BillsScreen
from ui.screens.find import FindOperations, FindScreen
from ui.screens.paid import PaidScreen
from ui.screens.pay import PayScreen
from ui.screens.tender import TenderScreen
from ui.screens.undo import UndoScreen
from ui.screens.unknown import UnknownScreen
from ui.tasks import Operation, Tasks
from ui.widgets.banner import BannerContent
from ui.widgets.header import HeaderContent

S = TypeVar("S", bound=Screen)


class PaymentScreens:
    """Screens by name and type; `register` once, after sign-in."""

    def __init__(
        self, navigator: Navigator, tasks: Tasks, state: CounterState, program: Program
    ) -> None:
        self._navigator, self._tasks = navigator, tasks
        self._state, self._program = state, program
        self._known: SignedIn | None = None

    @property
    def around(self) -> Surroundings:
        """Currency, today and local time of the utility."""
        return Surroundings(self._state.currency, self._today, self._state.local)

    def register(self) -> None:
        """Say how each screen is built; `follow_rules` comes first."""
        around = self.around
        register = self._navigator.register
        register("find", self._make_find)
        register("bills", partial(BillsScreen, around))
        register("pay", lambda: PayScreen(around, *self._pay_rules()))
        register("tender", lambda: TenderScreen(around, self._facts.rules))
        register("paid", lambda: PaidScreen(around, self._facts.denominations))
        register(
            "unknown",
            lambda: UnknownScreen(around, ASK_AGAIN_SECONDS, self._facts.rules.set_aside_seconds),
        )
        register("undo", partial(UndoScreen, around))

    def follow_rules(self) -> None:
        """What this sign-in brought, also for screens that were built under an earlier one."""
        self._known = self._state.signed_in
        rules, is_built = self._facts.rules, self._navigator.is_built
        if is_built("pay"):
            self.pay.set_rules(*self._pay_rules())
        if is_built("tender"):
            self.tender.set_rules(rules)
        if is_built("paid"):
            self.paid.set_denominations(self._facts.denominations)
        if is_built("unknown"):
            self.unknown.set_aside_after(rules.set_aside_seconds)

    @property
    def find(self) -> FindScreen:
        """The search box."""
        return self._screen("find", FindScreen)

    @property
    def bills(self) -> BillsScreen:
        """The bills and their marks."""
        return self._screen("bills", BillsScreen)

    @property
    def pay(self) -> PayScreen:
        """The cash received."""
        return self._screen("pay", PayScreen)

    @property
    def tender(self) -> TenderScreen:
        """What a cheque or card slip says."""
        return self._screen("tender", TenderScreen)

    @property
    def paid(self) -> PaidScreen:
        """Hand back."""
        return self._screen("paid", PaidScreen)

    @property
    def unknown(self) -> UnknownScreen:
        """The wait for an unknown outcome."""
        return self._screen("unknown", UnknownScreen)

    @property
    def undo(self) -> UndoScreen:
        """The undo of the last receipt."""
        return self._screen("undo", UndoScreen)

    def find_header(self, basket: RunningBasket) -> HeaderContent:
        """No account open; or what the running basket comes to."""
        if not basket.is_empty:
            due = plan_payment(basket.to_pay(), ZERO).left_to_pay
            return header_of(basket, self._state.currency, due)
        signed_in = self._state.signed_in
        place = QCoreApplication.translate("PaymentFlow", "{utility}, {counter}")
        names = place.format(utility=signed_in.utility.name, counter=signed_in.counter.name)
        return empty_header((names,))

    def alert(self, basket: RunningBasket) -> BannerContent | None:
        """What to know of the accounts when Bills is skipped."""
        return alert_of(basket, self.around.today, self._state.local, self.around.currency)

    @property
    def _facts(self) -> SignedIn:
        """Of whoever came last: a screen may be built after they have gone."""
        if self._known is None:
            raise LookupError("nobody has signed in")
        return self._known

    def _pay_rules(self) -> tuple[tuple[Denomination, ...], Decimal, int]:
        facts = self._facts
        return facts.denominations, facts.utility.cash_step, facts.rules.implausible_factor

    def _make_find(self) -> FindScreen:
        find = self._program.lookup.find
        operations = FindOperations(
            lambda text: Operation(partial(find, text), latest="find", name="find")
        )
        return FindScreen(self._tasks, operations, self._state.currency)

    def _today(self) -> date:
        return self._state.local(self._program.clock.now()).date()

    def _screen(self, name: str, kind: type[S]) -> S:
        screen = self._navigator.screen(name)
        if not isinstance(screen, kind):
            raise TypeError(f"{name} is a {type(screen).__name__}")
        return screen
