"""Papers of an account: a bill as it was issued, again, and the statement of account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.accounts import AccountOpened, OpenBill, PastBill
from cashier_app.domain.bill_papers import Sheet
from cashier_app.domain.errors import CashierError
from cashier_app.services.bill_papers import BillPaperService
from ui import dates
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.models import words
from ui.models.saved_words import saved_banner
from ui.models.typed import day_as_in_files, day_text
from ui.screens.fields_form import FieldsFormScreen, FormWords
from ui.screens.papers import PapersScreen
from ui.tasks import LaneName, Operation
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.field_grid import Answers, Ask
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

About = tuple[str, tuple[LedgerLine, ...]]
Told = Callable[[BannerContent], None]
_MOST_SHOWN = 21
"""As many rows as the smallest window has room for."""


class AccountPapers(QObject):
    """`left` goes back to the account; `saved` also says where the statement lies."""

    left = Signal()
    saved = Signal(object)

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.navigator)
        self._counter = counter
        self._account_no = ""
        self._number = 0
        """Of the newest paper: an answer to one that was left is nobody's any more."""
        self._list, self._form = PapersScreen(), FieldsFormScreen("office_statement")
        self._form.asks_before_leaving = False  # only what is to be read
        for screen in (self._list, self._form):
            counter.navigator.add(screen)
            screen.left.connect(self.left)
        self._list.paper_asked.connect(self._on_paper_asked)
        self._form.given.connect(self._on_period_given)

    def forget(self) -> None:
        """Nothing of the account stays."""
        self._account_no = ""
        self._form.clear()
        self.let_go()

    def let_go(self) -> None:
        """Whoever asked for a paper went on: it is saved, but nothing is told of it."""
        self._number += 1

    # -- bills -----------------------------------------------------------------------------

    def show_bills(self, opened: AccountOpened, header: HeaderContent, about: About) -> None:
        """Its open and past bills, the newest first."""
        bills: list[OpenBill | PastBill] = [*opened.bills, *opened.past_bills]
        bills.sort(key=lambda bill: (bill.issued_on, bill.bill_no), reverse=True)
        show = self._counter.state.currency.show
        rows = tuple(
            Action(
                bill.bill_no, f"{words.bill_title(bill)}, {show(bill.total)}",
                self.tr("Bill {number}, issued {day}").format(
                    number=bill.bill_no, day=f"{dates.day(bill.issued_on)} {bill.issued_on.year}"
                ),
                "receipt",
            )
            for bill in bills[:_MOST_SHOWN]
        )  # fmt: skip
        self._list.begin(self.tr("Which bill's paper?"), rows, header, about)
        self._counter.navigator.show("office_papers")

    def save_bill(self, bill_no: str, sheet: Sheet, told: Told) -> None:
        """Draw and save a bill, then say where it lies, or why not."""
        utility = self._counter.state.signed_in.utility
        self._run(partial(self._service.bill, bill_no, utility, sheet), told)

    def _on_paper_asked(self, bill_no: str, sheet: Sheet) -> None:
        self.save_bill(bill_no, sheet, self._list.tell)

    # -- the statement -----------------------------------------------------------------------

    def ask_period(self, opened: AccountOpened, header: HeaderContent, about: About) -> None:
        """Ask for the first and the last day."""
        self._account_no = opened.account_no.replace("-", "")
        today = self._counter.state.signed_in.business_date
        hint = self.tr("as 25.11.2026")
        asks = (
            Ask("first", self.tr("From"), day_as_in_files, day_text(today.replace(month=1, day=1)),
                hint),
            Ask("last", self.tr("To"), day_as_in_files, day_text(today), hint),
        )  # fmt: skip
        asked = FormWords(
            self.tr("Which days are stated?"), self.tr("Save the statement"),
            self.tr("As a PDF, into the folder of reports"), *about,
        )  # fmt: skip
        self._form.begin(asked, asks, header)
        self._counter.navigator.show("office_statement")

    def _on_period_given(self, answers: Answers, _accept: bool) -> None:
        utility = self._counter.state.signed_in.utility
        save = partial(
            self._service.statement, self._account_no, answers["first"], answers["last"], utility
        )
        self._run(save, self.saved.emit, self._on_not_stated)

    def _on_not_stated(self, error: CashierError) -> bool:
        self._form.show_failure(error)
        return True

    @property
    def _service(self) -> BillPaperService:
        return self._counter.program.bill_papers

    def _run(
        self, save: Callable[[], Path], told: Told,
        on_failure: Callable[[CashierError], bool] | None = None,
    ) -> None:  # fmt: skip
        self._number += 1
        number = self._number

        def on_saved(path: Path) -> None:
            if number == self._number:
                told(saved_banner(path))

        def on_failed(error: CashierError) -> bool:
            if number == self._number:
                told(message_for(error).banner)
            return True

        operation = Operation(save, LaneName.REPORTS, name="save paper")
        self._counter.tasks.run(
            operation, self, on_saved, on_failure=on_failure or on_failed,
            on_finished=self._form.go_on,
        )  # fmt: skip
