"""Cheques and card slips beside the cash: from Pay to what is written on one, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from cashier_app.domain.payments import TenderKind, TenderOrder
from ui.counter_state import CounterState
from ui.flow.payment_screens import PaymentScreens
from ui.models.account_words import header_of
from ui.models.basket import RunningBasket
from ui.navigator import Navigator
from ui.screens.pay import PayScreen
from ui.screens.tender import TenderAsked, TenderScreen


class TenderFlow(QObject):
    """Pay keeps the tenders; this shows the screen that asks for one of them."""

    def __init__(
        self, navigator: Navigator, state: CounterState, screens: PaymentScreens,
        basket: Callable[[], RunningBasket], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._navigator, self._state, self._screens = navigator, state, screens
        self._basket = basket

    def connect_screens(self) -> None:
        """Once, when the screens are known; each is connected when it is built."""
        self._navigator.when_built("pay", PayScreen, self._connect_pay)
        self._navigator.when_built("tender", TenderScreen, self._connect_tender)

    def _connect_pay(self, pay: PayScreen) -> None:
        pay.tender_asked.connect(self._on_tender_asked)
        pay.forgotten.connect(self._on_forgotten)

    def _connect_tender(self, tender: TenderScreen) -> None:
        tender.kind_asked.connect(self._on_tender_asked)
        tender.added.connect(self._on_added)
        tender.left.connect(self._on_left)

    def _on_forgotten(self) -> None:
        if self._navigator.is_built("tender"):
            self._screens.tender.clear()

    def _on_tender_asked(self, kind: TenderKind) -> None:
        pay, basket = self._screens.pay, self._basket()
        plan = pay.plan_with()
        shift = self._state.signed_in.shift
        asked = TenderAsked(
            kind, basket.to_pay(), pay.others, plan, pay.plan_with,
            shift.business_date if shift else self._screens.around.today,
        )  # fmt: skip
        header = header_of(basket, self._state.currency, plan.left_to_pay)
        self._screens.tender.begin(asked, header)
        self._navigator.show("tender")

    def _on_added(self, order: TenderOrder) -> None:
        self._screens.pay.add_tender(order)
        self._navigator.show("pay")
        self._screens.pay.await_second_look()

    def _on_left(self) -> None:
        self._navigator.show("pay")
