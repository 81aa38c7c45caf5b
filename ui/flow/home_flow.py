"""Home: the activities of everybody but a cashier, and the way to the shift."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.utility import Role
from cashier_app.services.session import SELLS
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import Activities, flow_modules
from ui.flow.counter import Counter
from ui.flow.look_rows import switch_look
from ui.imports_ahead import ImportsAhead
from ui.screens import home, menu
from ui.screens.home import HomeScreen


class HomeFlow(QObject):
    """Where everybody but a cashier begins."""

    shift_asked = Signal()
    password_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, counter: Counter, activities: Activities) -> None:
        super().__init__(counter.navigator)
        self._navigator, self._state = counter.navigator, counter.state
        self._activities = activities
        self._imports = ImportsAhead(flow_modules(), self)
        self._screen = HomeScreen()
        counter.navigator.add(self._screen)
        self._screen.action_asked.connect(self._on_action_asked)

    @property
    def is_wanted(self) -> bool:
        """True for people whose first question is not who is paying."""
        return self._state.signed_in.person.role is not Role.CASHIER

    def show(self) -> None:
        """Open it as after sign-in: there is no way back but out."""
        self._begin()
        self._navigator.start_at("home")
        self._imports.start()

    def _begin(self) -> None:
        signed_in = self._state.signed_in
        self._screen.begin(
            shift_words.person_header(self._state),
            dates.weekday(signed_in.business_date),
            self._shift_words(),
            self._activities.actions(at_shift=False),
        )

    def _shift_words(self) -> str:
        signed_in = self._state.signed_in
        if SELLS not in signed_in.person.rights:
            return ""
        if signed_in.shift is None:
            return self.tr("Open your shift")
        return self.tr("Go on with your shift")

    def _on_action_asked(self, name: str) -> None:
        if switch_look(name):
            self._begin()
            return
        signals = {
            home.SHIFT: self.shift_asked,
            menu.PASSWORD: self.password_asked,
            menu.LOCK: self.lock_asked,
            menu.SIGN_OUT: self.sign_out_asked,
        }
        if name in signals:
            signals[name].emit()
        else:
            self._activities.begin(name, self.show)
