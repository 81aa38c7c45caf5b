"""Who is at the counter: in, what must be settled or counted first, and out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError, Unavailable
from cashier_app.domain.lost import LostReceipt
from cashier_app.domain.payments import PaymentTaken
from cashier_app.domain.shifts import ZReport
from cashier_app.domain.utility import SignedIn
from cashier_app.services.session import SELLS
from ui.attempts import AttemptDelay
from ui.flow import shift_words, way_in
from ui.flow.activities import Activities
from ui.flow.counter import Counter
from ui.flow.drop_watch import DropWatch
from ui.flow.home_flow import HomeFlow
from ui.flow.left_papers_flow import LeftPapersFlow
from ui.flow.lock_flow import LockFlow
from ui.flow.lost_flow import LostFlow
from ui.flow.menu_flow import MenuFlow
from ui.flow.papers import Papers
from ui.flow.password_flow import PasswordFlow
from ui.flow.receipts_flow import ReceiptsFlow
from ui.flow.shift_flow import ShiftFlow
from ui.flow.way_in import WayIn, WayOut
from ui.screens.lock import LockScreen
from ui.screens.sign_in import SignInScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.keys import NextKeyContent

if TYPE_CHECKING:
    from ui.flow.payment_flow import PaymentFlow


@dataclass(frozen=True, slots=True)
class Doors:
    """The screens that stand before anybody is known, and the pause they share."""

    sign_in: SignInScreen
    lock: LockScreen
    delay: AttemptDelay


class SessionFlow(QObject):
    """From the door to the first customer, and back to the door.

    `ended` when the program may close its window.
    """

    ended = Signal()

    def __init__(self, counter: Counter, payment: PaymentFlow, doors: Doors) -> None:
        navigator, tasks, state, program = (
            counter.navigator, counter.tasks, counter.state, counter.program,
        )  # fmt: skip
        super().__init__(navigator)
        self._navigator, self._tasks = navigator, tasks
        self._state, self._program, self._payment = state, program, payment
        self._doors = doors
        self._door = doors.sign_in
        self._settled: tuple[Told, ...] = ()
        self._news: tuple[UUID, ...] = ()
        self._waiting: tuple[LostReceipt, ...] = ()
        self._ending = self._leaving = False
        self.papers = Papers(tasks, state, program, self)
        self.locks = LockFlow(navigator, tasks, state, program, doors.lock)
        self.shifts = ShiftFlow(counter, self.papers)
        self.passwords = PasswordFlow(navigator, tasks, state, program, doors.delay)
        self.receipts = ReceiptsFlow(navigator, tasks, state, program, payment.printing)
        self.activities = Activities(replace(counter, printing=payment.printing))
        self.home = HomeFlow(counter, self.activities)
        self.menu = MenuFlow(counter, payment, self.activities)
        self.lost = LostFlow(counter, self)
        self.left_papers = LeftPapersFlow(counter, self.papers, self)
        self._drops = DropWatch(counter, payment, self)
        self._settled_screen, self._stop_screen = ToldScreen("settled"), ToldScreen("stopped")
        self._leave_screen = ToldScreen("leave")
        self._gone_screen = ToldScreen("shift_gone")
        for screen in (
            self._settled_screen, self._stop_screen, self._leave_screen, self._gone_screen,
        ):  # fmt: skip
            navigator.add(screen)
        self._connect()

    def sign_in(self, user_name: str, password: str) -> None:
        """Try name and password; the door says why if it does not work."""
        self._door.wait(self.tr("Checking name, password and server"))
        program = self._program
        operation = Operation(lambda: way_in.sign_in(program, user_name, password), name="sign_in")
        self._tasks.run(
            operation, self, self._on_signed_in, on_failure=self._on_sign_in_failed,
            on_finished=self._door.go_on,
        )  # fmt: skip

    def sign_out(self) -> None:
        """Leave the counter: what is unsettled is settled first, then the door.

        Until the server has answered, or is given up, nothing else can be done.
        """
        if self._leaving or not self._state.is_signed_in:
            return
        self._leaving = True
        self.locks.stop()
        self._payment.recorder.flush()
        self._show_leaving()
        program = self._program
        sells = SELLS in self._state.signed_in.person.rights
        operation = Operation(lambda: way_in.sign_out(program, sells=sells), name="sign_out")
        self._tasks.run(
            operation, self, self._on_signed_out, on_failure=self._on_sign_out_failed,
            on_finished=self._on_sign_out_finished,
        )  # fmt: skip

    def ask_to_end(self) -> None:
        """Somebody closes the window: say what stays open, lose nothing."""
        if not self._state.is_signed_in:
            self.ended.emit()
            return
        if self._leaving:
            self._ending = True
            return
        if self.locks.is_locked:
            return
        self._leave_screen.begin(
            self.tr("Close the program?"), self._what_stays_open(),
            shift_words.person_header(self._state),
            NextKeyContent(self.tr("Close the program"), self.tr("Signs you out")),
        )  # fmt: skip
        self._leave_screen.set_frame(esc=self.tr("Back"), help_enabled=True)
        self._navigator.cover("leave")

    def _connect(self) -> None:
        self._door.credentials_given.connect(self.sign_in)
        self._settled_screen.gone_on.connect(self._on_settled_read)
        self._stop_screen.gone_on.connect(self.sign_out)
        self._gone_screen.gone_on.connect(self._go_in)
        self._tasks.refused.connect(self._on_refused)
        self._leave_screen.gone_on.connect(self._on_end_confirmed)
        self._leave_screen.left.connect(self._on_end_refused)
        self.passwords.changed.connect(self._on_password_changed)
        self.passwords.refused.connect(self.sign_out)
        self.shifts.closed.connect(self._on_shift_closed)
        self.shifts.opened.connect(self._sell)
        self.lost.explained.connect(self.sign_out)
        self.lost.left.connect(self.sign_out)
        self.lost.entered.connect(self._refresh)
        self.left_papers.done.connect(self._go_in)
        self.shifts.left.connect(self._navigator.back)
        self.shifts.sign_out_asked.connect(self.sign_out)
        self.shifts.next_shift_asked.connect(self._on_next_shift_asked)
        self.receipts.left.connect(self.menu.leave)
        self.menu.count_asked.connect(self._on_count_asked)
        self.menu.receipts_asked.connect(self.receipts.show)
        self.menu.password_asked.connect(self.passwords.ask)
        self.menu.lock_asked.connect(self.locks.lock)
        self.menu.sign_out_asked.connect(self.sign_out)
        self.menu.home_asked.connect(self.home.show)
        self.home.shift_asked.connect(self._go_to_counter)
        self.home.password_asked.connect(self.passwords.ask)
        self.home.lock_asked.connect(self.locks.lock)
        self.home.sign_out_asked.connect(self.sign_out)
        self._payment.taking.taken.connect(self._on_taken)
        self._payment.shift_asked.connect(self.menu.show)
        self._payment.receipts_asked.connect(self._on_receipts_asked)
        self._payment.sign_out_asked.connect(self.sign_out)

    def _on_signed_in(self, way: WayIn) -> None:
        self._door.passed()
        self._state.set_signed_in(way.signed_in)
        self._state.set_server_answers(True)
        self.locks.start()
        self.papers.ask_printer()
        self._keep_keys()
        if way.lost:
            self.lost.explain(way.lost)
            return
        self._waiting = way.waiting
        self.left_papers.remember(way.papers)
        currency = self._state.currency
        self._settled = tuple(way_in.told_of(act, currency) for act in way.settled)
        self._news = tuple(act.request_id for act in way.settled)
        self._go_in()

    def _keep_keys(self) -> None:
        """Codes of receipts can then be checked without the server, too."""
        operation = Operation(self._program.receipts.public_keys, latest="keys", name="keys")
        self._tasks.run(operation, self, lambda _keys: None)

    def _on_sign_in_failed(self, error: CashierError) -> bool:
        self._door.show_failure(error)
        self._state.set_server_answers(not isinstance(error, Unavailable))
        return True

    def _go_in(self) -> None:
        """The next thing that stands between this person and the first customer."""
        signed_in = self._state.signed_in
        if self._settled:
            self._show_settled()
        elif signed_in.person.must_change_password:
            self.passwords.demand()
        elif self.left_papers.is_wanted:
            self.left_papers.show()
        elif self.home.is_wanted:
            self.home.show()
        else:
            self._go_to_counter()

    def _go_to_counter(self) -> None:
        """To the first customer, through whatever the shift needs first."""
        signed_in = self._state.signed_in
        if stop := self._reason_to_stop(signed_in):
            self._stop(stop)
        elif signed_in.shift is None:
            self.shifts.count_float()
        elif signed_in.shift.state == "counting":
            self.shifts.show_locked(signed_in.shift)
        else:
            self._sell()

    def _sell(self) -> None:
        """The first customer, behind receipts that a restored backup has lost."""
        waiting, self._waiting = self._waiting, ()
        if waiting:
            self.lost.enter_again(waiting)
        else:
            self._payment.start()

    def _show_settled(self) -> None:
        self._settled_screen.begin(
            self.tr("What was open is settled now"), self._settled,
            shift_words.person_header(self._state),
            NextKeyContent(self.tr("Go on"), self.tr("I have read it")),
        )  # fmt: skip
        self._navigator.start_at("settled")

    def _on_settled_read(self) -> None:
        way_in.note_read(self._tasks, self._program, self._news, self)
        self._settled, self._news = (), ()
        if self._ending:
            self.ended.emit()
        elif self._state.is_signed_in:
            self._go_in()
        else:
            self._navigator.start_at("sign_in")

    def _on_shift_closed(self, report: ZReport) -> None:
        difference = round(report.difference, self._state.currency.decimals)
        for door in (self._doors.sign_in, self._doors.lock):
            door.tell_close(report.closed_at, difference)

    def _reason_to_stop(self, signed_in: SignedIn) -> Told | None:
        if signed_in.shift_elsewhere:
            lead = self.tr("Your shift is open on {counter}.")
            text = self.tr("Go on there, or count and close it there. Then come back.")
            return Told(lead.format(counter=signed_in.shift_elsewhere), text, Tone.WARN)
        if signed_in.blocked_by and signed_in.shift is None:
            lead = self.tr("{person} has a shift open on this counter.")
            text = self.tr("It has to be counted and closed before yours can begin.")
            return Told(lead.format(person=signed_in.blocked_by), text, Tone.WARN)
        return None

    def _stop(self, reason: Told) -> None:
        self._stop_screen.begin(
            self.tr("This counter is not free for you"), (reason,),
            shift_words.person_header(self._state),
            NextKeyContent(self.tr("Sign out"), self.tr("Nothing was changed")),
        )  # fmt: skip
        self._navigator.start_at("stopped")

    def _on_count_asked(self) -> None:
        """What is unsettled is settled before the drawer is counted."""
        program = self._program
        operation = Operation(lambda: way_in.settle_left(program), name="settle_left")
        self._tasks.run(operation, self, self._on_settled_for_count)

    def _on_settled_for_count(self, way: WayOut) -> None:
        shift = self._state.signed_in.shift
        # Told in any case; counted by whoever still waits for it.
        may_count = self.menu.tell_settled(way) and self._navigator.current == "shift"
        if not way.open_references:
            read = (act.request_id for act in way.settled)
            way_in.note_read(self._tasks, self._program, read, self)
        if shift is not None and may_count:
            self.shifts.count_drawer(shift)

    def _on_taken(self, taken: PaymentTaken) -> None:
        shift = self._state.signed_in.shift
        if shift is not None and taken.receipt.kind == "payment":
            self._state.set_shift(replace(shift, receipts=shift.receipts + 1))
        if not self._leaving:
            # The question told of an open entry; that has its end, and the change is to be read.
            self._navigator.uncover("leave")

    def _on_receipts_asked(self) -> None:
        self.menu.remember()
        self.receipts.show()

    def _on_password_changed(self) -> None:
        if self.passwords.was_demanded:
            self._refresh()
        else:
            self._navigator.back()

    def _on_next_shift_asked(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        operation = Operation(self._program.sessions.refresh, name="refresh")
        self._tasks.run(operation, self, self._on_refreshed)

    def _on_refreshed(self, signed_in: SignedIn) -> None:
        self._state.set_signed_in(signed_in)
        self._go_in()

    def _on_refused(self, code: str) -> None:
        """The shift that this screen works in may have been counted or closed elsewhere."""
        if code != "shift_not_open" or not self._state.is_signed_in:
            return
        shift = self._state.signed_in.shift
        if shift is None or shift.state != "open":
            return
        operation = Operation(self._program.sessions.refresh, latest="shift_gone")
        self._tasks.run(operation, self, self._on_looked_again, on_failure=lambda _error: True)

    def _on_looked_again(self, signed_in: SignedIn) -> None:
        before, now = self._state.signed_in.shift, signed_in.shift
        if before is None or (now is not None and now.state == "open"):
            return
        self.activities.stop()
        self._payment.leave_shift()
        self._state.set_signed_in(signed_in)
        reason = shift_words.shift_gone(is_counted_only=now is not None)
        self._gone_screen.begin(
            self.tr("Your shift has ended"), (reason,), shift_words.person_header(self._state),
            NextKeyContent(self.tr("Go on"), self.tr("Nothing more is taken in that shift")),
        )  # fmt: skip
        self._navigator.start_at("shift_gone")

    def _what_stays_open(self) -> tuple[Told, ...]:
        cards = []
        if not self._payment.is_idle():
            cards.append(
                Told(
                    self.tr("An entry is open."),
                    self.tr("What was not sent is not taken. What was sent is settled first."),
                    Tone.WARN,
                )
            )
        if self._state.signed_in.shift is not None:
            text = self.tr("Sign in again to go on with it, or to count and close it.")
            cards.append(Told(self.tr("Your shift stays open."), text))
        if not cards:
            cards.append(Told(self.tr("Nothing is open.")))
        return tuple(cards)

    def _on_end_confirmed(self) -> None:
        self._ending = True
        self.sign_out()

    def _on_end_refused(self) -> None:
        self._navigator.uncover("leave")

    def _show_leaving(self) -> None:
        self._leave_screen.begin(
            self.tr("You are being signed out"), self._what_stays_open(),
            shift_words.person_header(self._state),
            NextKeyContent(self.tr("Wait"), self.tr("Settling and signing out"), waiting=True),
        )  # fmt: skip
        self._leave_screen.set_frame(help_enabled=False)
        self._navigator.cover("leave")

    def _on_signed_out(self, way: WayOut) -> None:
        self._part(way)

    def _on_sign_out_failed(self, _error: CashierError) -> bool:
        """The disk of the counter log failed: the lines are still there for the next sign-in."""
        self._part(WayOut((), ()))
        return False

    def _part(self, way: WayOut) -> None:
        """To the door, behind what this person still has to hear."""
        currency = self._state.currency
        cards = tuple(way_in.told_of(act, currency) for act in way.settled)
        cards += tuple(way_in.told_of_open(reference) for reference in way.open_references)
        self._settled = cards
        self._news = tuple(act.request_id for act in way.settled)
        header = shift_words.person_header(self._state)
        self._leave_counter()
        if cards:
            key = self.tr("Close the program") if self._ending else self.tr("Go on")
            self._settled_screen.begin(self.tr("Before you go"), cards, header, NextKeyContent(key))
            self._stand_at("settled")
        elif self._ending:
            self.ended.emit()
        else:
            self._stand_at("sign_in")

    def _on_sign_out_finished(self) -> None:
        """After a failure that nobody expected: told by its report; nobody waits for ever."""
        if self._leaving:
            self._on_sign_out_failed(Unavailable("server_unreachable"))

    def _stand_at(self, name: str) -> None:
        """Nobody is signed in: `name` is all there is."""
        self._navigator.start_at(name)
        self._navigator.uncover_all()

    def _leave_counter(self) -> None:
        self._leaving = False
        self._tasks.end_sitting()
        self.activities.stop()
        self.shifts.stop()
        self.lost.stop()
        self.left_papers.stop()
        self._payment.stop()
        self._state.set_signed_in(None)
        self._door.clear()
