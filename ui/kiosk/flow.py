"""One customer after the other: in by two numbers, out by a touch or by the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import CashierError, Refused, SignInFailed
from cashier_app.domain.kiosk import AccountKeys, KioskFacts
from cashier_app.domain.printing import PrintResult, PrintState
from cashier_app.domain.queue import TakenTicket, TicketSlip
from cashier_app.services.kiosk import Kiosk, SheetPaper, account_keys
from ui.kiosk.account_page import AccountPage
from ui.kiosk.countdown import Countdown
from ui.kiosk.plain_pages import ClosedPage, EndPage, TicketPage
from ui.kiosk.start_page import StartPage
from ui.kiosk.window import KioskWindow
from ui.messages import message_for
from ui.tasks import LaneName, Operation, Tasks

_log = logging.getLogger(__name__)
T = TypeVar("T")
TICKET_SECONDS = 20
"""The number is on the slip, too: the next customer need not wait for long."""
_AGAIN_MS = 10_000
_END_DIGITS = 6
_CLOSES = {"kiosk_disabled", "not_a_kiosk", "server_unreachable"}


class Visit(QObject):
    """One customer at the screen: answers that come after they left find nobody."""

    def __init__(self, keys: AccountKeys | None, parent: QObject) -> None:
        super().__init__(parent)
        self.keys = keys


class KioskFlow(QObject):
    """`ended` when a supervisor has ended the screen."""

    ended = Signal()
    facts_changed = Signal(object)

    def __init__(
        self, window: KioskWindow, tasks: Tasks, kiosk: Kiosk, countdown: Countdown | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._kiosk = window, tasks, kiosk
        self._facts: KioskFacts | None = None
        self._visit: Visit | None = None
        self._pages: list[QWidget] = []
        self.countdown = countdown or Countdown(parent=self)
        self.start_page, self.closed_page, self.end_page = StartPage(), ClosedPage(), EndPage()
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.begin)
        self._connect()

    @property
    def facts(self) -> KioskFacts | None:
        """Who we are, once the database has said it."""
        return self._facts

    def begin(self) -> None:
        """Ask the database who we are; until then the screen says that it is closed."""
        if self._facts is None:
            self._close_screen(self.tr("One moment"), self.tr("This screen is starting."))
        operation = Operation(self._kiosk.service.hello, name="hello")
        self._tasks.run(operation, self, self._on_hello, on_failure=self._on_no_hello)

    def leave(self) -> None:
        """The first page; nothing of the customer is left on any widget."""
        self.countdown.stop()
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.keys = None
            visit.deleteLater()
        for page in self._pages:
            self._window.throw_away(page)
        self._pages.clear()
        self.start_page.clear()
        self.end_page.clear()
        self._window.show_page(self.start_page)
        self.start_page.account.edit.setFocus()

    def scanned(self, code: str) -> None:
        """A bill's bar code, on the first page only."""
        if self._window.pages.currentWidget() is self.start_page:
            self.start_page.scanned(code)

    def _connect(self) -> None:
        self.start_page.opened.connect(self._on_numbers_given)
        self.start_page.number_asked.connect(self._on_number_asked)
        self.end_page.given.connect(self._on_end_given)
        self.end_page.left.connect(self.leave)
        self._window.end_asked.connect(self._on_end_asked)
        self._window.escaped.connect(self._on_escaped)
        self._window.stayed.connect(self.countdown.touch)
        self.countdown.warned.connect(self._window.warn)
        self.countdown.ended.connect(self.leave)
        for field in (self.start_page.account, self.start_page.bill):
            field.edit.textChanged.connect(self._on_typed)

    # -- the screen itself -----------------------------------------------------------------

    def _on_hello(self, facts: KioskFacts) -> None:
        first = self._facts is None
        self._keep(facts)
        if first or self._window.pages.currentWidget() is self.closed_page:
            self.leave()

    def _keep(self, facts: KioskFacts) -> None:
        """The day, the clock and the rules as they are now."""
        if facts == self._facts:
            return
        self._facts = facts
        self._window.heading.set_words(facts.utility.name, f"{facts.office}, {facts.name}")
        self._window.training.setVisible(facts.utility.is_training)
        self.facts_changed.emit(facts)

    def _on_no_hello(self, error: CashierError) -> bool:
        # A customer is told what to do; the log says why.
        _log.info("the kiosk is closed: %s", error.code)
        self._close_screen(
            self.tr("This screen is out of order"), self.tr("Please go to a counter.")
        )
        self._again.start()
        return True

    def _close_screen(self, title: str, text: str) -> None:
        self.closed_page.tell(title, text)
        self._window.show_page(self.closed_page)

    def _on_escaped(self) -> None:
        if self._visit is not None or self._window.pages.currentWidget() is self.end_page:
            self.leave()

    def _on_end_asked(self) -> None:
        self.leave()
        self.end_page.clear()
        self._window.show_page(self.end_page)
        self.end_page.name.edit.setFocus()
        self._count()

    def _on_end_given(self, user_name: str, password: str) -> None:
        code = self._facts.code if self._facts else ""
        work = partial(self._kiosk.service.end, code, user_name, password)

        def on_ended(_nothing: None) -> None:
            self.ended.emit()

        def on_failed(error: CashierError) -> bool:
            self.end_page.tell(message_for(error).sentence)
            return True

        self._tasks.run(Operation(work, name="end"), self, on_ended, on_failure=on_failed)

    # -- a customer ---------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        """Half a number is a customer's, too: it goes when nobody goes on."""
        if text and self._visit is None and not self.countdown.is_running:
            self._count()

    def _on_numbers_given(self, account_no: str, bill_no: str) -> None:
        try:
            keys = account_keys(account_no, bill_no)
        except Refused as error:
            self.start_page.tell(self._words(error))
            return
        visit = self._begin_visit(keys)
        self._ask_now(visit, partial(self._kiosk.service.account, keys), self._on_account)

    def _on_account(self, facts: KioskFacts, opened: AccountOpened) -> None:
        page = AccountPage(
            opened, facts.utility.currency, facts.today,
            has_sheets=self._kiosk.service.has_sheets,
        )  # fmt: skip
        page.left.connect(self.leave)
        page.ticket_asked.connect(self._on_ticket_asked)
        page.statement_asked.connect(self._on_statement_asked)
        page.bill_print_asked.connect(self._on_bill_print_asked)
        page.paper_asked.connect(self._on_paper_asked)
        self._show(page)
        # What was typed on the first page is not seen again.
        self.start_page.clear()
        if page.chosen == () and opened.past_bills:
            self._on_paper_asked(opened.past_bills[0].bill_no)

    def _on_paper_asked(self, bill_no: str) -> None:
        visit = self._visit
        if visit is None or visit.keys is None:
            return
        page = self._page()
        work = partial(self._kiosk.service.bill, visit.keys, bill_no)
        if page is not None:
            self._ask(visit, work, page.show_paper)

    def _on_bill_print_asked(self, bill_no: str) -> None:
        visit = self._visit
        if visit is not None and visit.keys is not None and self._facts is not None:
            utility = self._facts.utility
            self._print(partial(self._kiosk.service.bill_sheet, visit.keys, bill_no, utility))

    def _on_statement_asked(self) -> None:
        visit = self._visit
        if visit is not None and visit.keys is not None:
            self._print(partial(self._kiosk.service.statement_sheet, visit.keys))

    def _print(self, draw: Callable[[], SheetPaper]) -> None:
        page, visit = self._page(), self._visit
        if page is None or visit is None:
            return
        page.set_waiting(waiting=True)
        told = self.tr("It is being printed. Take it from the printer.")

        def drawn(paper: SheetPaper) -> None:
            work = partial(self._kiosk.service.print_sheet, paper)
            self._ask(visit, work, lambda _nothing: page.tell(told), LaneName.PRINTER)

        self._ask(visit, draw, drawn)

    def _on_ticket_asked(self, bill_nos: tuple[str, ...]) -> None:
        visit, page = self._visit, self._page()
        if visit is None or visit.keys is None or page is None:
            return
        page.set_waiting(waiting=True)
        end = visit.keys.account_no[-_END_DIGITS:]
        work = partial(self._kiosk.service.take_ticket, visit.keys, bill_nos)
        self._ask_now(visit, work, lambda facts, ticket: self._on_ticket(facts, ticket, end))

    def _on_number_asked(self) -> None:
        self.start_page.set_waiting(waiting=True)
        visit = self._begin_visit(None)
        work = self._kiosk.service.take_number
        self._ask_now(visit, work, lambda facts, ticket: self._on_ticket(facts, ticket, ""))

    def _on_ticket(self, facts: KioskFacts, ticket: TakenTicket, account_end: str) -> None:
        for page in self._pages:
            self._window.throw_away(page)
        self._pages.clear()
        shown = TicketPage(ticket)
        shown.left.connect(self.leave)
        self._show(shown)
        self.countdown.start(TICKET_SECONDS)
        slip = TicketSlip(ticket, facts.office, facts.name, account_end)
        printing = partial(
            self._kiosk.printer.print_ticket, slip, facts.utility, facts.utc_offset_minutes
        )

        def on_printed(result: PrintResult) -> None:
            shown.tell(printed=result.state is not PrintState.NOT_PRINTED)

        operation = Operation(printing, LaneName.PRINTER, name="print ticket")
        self._tasks.run(operation, shown, on_printed)

    # -- one visit ------------------------------------------------------------------------------

    def _begin_visit(self, keys: AccountKeys | None) -> Visit:
        if self._visit is not None:
            self._visit.deleteLater()
        self._visit = Visit(keys, self)
        self._count()
        return self._visit

    def _count(self) -> None:
        self.countdown.start(self._facts.idle_seconds if self._facts else 60)

    def _show(self, page: QWidget) -> None:
        self._pages.append(page)
        self._window.show_page(page)

    def _page(self) -> AccountPage | None:
        return next((p for p in self._pages if isinstance(p, AccountPage)), None)

    def _ask_now(
        self, visit: Visit, work: Callable[[], T], on_answer: Callable[[KioskFacts, T], None]
    ) -> None:
        """As `_ask`, with the utility's day and clock at that moment."""

        def answered(answer: tuple[KioskFacts, T]) -> None:
            facts, found = answer
            self._keep(facts)
            on_answer(facts, found)

        self._ask(visit, partial(self._kiosk.service.at_once, work), answered)

    def _ask(
        self, visit: Visit, work: Callable[[], T], on_answer: Callable[[T], None],
        lane: LaneName = LaneName.COUNTER,
    ) -> None:  # fmt: skip
        """Only the customer who asked is answered."""

        def answered(answer: T) -> None:
            if visit is self._visit:
                on_answer(answer)

        def failed(error: CashierError) -> bool:
            if visit is self._visit:
                self._tell(error)
            return True

        self._tasks.run(Operation(work, lane, name="kiosk"), visit, answered, on_failure=failed)

    def _tell(self, error: CashierError) -> None:
        page = self._page()
        if isinstance(error, SignInFailed) or error.code in _CLOSES:
            self.leave()
            self._on_no_hello(error)
        elif page is not None:
            page.tell(self._words(error))
        else:
            visit, self._visit = self._visit, None
            if visit is not None:
                visit.deleteLater()
            self.start_page.tell(self._words(error))

    def _words(self, error: CashierError) -> str:
        if isinstance(error, Refused) and error.code == "kiosk_wait":
            error = Refused(error.code, {"wait": self._wait(int(error.facts.get("seconds", "60")))})
        return message_for(error).sentence

    def _wait(self, seconds: int) -> str:
        if seconds <= 90:
            return self.tr("{n} seconds").format(n=seconds)
        if seconds <= 90 * 60:
            return self.tr("{n} minutes").format(n=-(-seconds // 60))
        return self.tr("{n} hours").format(n=-(-seconds // 3600))
