"""One shift of the hall: counted unannounced, closed for somebody, looked into, decided."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.drawer import CheckDrawer
from cashier_app.domain.errors import CashierError
from cashier_app.domain.hall import HallShift, OpenDifference
from cashier_app.domain.shifts import XReport
from ui.flow import look_words, shift_words
from ui.flow.cash_acting import CashActing
from ui.flow.close_other import CloseOther
from ui.flow.counter import Counter
from ui.flow.deciding import Deciding
from ui.flow.detecting import Detecting
from ui.flow.made_once import MadeOnce, ScreenOnce
from ui.flow.papers import Papers, paper_sentence
from ui.flow.z_showing import ZShowing
from ui.messages import message_for
from ui.screens.cash_form import CashFormScreen, CashQuestion
from ui.screens.counting import CountGiven
from ui.screens.pieces import PiecesScreen
from ui.screens.shift_look import ShiftLookScreen
from ui.screens.x_report import XReportScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent


class ShiftLook(QObject):
    """`left` back to the day."""

    left = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._shift: HallShift | None = None
        self._shift_id = 0
        self._count: CountGiven | None = None
        self._x: XReport | None = None
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._menu = ShiftLookScreen()
        self._menu.left.connect(self.left)
        self._menu.action_asked.connect(self._on_row_asked)
        counter.navigator.add(self._menu)
        self._pieces = ScreenOnce(counter.navigator, self._make_pieces)
        self._reason = ScreenOnce(counter.navigator, self._make_reason)
        self._x_screen = ScreenOnce(counter.navigator, self._make_x_screen)
        self._acting = MadeOnce(self._make_acting)
        self._closing = MadeOnce(self._make_closing)
        self._deciding = MadeOnce(self._make_deciding)
        self._detecting = MadeOnce(self._make_detecting)
        self._z = MadeOnce(self._make_z)

    def _make_pieces(self) -> PiecesScreen:
        screen = PiecesScreen("check_count")
        screen.left.connect(self._counter.navigator.back)
        screen.count_given.connect(self._on_counted)
        return screen

    def _make_reason(self) -> CashFormScreen:
        screen = CashFormScreen("check_reason")
        screen.left.connect(self._counter.navigator.back)
        screen.given.connect(self._on_reason_given)
        return screen

    def _make_x_screen(self) -> XReportScreen:
        screen = XReportScreen("day_x")
        screen.left.connect(self._counter.navigator.back)
        screen.print_asked.connect(self._on_x_print_asked)
        return screen

    def _make_acting(self) -> CashActing:
        acting = CashActing(self._counter, "check", self)
        acting.done.connect(self.left)
        return acting

    def _make_closing(self) -> CloseOther:
        closing = CloseOther(self._counter, self)
        closing.done.connect(self.left)
        return closing

    def _make_deciding(self) -> Deciding:
        deciding = Deciding(self._counter, self)
        deciding.done.connect(self.left)
        return deciding

    def _make_detecting(self) -> Detecting:
        detecting = Detecting(self._counter, "day_detective", self)
        detecting.left.connect(self._counter.navigator.back)
        return detecting

    def _make_z(self) -> ZShowing:
        showing = ZShowing(self._counter, "day_z", self)
        showing.left.connect(self._counter.navigator.back)
        return showing

    def show_shift(self, shift: HallShift, *, is_drop_due: bool) -> None:
        """A shift of the day."""
        self._shift, self._shift_id = shift, shift.shift_id
        state = self._counter.state
        signed_in = state.signed_in
        is_own = shift.user_id == signed_in.person.user_id
        rights = signed_in.person.rights
        self._menu.begin(
            look_words.actions(shift, rights, is_own=is_own),
            look_words.header(shift, state), self.tr("What is done about this shift?"),
            look_words.chip(shift, state.currency, is_drop_due=is_drop_due),
            (self.tr("The drawer"), look_words.lines(shift, state.currency)),
        )  # fmt: skip
        if is_own:
            self._menu.tell(
                self.tr("This is your own drawer"),
                self.tr("Somebody else counts it and decides about it."),
            )
        elif is_drop_due:
            self._menu.tell(
                self.tr("The drawer holds more than it should."),
                self.tr("The counter is asked to bring cash to the safe."), Tone.WARN,
            )  # fmt: skip
        self._counter.navigator.show("shift_look")

    def show_difference(self, one: OpenDifference) -> None:
        """A difference of an earlier day."""
        self._shift, self._shift_id = None, one.shift_id
        state = self._counter.state
        rights = state.signed_in.person.rights
        self._menu.begin(
            look_words.actions_of_difference(rights, is_own=one.is_own),
            HeaderContent("cash", one.cashier, (one.counter, look_words.day_of(one))),
            self.tr("What is done about this difference?"),
            look_words.difference_chip(one.difference, state.currency),
            (self.tr("Report {number}").format(number=one.number),
             look_words.difference_lines(one, state.currency)),
        )  # fmt: skip
        self._deciding().remember(one.shift_id, one.difference, one.cashier)
        self._counter.navigator.show("shift_look")

    def stop(self) -> None:
        """Sign-out."""
        self._shift = self._count = self._x = None
        for part in (self._acting, self._closing, self._deciding, self._detecting, self._z):
            if part.made:
                part.made.stop()

    def _header(self) -> HeaderContent:
        return self._menu.frame.header or shift_words.person_header(self._counter.state)

    def _on_row_asked(self, name: str) -> None:
        shift = self._shift
        acts = {
            look_words.CHECK: self._ask_for_count,
            look_words.CLOSE: lambda: self._closing().start(shift, self._header()),
            look_words.X: self._read_x,
            look_words.Z: lambda: self._z().start(self._shift_id, self._header()),
            look_words.DETECT: self._detect,
            look_words.DECIDE: self._decide,
        }
        acts[name]()

    def _detect(self) -> None:
        difference = self._shift.difference if self._shift is not None else None
        self._detecting().start(
            self._shift_id, difference if difference is not None else self._deciding().difference,
            self._header(),
        )  # fmt: skip

    def _decide(self) -> None:
        shift = self._shift
        if shift is not None and shift.difference is not None:
            self._deciding().remember(shift.shift_id, shift.difference, shift.cashier)
        self._deciding().start(self._header())

    # Counted unannounced

    def _ask_for_count(self) -> None:
        state = self._counter.state
        words = (
            self.tr("How many of each are in the drawer?"),
            self.tr("Count first. What it should hold shows on the slip."),
            self.tr("{amount} counted"), self.tr("Then the reason"),
        )  # fmt: skip
        self._pieces().begin_count(
            state.signed_in.denominations, state.currency, self._header(), words
        )
        self._counter.navigator.show("check_count")

    def _on_counted(self, given: CountGiven) -> None:
        self._count = given
        amount = self._counter.state.currency.show(self._pieces().total)
        asked = CashQuestion(
            self.tr("Why is it counted?"),
            self.tr("Store the count of {amount}").replace("{amount}", amount),
            self.tr("Final; prints a slip that both sign"),
            reason_label=self.tr("Reason"), reason_hint=self.tr("Stands on the slip"),
            note=self.tr("The drawer stays as it is, and its shift goes on."),
        )  # fmt: skip
        self._reason().begin(asked, self._counter.state.currency, self._header())
        self._counter.navigator.show("check_reason")

    def _on_reason_given(self, _amount: object, reason: str) -> None:
        given, program = self._count, self._counter.program
        if given is None:
            return
        order = CheckDrawer(
            program.new_request_id(), self._shift_id, given.pieces, reason, program.clock.now()
        )
        person = self._counter.state.signed_in.person.user_name
        self._reason().wait(self.tr("Storing it"))
        self._acting().run(
            order.request_id, lambda: program.cash.check_drawer(order, person), self._header(),
            self._on_check_failed,
        )  # fmt: skip

    def _on_check_failed(self, error: CashierError) -> bool:
        self._reason().show_failure(error)
        return True

    # X

    def _read_x(self) -> None:
        shifts, shift_id = self._counter.program.shifts, self._shift_id
        operation = Operation(lambda: shifts.x_report(shift_id), latest="day_x")
        self._counter.tasks.run(operation, self, self._on_x_read, on_failure=self._on_read_failed)

    def _on_x_read(self, report: XReport) -> None:
        if self._counter.navigator.current != self._menu.objectName():
            return  # whoever asked for it has gone on
        self._x = report
        self._x_screen().begin(report, self._counter.state.currency, self._header())
        self._counter.navigator.show("day_x")

    def _on_x_print_asked(self) -> None:
        if self._x is not None:
            self._papers.print_x(
                self._x, lambda result: self._x_screen().show_printing(*paper_sentence(result))
            )

    def _on_read_failed(self, error: CashierError) -> bool:
        message = message_for(error)
        self._menu.tell(message.lead, message.text, Tone.WARN)
        return True
