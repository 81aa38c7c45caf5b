"""The program behind its front door: lanes, keys, scanner; the services are loaded by a lane.

The flows, and with them all other screens, come with the answer of `load`; their modules are
imported meanwhile, a share at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cashier_app.domain.errors import CashierError, Unavailable
from cashier_app.domain.key_map import key_map_from
from ui import crash
from ui.counter_state import CounterState
from ui.front_door import FrontDoor
from ui.garbage import GuiGarbage
from ui.imports_ahead import ImportsAhead
from ui.key_map import set_key_map
from ui.navigator import Navigator
from ui.scanner import Scanner
from ui.status_feed import StatusFeed
from ui.tasks import Operation, Tasks
from ui.theme.fonts import load_further_fonts
from ui.theme.icons import window_icon
from ui.theme.look import dress, look_changes
from ui.theme.system_fonts import bring_system_fonts

if TYPE_CHECKING:
    from cashier_app.services.program import Program
    from ui.customer_display import CustomerDisplay
    from ui.flow.connection_watch import ConnectionWatch
    from ui.flow.payment_flow import PaymentFlow
    from ui.flow.session_flow import SessionFlow
    from ui.look_keeper import KeepLook
    from ui.screens.help import HelpScreen

Load = Callable[[], "Program"]

BEHIND_THE_DOOR = (
    "ui.widgets.banner", "ui.widgets.chip", "ui.widgets.table", "ui.models.found",
    "ui.screens.find", "ui.models.customer_view", "ui.flow.lost_flow",
    "ui.widgets.collections_table", "ui.models.clues", "ui.flow.payment_flow",
    "ui.flow.session_flow",
)  # fmt: skip
"""What everybody needs. The last two import all of it; those before them, each a share of the time,
are there so that no import holds up a key for long."""


class App(QObject):
    """One counter on screen; `close` ends it and waits for the lanes. `load` runs in a lane."""

    def __init__(
        self,
        door: FrontDoor,
        load: Load,
        *,
        customer_display: bool = False,
        keep_look: KeepLook | None = None,
        for_good: bool = False,
    ) -> None:
        super().__init__()
        self._for_good = for_good
        self._door, self._local = door, door.local
        self._load, self._wants_display = load, customer_display
        self._early: tuple[str, str] | None = None
        self._is_loading = self._is_closed = False
        self._helped: set[str] = set()
        self.program: Program | None = None
        self.session: SessionFlow | None = None
        self.payment: PaymentFlow | None = None
        self.connection: ConnectionWatch | None = None
        self.display: CustomerDisplay | None = None
        self._garbage = GuiGarbage(self)
        self._imports = ImportsAhead(BEHIND_THE_DOOR, self)
        self.window, self.delay = door.window, door.delay
        self.sign_in_screen = door.sign_in_screen
        self.tasks = Tasks(self)
        self.state = CounterState(self)
        self.navigator = Navigator(self.window)
        self.scanner = Scanner(parent=self)
        self._listen()
        self.status = StatusFeed(self.window, self.state, self._local)
        self._connect()
        if keep_look is not None:
            self._remember_look(keep_look)

    def start(self) -> None:
        """Take over the door, which is open or will be; load the rest once it is painted."""
        self._garbage.start()
        dress()
        self.status.refresh()
        self.navigator.start_at("sign_in")
        if self._door.is_painted:
            self._start_loading()
        else:
            self._door.painted.connect(self._start_loading)

    def close(self, timeout: float = 10.0) -> bool:
        """End: what is under way is waited for; False if a lane takes longer than `timeout`."""
        if self._is_closed:
            return True
        self._is_closed = True
        self.scanner.remove()
        if self.session is not None:
            self.session.locks.stop()
        if self.program is not None:
            self.tasks.run(Operation(self.program.close, name="close"), self, _closed)
        ended = self.tasks.close(timeout)
        if self.display is not None:
            self.display.close()
        self.window.allow_close()
        self._garbage.stop()
        return ended

    def _connect(self) -> None:
        self.navigator.add(self.sign_in_screen)
        self.navigator.register("help", self._make_help)
        self.navigator.shown.connect(self._on_shown)
        self.sign_in_screen.credentials_given.connect(self._on_credentials_given)
        self.status.minute.connect(self.sign_in_screen.set_now)
        self.window.close_asked.connect(self._on_close_asked)
        self.state.changed.connect(self._on_state_changed)

    def _listen(self) -> None:
        """Qt asks the filter installed last first: a scan's Enter is the scanner's, then a key."""
        self.window.listen()
        self.scanner.install()

    def _start_loading(self) -> None:
        if self._is_loading or self.session is not None:
            return
        self._is_loading = True
        self.window.setWindowIcon(window_icon())
        bring_system_fonts()
        load_further_fonts()
        self._imports.start()
        operation = Operation(self._load_all, name="load")
        self.tasks.run(
            operation, self, self._on_loaded, on_failure=self._on_load_failed,
            on_finished=self._on_load_finished,
        )  # fmt: skip

    def _load_all(self) -> Program:
        """In the counter's lane: the services."""
        from cashier_app.counter_log import CounterLogInUse

        try:
            return self._load()
        except CounterLogInUse as error:
            raise Unavailable("counter_log_in_use") from error

    def _on_loaded(self, program: Program) -> None:
        from ui.flow.connection_watch import ConnectionWatch
        from ui.flow.counter import Counter
        from ui.flow.payment_flow import PaymentFlow
        from ui.flow.session_flow import Doors, SessionFlow
        from ui.screens.lock import LockScreen

        self.program = program
        lock = LockScreen(self._local, self.delay)
        self.status.minute.connect(lock.set_now)
        lock.set_now(self.status.local_now())
        self.connection = ConnectionWatch(self.window, self.navigator, self.tasks, self.state)
        crash.crash_reports().reported.connect(self.connection.tell_bug)
        self.payment = PaymentFlow(
            self.window, self.navigator, self.tasks, self.state, program, self.scanner
        )
        payment = self.payment
        self.connection.watch(program, lambda: payment.notice)
        counter = Counter(self.navigator, self.tasks, self.state, program)
        doors = Doors(self.sign_in_screen, lock, self.delay)
        self.session = SessionFlow(counter, self.payment, doors)
        self.session.ended.connect(self.close)
        if self._wants_display:
            self._open_display(self.payment)
        if self._for_good:
            self._garbage.keep()
        if self._early is not None:
            self.session.sign_in(*self._early)
            self._early = None

    def _on_load_failed(self, error: CashierError) -> bool:
        self._early = None
        self.sign_in_screen.show_failure(error)
        return True

    def _on_load_finished(self) -> None:
        """Whatever went wrong, Enter loads again; what nobody expected is in the log."""
        self._is_loading = False
        if self.session is None and self._early is not None:
            self._early = None
            self.sign_in_screen.show_failure(Unavailable("not_started"))

    def _on_credentials_given(self, user_name: str, password: str) -> None:
        """Somebody was quicker than the loading: they wait at the door."""
        if self.session is not None:
            return
        self._early = (user_name, password)
        self.sign_in_screen.wait(self.tr("Connecting"))
        self._start_loading()

    def _on_close_asked(self) -> None:
        if self.session is None:
            self.close()
        else:
            self.session.ask_to_end()

    def _on_state_changed(self) -> None:
        self._show_training()
        if self.state.is_signed_in:
            rules = self.state.signed_in.rules
            self.scanner.set_prefix(rules.scan_prefix)
            if set_key_map(key_map_from(rules.key_map)):
                look_changes().changed.emit()  # caps are as wide as what stands on them

    def _show_training(self) -> None:
        """What this computer was opened for, or what the database says of itself."""
        state = self.state
        marked = state.is_signed_in and state.signed_in.utility.is_training
        self.window.set_training(self._local.is_training or marked)
        if self.display is not None:
            self.display.set_training(self._local.is_training or marked)

    def _on_shown(self, name: str) -> None:
        """Every screen has help; behind a cover no scan does anything."""
        self.scanner.blockSignals(self.navigator.is_covered)
        if name not in self._helped:
            self._helped.add(name)
            self.navigator.screen(name).help_asked.connect(self._on_help_asked)
        if name == "find" and self.payment is not None:
            self.payment.set_hint(self._local)

    def _remember_look(self, keep_look: KeepLook) -> None:
        from ui.look_keeper import LookKeeper

        LookKeeper(keep_look, self.tasks, self)

    def _make_help(self) -> HelpScreen:
        from ui.screens.help import HelpScreen

        screen = HelpScreen()
        screen.left.connect(self._on_help_left)
        return screen

    def _on_help_asked(self) -> None:
        self.navigator.cover("help")

    def _on_help_left(self) -> None:
        self.navigator.uncover("help")

    def _open_display(self, payment: PaymentFlow) -> None:
        from ui.customer_display import CustomerDisplay

        self.display = CustomerDisplay(self._local.utility_name)
        payment.view_changed.connect(self.display.show_view)
        self._show_training()
        if not self.display.show_on_second_screen():
            self.display.show()


def _closed(_nothing: None) -> None:
    """The connection is gone and the counter log let go of."""
