"""The main job: find, bills, pay, paid, and back to the next customer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.allocation import Plan
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.payments import PaymentTaken, Receipt, ReceiptSummary, Settled
from cashier_app.services.local_facts import LocalFacts
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow.lookups import Lookups
from ui.flow.payment_screens import PaymentScreens
from ui.flow.printing import PrintLane
from ui.flow.recorder import Recorder
from ui.flow.refusals import Remedy, remedy_for, told
from ui.flow.set_aside import slip_for, words_for_settled
from ui.flow.taking import Taking
from ui.keys import Key
from ui.main_window import MainWindow
from ui.messages import message_for
from ui.models.account_words import basket_words, paid_words
from ui.models.basket import AlreadyInBasket, RunningBasket
from ui.models.customer_view import (
    CustomerView,
    ViewKind,
    view_paid,
    view_to_pay,
    view_wait,
)
from ui.navigator import Navigator
from ui.scanner import Scanner
from ui.screens.paid import paid_header
from ui.screens.unknown import UnknownAct
from ui.tasks import Operation, Tasks
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


class PaymentFlow(QObject):
    """Owns the running basket; screens show it and ask for changes."""

    shift_asked = Signal()
    sign_out_asked = Signal()
    receipts_asked = Signal()
    view_changed = Signal(object)
    """A CustomerView for the customer's display."""

    def __init__(
        self, window: MainWindow, navigator: Navigator, tasks: Tasks, state: CounterState,
        program: Program, scanner: Scanner,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._navigator, self._tasks = window, navigator, tasks
        self._state, self._program = state, program
        self._basket = RunningBasket()
        self._parked: RunningBasket | None = None
        self._may_cancel = False
        self._remedy = Remedy.TRY_AGAIN
        self._sent_plan: Plan | None = None
        self.screens = PaymentScreens(navigator, tasks, state, program)
        self.lookups = Lookups(tasks, program.lookup, parent=self)
        self.taking = Taking(tasks, program, state, parent=self)
        self.recorder = Recorder(tasks, parent=self)
        self.printing = PrintLane(tasks, program, state, self.recorder, parent=self)
        self._news: list[BannerContent] = []
        self._notice: BannerContent | None = None
        self._is_connected = False
        self._connect_parts(scanner)

    @property
    def basket(self) -> RunningBasket:
        """The accounts that are open now."""
        return self._basket

    @property
    def parked(self) -> RunningBasket | None:
        """The basket that waits for its customer, if any."""
        return self._parked

    def start(self) -> None:
        """To Find, after sign-in with an open shift; unprinted receipts are offered in the tray."""
        self._connect_screens()
        self._next_customer()
        shift = self._state.signed_in.shift
        if shift is not None:
            operation = Operation(
                partial(self._program.receipts.unprinted, shift.shift_id), name="unprinted"
            )
            self._tasks.run(operation, self, self.printing.offer, on_failure=lambda _error: True)

    def _on_unprinted(self, summaries: tuple[ReceiptSummary, ...]) -> None:
        self.printing.offer(reversed(summaries))

    def stop(self) -> None:
        """Sign-out: nothing of the person, the customer or the papers stays."""
        if self._is_connected:
            self.screens.pay.clear()
            self.screens.find.clear()
        self.taking.settler.stop()
        self.taking.aside.stop()
        self.printing.forget()
        self._news.clear()
        self._parked = None
        self._set_basket(RunningBasket())
        self._show_notice()
        self.view_changed.emit(CustomerView(ViewKind.WELCOME))

    def is_idle(self) -> bool:
        """True when nobody is being served: no account open, nothing under way."""
        return self._basket.is_empty and not self.taking.is_busy and not self.lookups.is_busy

    def stop(self) -> None:
        """Somebody signs out: nothing of their customers stays; the next sign-in settles."""
        self.taking.aside.stop()
        self.printing.forget()
        self._parked = None
        self._set_basket(RunningBasket())

    def set_hint(self, facts: LocalFacts) -> None:
        """The demo's card: what to try first."""
        if facts.hint_code:
            text = self.tr("Scan or type {code}, then Enter").format(code=facts.hint_code)
            self.screens.find.set_hint(self.tr("Try this first"), ((text, facts.hint_name),))

    def _connect_parts(self, scanner: Scanner) -> None:
        scanner.scanned.connect(self._on_scanned)
        self.lookups.opened.connect(self._on_account_opened)
        self.lookups.bill_opened.connect(self._on_bill_opened)
        self.lookups.failed.connect(self._on_lookup_failed)
        self.taking.taken.connect(self._on_taken)
        self.taking.refused.connect(self._on_refused)
        self.taking.unknown.connect(self._on_unknown)
        self.taking.tried.connect(self._on_tried)
        self.taking.voided.connect(self._on_voided)
        self.taking.was_set_aside.connect(self._on_was_set_aside)
        self.taking.aside_settled.connect(self._on_aside_settled)
        self.printing.changed.connect(self._on_printing_changed)
        self._window.notice_pressed.connect(self._on_notice_pressed)

    def _connect_screens(self) -> None:
        """Screens know the currency, so they are built after sign-in, once."""
        if self._is_connected:
            return
        self._is_connected = True
        self.screens.register()
        find, bills = self.screens.find, self.screens.bills
        find.account_chosen.connect(self._on_account_chosen)
        find.left.connect(self._on_find_left)
        find.bind(Key.F9, self.receipts_asked.emit)
        find.bind(Key.F11, self._on_find_f11_pressed)
        find.bind(Key.F12, self._on_find_f12_pressed)
        bills.mark_pressed.connect(self._on_mark_pressed)
        bills.remove_pressed.connect(self._on_remove_pressed)
        bills.pay_asked.connect(partial(self._to_pay, exact=False))
        bills.park_asked.connect(self._park)
        bills.left.connect(self._on_bills_left)
        self._connect_pay()
        for screen in (find, bills, self.screens.pay, self.screens.paid):
            screen.shift_asked.connect(self.shift_asked)
            screen.find_asked.connect(self._to_find)

    def _connect_pay(self) -> None:
        pay, paid = self.screens.pay, self.screens.paid
        unknown, undo = self.screens.unknown, self.screens.undo
        pay.take_asked.connect(self._on_take_asked)
        pay.plan_changed.connect(self._on_plan_changed)
        pay.stop_pressed.connect(self._on_stop_pressed)
        pay.left.connect(self._to_bills)
        paid.next_customer_asked.connect(self._next_customer)
        paid.print_asked.connect(self._on_print_asked)
        paid.cancel_asked.connect(self._on_cancel_asked)
        unknown.set_aside_asked.connect(self.taking.set_aside)
        undo.undo_asked.connect(self._on_undo_asked)
        undo.left.connect(self._on_undo_left)

    # Where we are

    def _next_customer(self, typed: str = "") -> None:
        """Find, empty, caret in the box; nothing is left of the customer before."""
        self._release(self._basket)
        self._set_basket(RunningBasket())
        self._may_cancel = False
        self.screens.pay.clear()
        self.screens.find.clear()
        self._show_find_frame()
        self._navigator.start_at("find")
        self.view_changed.emit(CustomerView(ViewKind.WELCOME))
        if typed:
            self.screens.find.start_with(typed)

    def _to_find(self) -> None:
        """Another customer for the same payment; Esc leads back."""
        self.screens.find.clear()
        self._show_find_frame()
        self._navigator.show("find")

    def _to_bills(self, banner: BannerContent | None = None) -> None:
        self.screens.bills.show_basket(self._basket, banner)
        self._navigator.show("bills")

    def _to_pay(self, *, exact: bool, banner: BannerContent | None = None) -> None:
        self.screens.pay.show_basket(self._basket, exact=exact, banner=banner)
        self._navigator.show("pay")

    def _show_find_frame(self) -> None:
        running = not self._basket.is_empty
        self.screens.find.set_header(self.screens.find_header(self._basket))
        self.screens.find.set_way_back(self.tr("Back to the bills") if running else "")
        self.screens.find.set_more_keys(self._find_keys())
        self.screens.find.set_frame(banner=None)

    def _find_keys(self) -> tuple[KeyHint, ...]:
        if not self._basket.is_empty:
            return (KeyHint("F11", self.tr("Drop the basket")), KeyHint("F12", self.tr("Park")))
        if self._parked is not None:
            parked = self.tr("Resume {basket}").format(basket=basket_words(self._parked))
            return (KeyHint("F9", self.tr("Receipts")), KeyHint("F12", parked))
        return (KeyHint("F9", self.tr("Receipts")),)

    def _say(self, banner: BannerContent) -> None:
        """News on the screen in front, whichever of ours it is."""
        screens = {"bills": self.screens.bills, "pay": self.screens.pay}
        screen = screens.get(self._navigator.current, self.screens.find)
        screen.set_frame(banner=banner)

    def _set_basket(self, basket: RunningBasket) -> None:
        self._basket = basket

    def _release(self, basket: RunningBasket) -> None:
        for account in basket.accounts:
            self.recorder.put(partial(self._program.lookup.release, account.account_id))

    # Finding and filling the basket

    def _on_scanned(self, code: str) -> None:
        current = self._navigator.current
        if current == "undo":
            self.screens.undo.scanned(code)
        if current not in {"find", "bills", "pay", "paid"} or self.taking.is_busy:
            return
        if current == "paid":
            self._next_customer()
        self.lookups.open_scanned(code)

    def _on_account_chosen(self, account_id: int) -> None:
        """A second Enter before the answer opens nothing twice."""
        if not self.lookups.is_busy:
            self.lookups.open_account(account_id)

    def _on_account_opened(self, opened: AccountOpened) -> None:
        if self._basket.has_account(opened.account_id):
            self._set_basket(self._basket.refreshed(opened))
            self._to_bills()
            return
        first = self._basket.is_empty
        self._set_basket(self._basket.with_account(opened))
        if first and len(opened.bills) == 1:
            self._to_pay(exact=True, banner=self.screens.alert(self._basket))
        else:
            self._to_bills()

    def _on_bill_opened(self, opened: AccountOpened) -> None:
        bill_id = opened.scanned_bill_id
        if bill_id not in {bill.bill_id for bill in opened.bills}:
            self._on_settled_bill(opened)
            return
        try:
            self._set_basket(self._basket.with_bill(opened, bill_id or 0))
        except AlreadyInBasket:
            self._say(self._twice(opened.scanned_bill_no))
            return
        if self._navigator.current == "bills":
            self._to_bills()
            self.screens.bills.choose_bill(bill_id or 0)
        else:
            self._to_pay(exact=True, banner=self.screens.alert(self._basket))

    def _on_settled_bill(self, opened: AccountOpened) -> None:
        """A scanned bill that is not open any more: by whom, where and when it was paid."""
        banner = self._settled_banner(opened)
        if self._basket.is_empty:
            self._set_basket(self._basket.with_account(opened))
            self._to_bills(banner)
            return
        self._say(banner)
        if not self._basket.has_account(opened.account_id):
            self.recorder.put(partial(self._program.lookup.release, opened.account_id))

    def _settled_banner(self, opened: AccountOpened) -> BannerContent:
        lead = self.tr("Bill {number} is not open any more.").format(number=opened.scanned_bill_no)
        paid = opened.scanned_paid_by
        if paid is None:
            return BannerContent(Gravity.LOOK, lead, self.tr("Nothing is to be paid for it."))
        text = paid_words(paid, self._state.local, self.screens.around.today)
        return BannerContent(Gravity.LOOK, text, self.tr("Take no money for it."))

    def _twice(self, number: str) -> BannerContent:
        lead = self.tr("Bill {number} is in this payment already.").format(number=number)
        return BannerContent(Gravity.LOOK, lead, self.tr("It counts once."))

    def _on_lookup_failed(self, error: CashierError, code: str) -> None:
        if isinstance(error, Refused) and code:
            error = Refused(error.code, {**error.facts, "bill_no": code})
            if self._basket.is_empty:
                self.screens.find.start_with(code)
        self._state.set_server_answers(error.code != "server_unreachable")
        self._say(message_for(error).banner)

    def _on_mark_pressed(self, bill_id: int) -> None:
        self._set_basket(self._basket.toggled(bill_id))
        self.screens.bills.show_basket(self._basket)

    def _on_remove_pressed(self, bill_id: int) -> None:
        before = self._basket
        self._set_basket(before.without_bill(bill_id))
        kept = {account.account_id for account in self._basket.accounts}
        gone = tuple(a for a in before.accounts if a.account_id not in kept)
        self._release(RunningBasket(gone))
        self.screens.bills.show_basket(self._basket)

    def _on_find_left(self) -> None:
        if not self._basket.is_empty:
            self._to_bills()

    def _on_bills_left(self) -> None:
        """One step back: a single account is given back, a shared basket stays."""
        if self._basket.is_shared:
            self._to_find()
        else:
            self._next_customer()

    def _on_find_f11_pressed(self) -> None:
        if not self._basket.is_empty:
            self._next_customer()

    def _on_find_f12_pressed(self) -> None:
        if not self._basket.is_empty:
            self._park()
        elif self._parked is not None:
            self._resume_parked(self._parked)

    def _park(self) -> None:
        """Keep the basket for its customer and serve the next one."""
        if self._parked is not None:
            lead = self.tr("A basket is parked already.")
            self._say(BannerContent(Gravity.LOOK, lead, self.tr("Resume or pay that one first.")))
            return
        self._parked = self._basket
        self._next_customer()

    def _resume_parked(self, parked: RunningBasket) -> None:
        """Its accounts are read again: they may have changed while it waited."""
        self._parked = None
        self._set_basket(parked)
        self._to_bills()
        self._read_again()

    def _read_again(self, account_id: int | None = None) -> None:
        """Read the basket's accounts again, or one of them; the screen in front follows."""
        for account in self._basket.accounts:
            if account_id in {None, account.account_id}:
                self.lookups.read_again(account.account_id, self._on_read_again)

    def _on_read_again(self, opened: AccountOpened) -> None:
        self._set_basket(self._basket.refreshed(opened))
        banner = self._window.banner.content
        news = banner if banner is not self._window.notice else None
        if self._navigator.current == "pay" and self._basket.marked_bills:
            self.screens.pay.show_basket(self._basket, exact=False, banner=news)
        elif self._navigator.current in {"pay", "bills"}:
            self._to_bills(news)

    # Taking the money

    def _on_plan_changed(self, plan: Plan) -> None:
        if self._navigator.current in {"pay", "bills", "find"} and not self._basket.is_empty:
            self.view_changed.emit(view_to_pay(self._basket, plan, self._state.currency))

    def _on_take_asked(self, plan: Plan) -> None:
        shift = self._state.signed_in.shift
        if shift is None:
            self._on_refused(Refused("shift_not_open"))
            return
        if self.lookups.is_busy:
            lead = self.tr("A scanned bill is still being looked up.")
            text = self.tr("No money was taken. Look at the amount and take it again.")
            self.screens.pay.resume(BannerContent(Gravity.LOOK, lead, text))
            return
        head = self._basket.head
        self._sent_plan = plan
        who = (head.customer_name, head.account_no)
        self.taking.take(plan, self._basket.to_pay(), shift.shift_id, who)

    def _on_taken(self, taken: PaymentTaken) -> None:
        receipt = taken.receipt
        header = self._header_now()
        self._may_cancel = receipt.kind == "payment"
        self.printing.print_new(receipt)
        # The payment itself gave the heading account's claim back.
        self._release(RunningBasket(self._basket.accounts[1:]))
        self._set_basket(RunningBasket())
        self.screens.pay.clear()
        paid = self.screens.paid
        paid.show_receipt(
            receipt, paid_header(header, receipt, self.screens.around), may_cancel=self._may_cancel
        )
        paid.show_printer(self.printing.says(receipt.number))
        self._navigator.show("paid")
        self.view_changed.emit(view_paid(receipt, self._state.currency))

    def _header_now(self) -> HeaderContent:
        return self._window.header.content

    def _on_refused(self, error: CashierError) -> None:
        """Nothing was taken; the entry stays, and what has changed is read again."""
        banner = message_for(told(error, self._state.local)).banner
        if self._navigator.current == "undo":
            self.screens.undo.resume(banner)
            return
        self._remedy = remedy_for(error)
        if self._remedy is Remedy.SHIFT:
            key = NextKeyContent(self.tr("Go to the shift"), self.tr("Nothing more is taken here"))
            self.screens.pay.stop(banner, key)
            return
        if self._remedy is Remedy.SIGN_OUT:
            key = NextKeyContent(self.tr("Sign out"), self.tr("Nothing more is taken here"))
            self.screens.pay.stop(banner, key)
            return
        self.screens.pay.resume(banner)
        if self._remedy is Remedy.READ_AGAIN:
            self._read_again()

    def _on_stop_pressed(self) -> None:
        if self._remedy is Remedy.SIGN_OUT:
            self.sign_out_asked.emit()
        else:
            self.shift_asked.emit()

    # Outcome unknown

    def _on_unknown(self, act: UnknownAct) -> None:
        plan = None if act.is_undo else self._sent_plan
        basket = None if act.is_undo else self._basket.to_pay()
        self.screens.unknown.show_act(act, self._header_now(), plan, basket)
        self._navigator.show("unknown")
        self.view_changed.emit(view_wait())

    def _on_tried(self, tries: int, seconds: int) -> None:
        self.screens.unknown.show_tries(tries, seconds)

    def _on_voided(self, act: UnknownAct) -> None:
        """Not taken, and it never can be: back to where it was sent from, the entry kept."""
        if act.is_undo:
            lead = self.tr("The receipt was not cancelled.")
            banner = BannerContent(Gravity.LOOK, lead, self.tr("It stands. Cancel it again."))
            self._navigator.show("undo")
            self.screens.undo.resume(banner)
            return
        lead = self.tr("The payment was not taken.")
        banner = BannerContent(Gravity.LOOK, lead, self.tr("Take it again."))
        self._navigator.show("pay")
        self.screens.pay.resume(banner)
        self._read_again()

    def _on_was_set_aside(self, act: UnknownAct) -> None:
        """The customer gets a slip, the cash is kept apart, the counter is free."""
        now = self._program.clock.now()
        self.printing.print_slip(slip_for(act, self._state.signed_in, now))
        self.recorder.put(partial(self._program.sessions.note_set_aside, act.reference))
        self._next_customer()
        lead = self.tr("Ref {reference} is set aside.").format(reference=act.reference)
        text = self.tr("Keep its cash apart. It is settled by itself, and told here.")
        self._say(BannerContent(Gravity.LOOK, lead, text))

    def _on_aside_settled(self, settled: Settled) -> None:
        self._state.set_server_answers(True)
        if settled.taken is not None:
            self.printing.print_new(settled.taken.receipt)
        self._news.append(words_for_settled(settled, self._state.currency))
        self._show_notice()

    # After it

    def _on_print_asked(self) -> None:
        receipt = self.screens.paid.receipt
        if self.printing.waiting:
            self.printing.print_waiting()
        elif receipt is not None:
            self.printing.print_copy(receipt.number)

    def _on_notice_pressed(self, cap: str) -> None:
        if cap == Key.F12 and self._news:
            self._news.pop(0)
            self._show_notice()
        elif cap == Key.F9:
            self.printing.print_waiting()

    def _show_notice(self) -> None:
        """What became of a set-aside payment stays until it is noted; then the tray."""
        wanted = self._news[0] if self._news else self.printing.banner()
        before, self._notice = self._notice, wanted
        if wanted != before and (wanted is not None or self._window.notice == before):
            self._window.set_notice(wanted)

    def _on_printing_changed(self) -> None:
        self._show_notice()
        receipt = self.screens.paid.receipt if self._is_connected else None
        if receipt is not None:
            self.screens.paid.show_printer(self.printing.says(receipt.number))

    def _on_cancel_asked(self) -> None:
        receipt = self.screens.paid.receipt
        if receipt is not None and self._may_cancel:
            self.screens.undo.show_receipt(receipt, self._header_now())
            self._navigator.show("undo")

    def _on_undo_left(self) -> None:
        self._navigator.show("paid")

    def _on_undo_asked(self, reason: str) -> None:
        receipt: Receipt | None = self.screens.paid.receipt
        shift = self._state.signed_in.shift
        if receipt is None or shift is None:
            self._on_refused(Refused("shift_not_open"))
            return
        self.taking.undo(receipt, shift.shift_id, reason)
