"""A computer's first start, page by page: back and forth, and on again after a stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.printing import PrinterFault, PrinterStatus
from cashier_app.services.first_start import Begun, FirstStart
from ui.keys import Key
from ui.main_window import MainWindow
from ui.messages import message_for
from ui.models import first_start_pages as pages
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.menu import MenuScreen
from ui.tasks import Operation, Tasks
from ui.texts.first_start import FIELD_OF
from ui.widgets.chip import Tone
from ui.widgets.field_grid import Answers
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint

T = TypeVar("T")
_ORDER = {
    pages.ALONE: (pages.WAY, pages.UTILITY, pages.ADMINISTRATOR, pages.PRINTER, pages.REACH),
    pages.CENTRAL: (pages.WAY, pages.SERVER, pages.ENTRY, pages.PRINTER, pages.REACH),
}
_MENUS = {pages.WAY, pages.PRINTER}


class FirstStartFlow(QObject):
    """`done` when the counter may open; `given_up` when a person leaves at the first page."""

    done = Signal()
    given_up = Signal()

    def __init__(self, window: MainWindow, tasks: Tasks, setup: FirstStart) -> None:
        super().__init__(window)
        self._window, self._tasks, self._setup = window, tasks, setup
        self._typed: dict[str, str] = {}
        self._until: datetime | None = None
        self._may_skip = False
        self._asked = 0
        self.page = pages.WAY
        self.menu = MenuScreen("first_start_menu")
        self.form = FieldsFormScreen("first_start_form")
        self.form.asks_before_leaving = False  # what is typed is kept, also for the next start
        self.menu.action_asked.connect(self._on_chosen)
        self.menu.left.connect(self._on_left)
        self.form.given.connect(self._on_given)
        self.form.left.connect(self._on_left)
        self.form.bind(Key.F9, self._go_on_without)

    def start(self) -> None:
        """Where an earlier start ended; the printer is asked for once the counter is there."""
        begun = self._setup.begun()
        self._typed = dict(begun.answers)
        order = self._order()
        page = begun.page if begun.page in order else pages.WAY
        # Without its password that page has nothing to show for what was proved.
        self._show(pages.SERVER if page == pages.ENTRY else page)

    def leave(self) -> None:
        """Keep what is typed for the next start."""
        self._remember()
        self._keep()

    def _keep(self) -> None:
        """In the lane, in the order of the pages; a close waits for it."""
        keep = partial(self._setup.keep, Begun(self.page, dict(self._typed)))
        self._tasks.run(Operation(keep, name="keep first start"), self, _kept)

    # -- pages --------------------------------------------------------------------

    def _show(self, page: str) -> None:
        self.page = page
        self._may_skip = False
        self._keep()
        header = self._header()
        if page in _MENUS:
            self._show_menu(page, header)
            return
        words, asks = pages.page(page, self._typed, self._until)
        self.form.begin(words, asks, header)
        self.form.set_frame(help_enabled=False)
        self._window.show_screen(self.form)

    def _show_menu(self, page: str, header: HeaderContent) -> None:
        is_first = page == pages.WAY
        actions = pages.ways() if is_first else pages.printers()
        self.menu.show_actions(actions, header, "")
        asked = self.tr("How will this computer work?")
        printing = self.tr("How are receipts printed?")
        self.menu.set_frame(
            question=asked if is_first else printing, banner=None,
            # The counter is made by then: there is no way back behind it.
            esc=self.tr("Leave") if is_first else "", help_enabled=False,
        )  # fmt: skip
        self._window.show_screen(self.menu)

    def _header(self) -> HeaderContent:
        order = self._order()
        return HeaderContent(
            icon="counter", name=self.tr("A new counter"),
            facts=(self.tr("What you type stays, also when you go back or leave"),),
            label=self.tr("Step"),
            amount=self.tr("{at} of {count}").format(
                at=min(order.index(self.page) + 1, len(order) - 1), count=len(order) - 1
            ),
        )  # fmt: skip

    def _order(self) -> tuple[str, ...]:
        return _ORDER.get(self._typed.get("way", ""), _ORDER[pages.ALONE])

    def _remember(self) -> None:
        if self.page not in _MENUS:
            self._typed.update(self.form.texts())

    def _on_left(self) -> None:
        if self.page == pages.WAY:
            self.leave()
            self.given_up.emit()
            return
        self._remember()
        order = self._order()
        self._show(order[order.index(self.page) - 1])

    # -- answers -------------------------------------------------------------------

    def _on_chosen(self, name: str) -> None:
        if self.page == pages.WAY:
            self._typed["way"] = name
            self._show(self._order()[1])
            return
        self._typed["kind"] = name
        if name == pages.NO_PRINTER:
            self._save_printer()
        else:
            self._show(pages.REACH)

    def _on_given(self, answers: Answers, _accept: bool) -> None:
        self._remember()
        if self.page == pages.UTILITY:
            self._show(pages.ADMINISTRATOR)
            return
        self._keep()
        typed = dict(self._typed)
        if self.page == pages.ADMINISTRATOR:
            utility, person = pages.utility_of(typed), pages.person_of(answers)
            self._run(partial(self._setup.make_alone, utility, person), self._on_made)
        elif self.page == pages.SERVER:
            self._run(partial(self._setup.look_at, pages.place_of(typed)), self._on_looked)
        elif self.page == pages.ENTRY:
            place, entry = pages.place_of(typed), pages.entry_of(answers)
            self._run(partial(self._setup.join, place, entry), self._on_made)
        else:
            self._run(partial(self._setup.try_printer, pages.printer_of(typed)), self._on_tried)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        operation = Operation(work, name="first start")
        self._asked += 1
        number = self._asked

        def finished() -> None:
            """Unless the answer led on to a further question."""
            if number == self._asked:
                self.form.go_on()

        self._tasks.run(operation, self, then, on_failure=self._on_failed, on_finished=finished)

    def _on_failed(self, error: CashierError) -> bool:
        if self.page in _MENUS:
            self.menu.set_frame(banner=message_for(error).banner)
            return True
        self.form.show_failure(error)
        self.form.focus_on(FIELD_OF.get(error.code, error.facts.get("field", "")))
        return True

    def _on_made(self, _nothing: None) -> None:
        self.form.clear()
        self._show(pages.PRINTER)

    def _on_looked(self, until: datetime) -> None:
        self._until = until
        self._show(pages.ENTRY)

    def _on_tried(self, status: PrinterStatus) -> None:
        if status.ready:
            self._save_printer()
            return
        self.form.go_on()
        self.form.notice.tell(self.tr("The printer is not ready."), self._fault(status), Tone.WARN)
        self._may_skip = True
        self.form.set_frame(
            keys=(
                KeyHint("Tab", self.tr("Next field")),
                KeyHint("F9", self.tr("Go on without it")),
            )
        )

    def _go_on_without(self) -> None:
        """As it is typed: it can be mended when it is there."""
        if self._may_skip and not self.form.is_waiting:
            self._save_printer()

    def _save_printer(self) -> None:
        printer = pages.printer_of(self._typed)

        def save() -> None:
            self._setup.save_printer(printer)
            self._setup.finish()

        self._run(save, self._on_saved)

    def _on_saved(self, _nothing: None) -> None:
        self.done.emit()

    def _fault(self, status: PrinterStatus) -> str:
        words = {
            PrinterFault.NO_PAPER: self.tr("It has no paper: put a roll in, then press Enter."),
            PrinterFault.COVER_OPEN: self.tr("Its cover is open: close it, then press Enter."),
            PrinterFault.CUTTER: self.tr("Its cutter is stuck: clear it, then press Enter."),
            PrinterFault.OFFLINE: self.tr("It is off line: press its button, then Enter."),
        }
        otherwise = self.tr("It cannot be reached: look at its plug, its power and this address.")
        return words.get(status.fault, otherwise)


def _kept(_nothing: None) -> None:
    """It is a help for the next start; nobody waits for it."""
