"""Filling the running basket: find, scan, mark, take out, park; Find and Bills in front."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.queue import TicketOpened
from ui.counter_state import CounterState
from ui.flow.calling import Calling
from ui.flow.lookups import Lookups
from ui.flow.payment_screens import PaymentScreens
from ui.flow.recorder import Recorder
from ui.keys import Key
from ui.main_window import MainWindow
from ui.messages import message_for
from ui.models.account_words import basket_words, paid_words, ticket_words
from ui.models.basket import AlreadyInBasket, RunningBasket
from ui.navigator import Navigator
from ui.screens.bills import BillsScreen
from ui.screens.find import FindScreen
from ui.screens.pay import PayScreen
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.keys import KeyHint

_SELLING = {"find", "bills", "pay"}
_TAKES_SCANS = {*_SELLING, "paid", "receipts"}


class BasketFlow(QObject):
    """Owns the running basket and the parked one; the screens show them and ask for changes."""

    next_customer_started = Signal()
    accounts_changed = Signal()
    """Another account was opened, or one was left."""

    def __init__(
        self, window: MainWindow, navigator: Navigator, state: CounterState,
        screens: PaymentScreens, lookups: Lookups, recorder: Recorder, *, calling: Calling,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._navigator, self._state = navigator, state
        self._screens, self._recorder, self._calling = screens, recorder, calling
        calling.said.connect(self._on_called)
        self._now = RunningBasket()
        self._parked: RunningBasket | None = None
        self.lookups = lookups
        self.lookups.opened.connect(self._on_account_opened)
        self.lookups.bill_opened.connect(self._on_bill_opened)
        self.lookups.ticket_opened.connect(self._on_ticket_opened)
        self.lookups.failed.connect(self._on_lookup_failed)
        self.lookups.late.connect(self._give_back)

    @property
    def _may_sell(self) -> bool:
        shift = self._state.signed_in.shift
        return shift is not None and shift.state == "open"

    @property
    def basket(self) -> RunningBasket:
        """The accounts that are open now."""
        return self._now

    @property
    def _basket(self) -> RunningBasket:
        return self._now

    @_basket.setter
    def _basket(self, basket: RunningBasket) -> None:
        before, self._now = self._now, basket
        if basket.accounts != before.accounts:
            self.accounts_changed.emit()

    @property
    def parked(self) -> RunningBasket | None:
        """The basket that waits for its customer, if any."""
        return self._parked

    def connect_screens(self) -> None:
        """Once, when the screens are known; each is connected when it is built."""
        when_built = self._navigator.when_built
        when_built("find", FindScreen, self._connect_find)
        when_built("bills", BillsScreen, self._connect_bills)
        when_built("pay", PayScreen, self._connect_pay)

    def _connect_find(self, find: FindScreen) -> None:
        find.account_chosen.connect(self._on_account_chosen)
        find.left.connect(self._on_find_left)
        find.bind(Key.F10, self._on_find_f10_pressed)
        find.bind(Key.F11, self._on_find_f11_pressed)
        find.bind(Key.F12, self._on_find_f12_pressed)
        find.find_asked.connect(self._to_find)

    def _connect_bills(self, bills: BillsScreen) -> None:
        bills.mark_pressed.connect(self._on_mark_pressed)
        bills.remove_pressed.connect(self._on_remove_pressed)
        bills.pay_asked.connect(self._on_pay_asked)
        bills.cash_begun.connect(self._on_cash_begun)
        bills.minimum_asked.connect(self._on_minimum_asked)
        bills.park_asked.connect(self._park)
        bills.together_asked.connect(self._on_together_asked)
        bills.left.connect(self._on_bills_left)
        bills.find_asked.connect(self._to_find)

    def _connect_pay(self, pay: PayScreen) -> None:
        pay.left.connect(self.to_bills)
        pay.together_asked.connect(self._on_together_asked)
        pay.find_asked.connect(self._to_find)

    def next_customer(self, typed: str = "") -> None:
        """Find, empty, caret in the box; nothing is left of the customer before."""
        self.lookups.forget()
        self._release(self._basket)
        self._basket = RunningBasket()
        self._clear_pay()
        self._screens.find.clear()
        self._show_find_frame()
        self._navigator.start_at("find")
        self.next_customer_started.emit()
        if typed:
            self._screens.find.start_with(typed)

    def end(self) -> None:
        """The basket is paid; the payment itself gave the heading account's claim back."""
        self._release(RunningBasket(self._basket.accounts[1:]))
        self._basket = RunningBasket()
        self._clear_pay()

    def _clear_pay(self) -> None:
        """Not built yet, it is empty: the first customer's box does not wait for it."""
        if self._navigator.is_built("pay"):
            self._screens.pay.clear()

    def forget(self) -> None:
        """Sign-out: no basket, no entry, nothing parked."""
        self.lookups.forget()
        self._parked = None
        self._basket = RunningBasket()
        self._calling.forget()
        self._clear_pay()
        self._screens.find.clear()

    def _to_find(self) -> None:
        """Another customer for the same payment; Esc leads back."""
        self._screens.find.clear()
        self._show_find_frame()
        self._navigator.show("find")

    def to_bills(self, banner: BannerContent | None = None) -> None:
        self._screens.bills.show_basket(self._basket, banner)
        self._navigator.show("bills")

    def to_pay(self, *, exact: bool, banner: BannerContent | None = None) -> None:
        self._screens.pay.show_basket(self._basket, exact=exact, banner=banner)
        self._navigator.show("pay")

    def _show_find_frame(self) -> None:
        running = not self._basket.is_empty
        self._screens.find.set_header(self._screens.find_header(self._basket))
        self._screens.find.set_way_back(self.tr("Back to the bills") if running else "")
        self._screens.find.set_more_keys(self._find_keys())
        self._screens.find.set_frame(banner=None)

    def _find_keys(self) -> tuple[KeyHint, ...]:
        if not self._basket.is_empty:
            return (KeyHint("F11", self.tr("Drop the basket")), KeyHint("F12", self.tr("Park")))
        if self._parked is not None:
            parked = self.tr("Resume {basket}").format(basket=basket_words(self._parked))
            keys = self._calling.keys() or (KeyHint("F9", self.tr("Receipts")),)
            return (*keys, KeyHint("F12", parked))
        return (KeyHint("F9", self.tr("Receipts")), *self._calling.keys())

    def say(self, banner: BannerContent) -> None:
        """News on the screen in front, whichever of ours it is."""
        screens = {"bills": self._screens.bills, "pay": self._screens.pay}
        screen = screens.get(self._navigator.current, self._screens.find)
        screen.set_frame(banner=banner)

    def _release(self, basket: RunningBasket) -> None:
        for account in basket.accounts:
            self._recorder.put(partial(self.lookups.release, account.account_id))

    # Finding and filling the basket

    def scanned(self, code: str) -> None:
        """A code from the scanner, on whichever screen is in front; a cover takes none."""
        current = self._navigator.current
        if self._navigator.is_covered:
            return
        if current not in _TAKES_SCANS or not self._may_sell:
            if current:
                self._navigator.screen(current).scanned(code)
            return
        if self._screens.pay.is_saving:
            return
        if current == "paid" or (current == "receipts" and self._basket.is_empty):
            self.next_customer()
        self.lookups.open_scanned(code)

    def _on_account_chosen(self, account_id: int) -> None:
        """A second Enter before the answer opens nothing twice."""
        if not self.lookups.is_busy:
            self.lookups.open_account(account_id)

    def _is_late(self, opened: AccountOpened | TicketOpened) -> bool:
        """Given back where its customer is not in front any more: F8 was quicker, or a cheque."""
        if self._navigator.current in _SELLING:
            return False
        self._give_back(opened)
        return True

    def _give_back(self, opened: AccountOpened | TicketOpened) -> None:
        """The claim of an account that is not in the basket."""
        account = opened.account if isinstance(opened, TicketOpened) else opened
        if not self._basket.has_account(account.account_id):
            self._recorder.put(partial(self.lookups.release, account.account_id))

    def _on_account_opened(self, opened: AccountOpened) -> None:
        if self._is_late(opened):
            return
        if self._basket.has_account(opened.account_id):
            self._basket = self._basket.refreshed(opened)
            self.to_bills()
            return
        first = self._basket.is_empty
        self._basket = self._basket.with_account(opened)
        if first and len(opened.bills) == 1:
            self.to_pay(exact=True, banner=self._screens.alert(self._basket))
            self._screens.pay.await_second_look()
        else:
            self.to_bills()

    def _on_bill_opened(self, opened: AccountOpened) -> None:
        if self._is_late(opened):
            return
        bill_id = opened.scanned_bill_id
        if bill_id not in {bill.bill_id for bill in opened.bills}:
            self._on_settled_bill(opened)
            return
        try:
            self._basket = self._basket.with_bill(opened, bill_id or 0)
        except AlreadyInBasket:
            self.say(self._twice(opened.scanned_bill_no))
            return
        if self._navigator.current == "bills":
            self.to_bills()
            self._screens.bills.choose_bill(bill_id or 0)
        else:
            self.to_pay(exact=True, banner=self._screens.alert(self._basket))

    def _on_ticket_opened(self, slip: TicketOpened) -> None:
        """The slip of a queue number: its bills are in the basket, and Pay asks for the money."""
        if self._is_late(slip):
            return
        if not slip.open_ids:
            banner = ticket_words(slip)
            if self._basket.is_empty:
                self._basket = self._basket.with_account(slip.account)
                self.to_bills(banner)
                return
            self.say(banner)
            self._give_back(slip)
            return
        self._basket = self._basket.with_ticket(slip)
        gone = ticket_words(slip) if slip.gone else None
        self.to_pay(exact=True, banner=gone or self._screens.alert(self._basket))

    def _on_settled_bill(self, opened: AccountOpened) -> None:
        """A scanned bill that is not open any more: by whom, where and when it was paid."""
        banner = self._settled_banner(opened)
        if self._basket.is_empty:
            self._basket = self._basket.with_account(opened)
            self.to_bills(banner)
            return
        self.say(banner)
        self._give_back(opened)

    def _settled_banner(self, opened: AccountOpened) -> BannerContent:
        lead = self.tr("Bill {number} is not open any more.").format(number=opened.scanned_bill_no)
        paid = opened.scanned_paid_by
        if paid is None:
            return BannerContent(Gravity.LOOK, lead, self.tr("Nothing is to be paid for it."))
        text = paid_words(paid, self._state.local, self._screens.around.today)
        return BannerContent(Gravity.LOOK, text, self.tr("Take no money for it."))

    def _twice(self, number: str) -> BannerContent:
        lead = self.tr("Bill {number} is in this payment already.").format(number=number)
        return BannerContent(Gravity.LOOK, lead, self.tr("It counts once."))

    def _on_lookup_failed(self, error: CashierError, code: str) -> None:
        if isinstance(error, Refused) and code:
            error = Refused(error.code, {**error.facts, "bill_no": code})
            if self._basket.is_empty:
                self._screens.find.start_with(code)
        self._state.set_server_answers(error.code != "server_unreachable")
        self.say(message_for(error).banner)

    def _on_together_asked(self) -> None:
        """Open what was paid with this account last time; a second key opens nothing twice."""
        if self.lookups.is_busy:
            return
        head = self._basket.head.account_id
        for account in self._basket.offered:
            self.lookups.read_again(account.account_id, partial(self._on_together_opened, head))

    def _on_together_opened(self, head: int, opened: AccountOpened) -> None:
        """Into the basket that asked; it may be on its way, or the next customer's by now."""
        changed = self._basket.is_empty or self._basket.head.account_id != head
        if changed or self._screens.pay.is_saving:
            self._give_back(opened)
            return
        if self._is_late(opened):
            return
        self._basket = self._basket.with_account(opened)
        if self._navigator.current == "pay":
            self.to_pay(exact=True, banner=self._screens.alert(self._basket))
        else:
            self.to_bills()

    def _on_pay_asked(self) -> None:
        self.to_pay(exact=False)
        self._screens.pay.await_second_look()

    def _on_cash_begun(self, typed: str) -> None:
        """Who has the money in hand types it: no Enter between the bills and their amount."""
        self.to_pay(exact=False)
        self._screens.pay.begin_with(typed)

    def _on_mark_pressed(self, bill_id: int) -> None:
        self._basket = self._basket.toggled(bill_id)
        self._screens.bills.show_basket(self._basket)

    def _on_minimum_asked(self) -> None:
        """Only what keeps the supply on: the amount stands in the field, Enter takes it."""
        self._basket = self._basket.only(self._basket.to_keep_supply(self._screens.around.today))
        self.to_pay(exact=True)

    def _on_remove_pressed(self, bill_id: int) -> None:
        before = self._basket
        self._basket = before.without_bill(bill_id)
        kept = {account.account_id for account in self._basket.accounts}
        gone = tuple(a for a in before.accounts if a.account_id not in kept)
        self._release(RunningBasket(gone))
        self._screens.bills.show_basket(self._basket)

    def _on_find_left(self) -> None:
        if not self._basket.is_empty:
            self.to_bills()

    def _on_bills_left(self) -> None:
        """One step back: a single account is given back, a shared basket stays."""
        if self._basket.is_shared:
            self._to_find()
        else:
            self.next_customer()

    def _on_find_f10_pressed(self) -> None:
        if self._basket.is_empty:
            self._calling.call_next()

    def _on_find_f11_pressed(self) -> None:
        if not self._basket.is_empty:
            self.next_customer()
        elif self._parked is None:
            self._calling.call_again()

    def _on_called(self, banner: BannerContent) -> None:
        """Said on Find alone: whoever was opened meanwhile is served first."""
        if self._basket.is_empty and self._navigator.current == "find":
            self.say(banner)

    def _on_find_f12_pressed(self) -> None:
        if not self._basket.is_empty:
            self._park()
        elif self._parked is not None:
            self._resume_parked(self._parked)

    def _park(self) -> None:
        """Keep the basket for its customer and serve the next one."""
        if self._parked is not None:
            lead = self.tr("A basket is parked already.")
            self.say(BannerContent(Gravity.LOOK, lead, self.tr("Resume or pay that one first.")))
            return
        self._parked = self._basket
        self.next_customer()

    def _resume_parked(self, parked: RunningBasket) -> None:
        """Its accounts are read again: they may have changed while it waited."""
        self._parked = None
        self._basket = parked
        self.to_bills()
        self.read_again()

    def read_again(self, account_id: int | None = None) -> None:
        """Read the basket's accounts again, or one of them; the screen in front follows."""
        for account in self._basket.accounts:
            if account_id in {None, account.account_id}:
                self.lookups.read_again(account.account_id, self._on_read_again)

    def _on_read_again(self, opened: AccountOpened) -> None:
        self._basket = self._basket.refreshed(opened)
        current = self._navigator.current
        if current not in {"pay", "bills"}:
            if self._navigator.is_built("pay") and self._basket.marked_bills:
                self._screens.pay.show_again(self._basket, None)
            return
        news = self._navigator.screen(current).frame.banner
        if current == "pay" and self._basket.marked_bills:
            self._screens.pay.show_again(self._basket, news)
        else:
            self.to_bills(news)
