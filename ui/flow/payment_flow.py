"""The main job: find, bills, pay, paid, and back to the next customer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.allocation import Plan
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.payments import PaymentTaken, Receipt, ReceiptSummary, Settled
from cashier_app.services.local_facts import LocalFacts
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow.basket_flow import BasketFlow
from ui.flow.calling import Calling
from ui.flow.claim_keeper import ClaimKeeper
from ui.flow.lookups import Lookups
from ui.flow.payment_screens import PaymentScreens
from ui.flow.printing import PrintLane
from ui.flow.recorder import Recorder
from ui.flow.refusals import Remedy, no_payment, remedy_for, told
from ui.flow.set_aside import AsideEnd, slip_for, words_for_end
from ui.flow.taking import Taking
from ui.flow.tenders import TenderFlow
from ui.flow.way_in import note_read
from ui.keys import Key
from ui.main_window import MainWindow
from ui.messages import message_for
from ui.models.basket import RunningBasket
from ui.models.customer_view import (
    CustomerView,
    ViewKind,
    view_paid,
    view_to_pay,
    view_wait,
)
from ui.navigator import Navigator
from ui.scanner import Scanner
from ui.screens.bills import BillsScreen
from ui.screens.find import FindScreen
from ui.screens.paid import PaidScreen, paid_header
from ui.screens.pay import PayScreen
from ui.screens.undo import UndoScreen
from ui.screens.unknown import UnknownAct, UnknownScreen
from ui.tasks import Operation, Tasks
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_SERVING = {"find", "bills", "pay", "tender", "paid", "undo", "unknown"}
_OVER_A_CUSTOMER = {"help", "leave"}


class PaymentFlow(QObject):
    """Serves one customer after the other; the basket itself is BasketFlow's."""

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
        self._may_cancel = False
        self._remedy = Remedy.TRY_AGAIN
        self._sent_plan: Plan | None = None
        self._header = HeaderContent()
        self.screens = PaymentScreens(navigator, tasks, state, program)
        self.taking = Taking(tasks, program, state, parent=self)
        self.recorder = Recorder(tasks, state, parent=self)
        lookups = Lookups(tasks, program.lookup, parent=self)
        calling = Calling(tasks, state, program.queue, parent=self)
        self.baskets = BasketFlow(
            window, navigator, state, self.screens, lookups, self.recorder, calling=calling
        )
        self.claims = ClaimKeeper(navigator, state, tasks, program.lookup, self._open_accounts)
        self.tenders = TenderFlow(navigator, state, self.screens, lambda: self.basket, self)
        self.baskets.accounts_changed.connect(self.claims.follow)
        self.printing = PrintLane(tasks, program, state, self.recorder, parent=self)
        self.baskets.accounts_changed.connect(self.printing.draw_ahead)
        self._aside: dict[UUID, UnknownAct] = {}
        self._news: list[AsideEnd] = []
        self._notice: BannerContent | None = None
        self._is_connected = False
        self._view, self._is_hidden = CustomerView(ViewKind.WELCOME), False
        self._connect_parts(scanner)

    @property
    def basket(self) -> RunningBasket:
        """The accounts that are open now."""
        return self.baskets.basket

    @property
    def notice(self) -> BannerContent | None:
        """What became of a set-aside payment, or the tray; None where neither is to be told."""
        return self._notice

    def _open_accounts(self) -> tuple[int, ...]:
        return tuple(account.account_id for account in self.basket.accounts)

    def start(self) -> None:
        """To Find, after sign-in with an open shift; unprinted receipts are offered in the tray."""
        self.screens.follow_rules()
        self._connect_screens()
        self.baskets.next_customer()
        shift = self._state.signed_in.shift
        if shift is not None:
            operation = Operation(
                partial(self._program.receipts.unprinted, shift.shift_id), name="unprinted"
            )
            self._tasks.run(operation, self, self._on_unprinted, on_failure=lambda _error: True)

    def _on_unprinted(self, summaries: tuple[ReceiptSummary, ...]) -> None:
        self.printing.offer(reversed(summaries))

    def stop(self) -> None:
        """Sign-out: what was set aside, and its news, are the counter log's now."""
        self.taking.stop()
        self._aside.clear()
        self._news.clear()
        self.leave_shift()

    def leave_shift(self) -> None:
        """The shift has ended, the person is still here: nothing of customer or papers stays.

        What was set aside is asked for on, and its news stay until they are noted.
        """
        if self._is_connected:
            self.baskets.forget()
        self.claims.stop()
        self.taking.drop_act()
        self.printing.forget()
        self._show_notice()
        self._show_view(CustomerView(ViewKind.WELCOME))

    def is_idle(self) -> bool:
        """True when nobody is being served: no account open, nothing under way."""
        open_now = not self.basket.is_empty or self.baskets.lookups.is_busy
        return not open_now and not self.taking.is_busy

    def set_hint(self, facts: LocalFacts) -> None:
        """The demo's card: what to try first."""
        if facts.hint_code:
            text = self.tr("Scan or type {code}, then Enter").format(code=facts.hint_code)
            self.screens.find.set_hint(self.tr("Try this first"), ((text, facts.hint_name),))

    def _connect_parts(self, scanner: Scanner) -> None:
        scanner.scanned.connect(self.baskets.scanned)
        self.baskets.next_customer_started.connect(self._on_next_customer_started)
        self.taking.taken.connect(self._on_taken)
        self.taking.refused.connect(self._on_refused)
        self.taking.unknown.connect(self._on_unknown)
        self.taking.tried.connect(self._on_tried)
        self.taking.voided.connect(self._on_voided)
        self.taking.was_set_aside.connect(self._on_was_set_aside)
        self.taking.aside_settled.connect(self._on_aside_settled)
        self.printing.changed.connect(self._on_printing_changed)
        self._window.notice_pressed.connect(self._on_notice_pressed)
        self._navigator.shown.connect(self._on_shown)

    def _connect_screens(self) -> None:
        """Screens know the currency, so they are made known after sign-in, once."""
        if self._is_connected:
            return
        self._is_connected = True
        self.screens.register()
        self.baskets.connect_screens()
        self.tenders.connect_screens()
        when_built = self._navigator.when_built
        when_built("find", FindScreen, self._connect_find)
        when_built("bills", BillsScreen, self._connect_bills)
        when_built("pay", PayScreen, self._connect_pay)
        when_built("paid", PaidScreen, self._connect_paid)
        when_built("unknown", UnknownScreen, self._connect_unknown)
        when_built("undo", UndoScreen, self._connect_undo)
        self._navigator.build_ahead(("pay", "paid", "bills", "tender", "undo", "unknown"))

    def _connect_find(self, find: FindScreen) -> None:
        find.bind(Key.F9, self._on_find_f9_pressed)
        find.shift_asked.connect(self.shift_asked)

    def _connect_bills(self, bills: BillsScreen) -> None:
        bills.shift_asked.connect(self.shift_asked)

    def _connect_pay(self, pay: PayScreen) -> None:
        pay.take_asked.connect(self._on_take_asked)
        pay.plan_changed.connect(self._on_plan_changed)
        pay.stop_pressed.connect(self._on_stop_pressed)

    def _connect_paid(self, paid: PaidScreen) -> None:
        paid.shift_asked.connect(self.shift_asked)
        paid.next_customer_asked.connect(self.baskets.next_customer)
        paid.print_asked.connect(self._on_print_asked)
        paid.cancel_asked.connect(self._on_cancel_asked)

    def _connect_unknown(self, unknown: UnknownScreen) -> None:
        unknown.set_aside_asked.connect(self.taking.set_aside)
        self.taking.settler.refused.connect(unknown.show_refused)

    def _connect_undo(self, undo: UndoScreen) -> None:
        undo.undo_asked.connect(self._on_undo_asked)
        undo.left.connect(self._on_undo_left)

    def _on_find_f9_pressed(self) -> None:
        """With bills in the basket the strip does not name it: Esc leads back to them first."""
        if self.basket.is_empty:
            self.receipts_asked.emit()

    def _on_next_customer_started(self) -> None:
        self._may_cancel = False
        self._show_view(CustomerView(ViewKind.WELCOME))

    def _show_view(self, view: CustomerView) -> None:
        self._view, self._is_hidden = view, False
        self.view_changed.emit(view)

    def _on_shown(self, name: str) -> None:
        """Nobody reads the last customer's amounts behind a lock, or while a drawer is counted."""
        if name in _SERVING:
            if self._is_hidden:
                self._show_view(self._view)
            return
        left = name not in _OVER_A_CUSTOMER and self.is_idle()
        if (left or name == "lock") and not self._is_hidden:
            self._is_hidden = True
            self.view_changed.emit(CustomerView(ViewKind.WELCOME))

    def _on_plan_changed(self, plan: Plan) -> None:
        if self._navigator.current in {"pay", "bills", "find"} and not self.basket.is_empty:
            self._show_view(view_to_pay(self.basket, plan, self._state.currency))

    def _on_take_asked(self, plan: Plan) -> None:
        shift = self._state.signed_in.shift
        if shift is None:
            self._on_refused(Refused("shift_not_open"))
            return
        if self.baskets.lookups.is_busy:
            lead = self.tr("A scanned bill is still being looked up.")
            text = self.tr("No money was taken. Look at the amount and take it again.")
            self.screens.pay.resume(BannerContent(Gravity.LOOK, lead, text))
            return
        head = self.basket.head
        self._sent_plan = plan
        self._header = self.screens.pay.frame.header or HeaderContent()
        who = (head.customer_name, head.account_no)
        self.taking.take(plan, self.basket.to_pay(), shift.shift_id, who)

    def _on_taken(self, taken: PaymentTaken) -> None:
        receipt = taken.receipt
        self._may_cancel = receipt.kind == "payment"
        self.printing.print_new(receipt)
        self.baskets.end()
        paid = self.screens.paid
        paid.show_receipt(
            receipt, paid_header(self._header, receipt, self.screens.around),
            may_cancel=self._may_cancel,
        )  # fmt: skip
        paid.show_printer(self.printing.says(receipt.number))
        self._navigator.show("paid")
        self._show_view(view_paid(receipt, self._state.currency))

    def _on_refused(self, error: CashierError) -> None:
        """Nothing was taken; the entry stays, and what has changed is read again."""
        if self._navigator.current == "undo":
            self.screens.undo.resume(message_for(no_payment(error)).banner)
            return
        banner = message_for(told(error, self._state.local)).banner
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
            self.baskets.read_again()

    def _on_stop_pressed(self) -> None:
        if self._remedy is Remedy.SIGN_OUT:
            self.sign_out_asked.emit()
        else:
            self.shift_asked.emit()

    def _on_unknown(self, act: UnknownAct) -> None:
        plan = None if act.is_undo else self._sent_plan
        basket = None if act.is_undo else self.basket.to_pay()
        self.screens.unknown.show_act(act, self._header, plan, basket)
        self._navigator.show("unknown")
        self._show_view(view_wait())

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
        self.baskets.read_again()

    def _on_was_set_aside(self, act: UnknownAct) -> None:
        """The customer gets a slip, the cash is kept apart, the counter is free."""
        self._aside[act.request_id] = act
        now = self._program.clock.now()
        self.printing.print_slip(slip_for(act, self._state.signed_in, now))
        self.recorder.put(partial(self._program.sessions.note_set_aside, act.reference))
        self.baskets.next_customer()
        lead = self.tr("Ref {reference} is set aside.").format(reference=act.reference)
        text = self.tr("Keep its cash apart. It is settled by itself, and told here.")
        self.baskets.say(BannerContent(Gravity.LOOK, lead, text))

    def _on_aside_settled(self, settled: Settled) -> None:
        self._state.set_server_answers(True)
        if settled.taken is not None:
            self.printing.print_new(settled.taken.receipt)
        act = self._aside.pop(settled.request_id)
        self._news.append(AsideEnd(act, settled))
        self._show_notice()

    def _on_print_asked(self) -> None:
        receipt = self.screens.paid.receipt
        if self.printing.waiting:
            self.printing.print_waiting()
        elif receipt is not None:
            self.printing.print_copy(receipt.number)

    def _on_notice_pressed(self, cap: str) -> None:
        if cap == Key.F12 and self._news:
            note_read(self._tasks, self._program, (self._news.pop(0).act.request_id,), self)
            self._show_notice()
        elif cap == Key.F9:
            self.printing.print_waiting()

    def _show_notice(self) -> None:
        """What became of a set-aside payment stays until it is noted; then the tray."""
        wanted = self.printing.banner()
        if self._news:
            wanted = words_for_end(self._news[0], self._state.currency)
        before, self._notice = self._notice, wanted
        if wanted != before and (wanted is not None or self._window.notice == before):
            self._window.set_notice(wanted)

    def _on_printing_changed(self) -> None:
        self._show_notice()
        receipt = self.screens.paid.receipt if self._navigator.is_built("paid") else None
        if receipt is not None:
            self.screens.paid.show_printer(self.printing.says(receipt.number))

    def _on_cancel_asked(self) -> None:
        receipt = self.screens.paid.receipt
        if receipt is not None and self._may_cancel:
            header = self.screens.paid.frame.header or HeaderContent()
            self.screens.undo.show_receipt(receipt, header)
            self._navigator.show("undo")

    def _on_undo_left(self) -> None:
        self._navigator.show("paid")

    def _on_undo_asked(self, reason: str) -> None:
        receipt: Receipt | None = self.screens.paid.receipt
        shift = self._state.signed_in.shift
        if receipt is None or shift is None:
            self._on_refused(Refused("shift_not_open"))
            return
        self._header = self.screens.undo.frame.header or HeaderContent()
        self.taking.undo(receipt, shift.shift_id, reason)
