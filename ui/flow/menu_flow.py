"""F8: your shift and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.flow import shift_words
from ui.flow.activities import Activities
from ui.flow.counter import Counter
from ui.flow.look_rows import switch_look
from ui.flow.way_in import WayOut, told_of
from ui.screens import menu
from ui.screens import shift as rows
from ui.screens.shift import ShiftScreen
from ui.widgets.banner import BannerContent, Gravity

if TYPE_CHECKING:
    from ui.flow.payment_flow import PaymentFlow


class MenuFlow(QObject):
    """The shift's screen; it goes back to whatever it was called from."""

    count_asked = Signal()
    receipts_asked = Signal()
    password_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()
    home_asked = Signal()

    def __init__(self, counter: Counter, payment: PaymentFlow, activities: Activities) -> None:
        navigator = counter.navigator
        super().__init__(navigator)
        self._navigator, self._state, self._payment = navigator, counter.state, payment
        self._activities = activities
        self._came_from = ""
        self._screen = ShiftScreen()
        navigator.add(self._screen)
        self._screen.action_asked.connect(self._on_action_asked)
        self._screen.left.connect(self.leave)
        self._screen.find_asked.connect(self.leave)

    def remember(self) -> None:
        """Where `leave` goes back to."""
        if self._navigator.current != "shift":
            self._came_from = self._navigator.current

    def show(self) -> None:
        """Open the shift's screen."""
        if self._state.signed_in.shift is None:
            return
        self.remember()
        self._show_again()

    def _show_again(self) -> None:
        """Back from an activity: `leave` goes where it would have gone before."""
        self._begin()
        self._navigator.show("shift")

    def leave(self) -> None:
        """Back to the customer, or to a new one."""
        if self._came_from:
            self._navigator.show(self._came_from)
        else:
            self._payment.start()

    def tell_settled(self, way: WayOut) -> bool:
        """Say what was settled before counting; False while the server has not said."""
        if way.open_references:
            lead = self.tr("Not settled yet: Ref {references}.")
            self._tell(
                lead.format(references=", ".join(way.open_references)),
                self.tr("Wait until the server answers, then count."),
            )
            return False
        currency = self._state.currency
        told = [told_of(act, currency) for act in way.settled]
        if told:
            self._tell(told[0].lead, " ".join(card.text for card in told))
        return not told

    def _begin(self) -> None:
        shift = self._state.signed_in.shift
        if shift is not None:
            self._screen.begin(
                shift_words.shift_facts(self._state, shift),
                self._activities.actions(at_shift=True),
            )
            self._screen.set_frame(banner=None)

    def _on_action_asked(self, name: str) -> None:
        if name in {rows.COUNT, rows.HOME, menu.SIGN_OUT} and not self._payment.is_idle():
            self._tell(
                self.tr("An entry is open."),
                self.tr("Finish it, or go back and clear it; then this is possible."),
            )
            return
        if switch_look(name):
            self._begin()
            return
        signals = {
            rows.COUNT: self.count_asked,
            rows.RECEIPTS: self.receipts_asked,
            rows.HOME: self.home_asked,
            menu.PASSWORD: self.password_asked,
            menu.LOCK: self.lock_asked,
            menu.SIGN_OUT: self.sign_out_asked,
        }
        if name in signals:
            signals[name].emit()
        else:
            self._activities.begin(name, self._show_again)

    def _tell(self, lead: str, text: str) -> None:
        self._screen.set_frame(banner=BannerContent(Gravity.LOOK, lead, text))
