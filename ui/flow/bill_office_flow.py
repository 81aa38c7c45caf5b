"""The office's acts on the bills of an account: correct, cancel, fee, instalments, papers."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from cashier_app.domain.accounts import AccountOpened, OpenBill, PastBill
from cashier_app.domain.bill_papers import Sheet
from cashier_app.domain.errors import CashierError
from cashier_app.domain.utility import Role
from ui import dates
from ui.flow import shift_words
from ui.flow.account_by_number import account_by_number
from ui.flow.account_papers import AccountPapers
from ui.flow.activities import ActivityFlow
from ui.flow.bill_office_forms import (
    ADJUST,
    CANCEL,
    FEE,
    PLAN,
    BillOfficeForms,
    OfficeForm,
    owed,
)
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.refusals import no_payment
from ui.models import words
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.office_account import OfficeListScreen
from ui.tasks import LaneName, OnFailure, Operation, Topic
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.field_grid import Answers
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

STATEMENT, PAPERS = "statement", "papers"
_SHOWN_BILLS = 12
_SHOWN_OF_NOTHING = 3


class BillOfficeFlow(ActivityFlow):
    """Number, account, bill, form; after an act the account as it is then."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._opened: AccountOpened | None = None
        self._bill: OpenBill | None = None
        self._form: OfficeForm | None = None
        self._request: tuple[Answers, UUID] | None = None
        self._ask = AskNumberScreen("office_number")
        self._forms = BillOfficeForms(counter, self)
        counter.navigator.add(self._ask)
        self._ask.left.connect(self.left)
        self._ask.given.connect(self._on_number_given)
        self._account = ScreenOnce(counter.navigator, self._make_account)
        self._one = ScreenOnce(counter.navigator, self._make_one)
        self._form_screen = ScreenOnce(counter.navigator, self._make_form_screen)
        self._papers = MadeOnce(self._make_papers)

    def _make_account(self) -> OfficeListScreen:
        screen = OfficeListScreen("office_account")
        screen.left.connect(self.start)
        screen.action_asked.connect(self._on_account_act)
        return screen

    def _make_one(self) -> OfficeListScreen:
        screen = OfficeListScreen("bill_acts")
        screen.left.connect(partial(self._show_account, None))
        screen.action_asked.connect(self._on_bill_act)
        return screen

    def _make_form_screen(self) -> FieldsFormScreen:
        screen = FieldsFormScreen("office_form")
        screen.left.connect(self._on_form_left)
        screen.given.connect(self._on_given)
        return screen

    def _make_papers(self) -> AccountPapers:
        made = AccountPapers(self.counter)
        made.left.connect(partial(self._show_account, None))
        made.saved.connect(self._show_account)
        return made

    def start(self) -> None:
        self._opened = self._bill = None
        asked = NumberQuestion(
            self.tr("Whose bills are worked on?"), self.tr("Account number"),
            self.tr("As it stands on the bill"),
        )  # fmt: skip
        self._ask.begin(asked, shift_words.person_header(self.counter.state))
        self.counter.navigator.show("office_number")

    def stop(self) -> None:
        self._opened = self._bill = self._form = self._request = None
        self._ask.clear()
        for papers in made_of(self._papers):
            papers.forget()
        for screen in made_of(self._form_screen):
            screen.clear()

    def _on_number_given(self, text: str) -> None:
        self._ask.wait(self.tr("Looking it up"))

        def failed(error: CashierError) -> bool:
            self._ask.show_failure(error)
            return True

        self._look_up(text, None, failed)

    def _look_up(self, number: str, banner: BannerContent | None, failed: OnFailure) -> None:
        lookup = self.counter.program.lookup
        operation = Operation(partial(account_by_number, lookup, number), latest="bill_office")
        self.counter.tasks.run(
            operation,
            self,
            partial(self._on_found, banner),
            on_failure=failed,
            on_bug=self._ask.go_on,
        )

    def _on_found(self, banner: BannerContent | None, opened: AccountOpened) -> None:
        self._ask.clear()
        self._opened = opened
        self._show_account(banner)

    def _show_account(self, banner: BannerContent | None) -> None:
        opened = self._opened
        if opened is None:
            self.start()
            return
        self._bill = None
        for papers_of_before in made_of(self._papers):
            papers_of_before.let_go()
        show = self.counter.state.currency.show
        bills = tuple(
            Action(
                bill.bill_no, f"{words.bill_title(bill)}, {show(bill.balance)}",
                words.bill_second_line(bill, with_customer=False), "receipt",
            )
            for bill in opened.bills[:_SHOWN_BILLS]
        )  # fmt: skip
        nothing = tuple(
            Action(
                bill.bill_no, words.bill_title(bill),
                self.tr("There was nothing to pay; it can be cancelled"), "receipt",
            )
            for bill in asked_nothing(opened)
        )  # fmt: skip
        fee = Action(
            FEE, self.tr("Bill a fee"), self.tr("Meter test, reconnection, deposit"), "cash"
        )
        plan = Action(
            PLAN, self.tr("Agree instalments"), self.tr("For everything that is owed"), "clock"
        )
        statement = Action(
            STATEMENT, self.tr("Statement of account"),
            self.tr("Every posting between two days, as a PDF"), "printer",
        )  # fmt: skip
        papers = Action(
            PAPERS, self.tr("A bill's paper again"), self.tr("Open or paid, on A4 or A5"), "printer"
        )
        question = self.tr("Which bill, or what else?") if bills else self.tr("What is billed?")
        about = (opened.customer_name, self._account_lines(opened))
        has_papers = self._may_draw_bills and (opened.bills or opened.past_bills)
        acts = (
            *bills, *nothing, fee, *((plan,) if bills else ()), statement,
            *((papers,) if has_papers else ()),
        )  # fmt: skip
        self._account().begin(question, acts, self._header(opened), about, banner)
        self.counter.navigator.show("office_account")

    @property
    def _may_draw_bills(self) -> bool:
        """The lines of bills are read by clerks alone."""
        return self.counter.state.signed_in.person.role is Role.CLERK

    def _account_lines(self, opened: AccountOpened) -> tuple[LedgerLine, ...]:
        show = self.counter.state.currency.show
        return (
            LedgerLine(opened.account_no, detail=opened.address, rule="line"),
            LedgerLine(self.tr("Open bills"), str(len(opened.bills)), weight="row"),
            LedgerLine(self.tr("Owed"), show(owed(opened)), weight="strong"),
            LedgerLine(self.tr("Credit"), show(opened.credit), weight="row"),
        )

    def _header(self, opened: AccountOpened) -> HeaderContent:
        who = HeaderContent("person", opened.customer_name, (opened.account_no, opened.address))
        return who.with_amount(self.tr("Owed"), owed(opened), self.counter.state.currency)

    def _on_account_act(self, name: str) -> None:
        opened = self._opened
        if opened is None:
            return
        about = (opened.customer_name, self._account_lines(opened))
        if name in {STATEMENT, PAPERS}:
            show = self._papers().ask_period if name == STATEMENT else self._papers().show_bills
            show(opened, self._header(opened), about)
        elif name in {FEE, PLAN}:
            make = self._forms.fee if name == FEE else self._forms.plan
            self._ask_form(make(opened, about[1]))
        else:
            bill = next((bill for bill in opened.bills if bill.bill_no == name), None)
            past = next((bill for bill in asked_nothing(opened) if bill.bill_no == name), None)
            if bill is not None:
                self._bill = bill
                self._show_bill(bill)
            elif past is not None:
                self._ask_form(self._forms.cancel(past, about[1]))

    def _show_bill(self, bill: OpenBill) -> None:
        opened = self._opened
        if opened is None:
            return
        adjust = Action(
            ADJUST, self.tr("Correct it by an amount"),
            self.tr("A signed posting; the paper stays as it is"), "receipt",
        )  # fmt: skip
        cancel = Action(
            CANCEL, self.tr("Cancel it"),
            self.tr("A credit note for all of it; its readings can be billed again"), "undo",
        )  # fmt: skip
        papers = tuple(
            Action(
                sheet, self.tr("Its paper again, {sheet}").format(sheet=sheet),
                self.tr("As it was issued, into the folder of reports"), "printer",
            )
            for sheet in Sheet if self._may_draw_bills
        )  # fmt: skip
        question = self.tr("What is done with {bill}?").format(bill=words.bill_title(bill))
        about = (words.bill_title(bill), self._bill_lines(bill))
        self._one().begin(question, (adjust, cancel, *papers), self._header(opened), about)
        self.counter.navigator.show("bill_acts")

    def _bill_lines(self, bill: OpenBill) -> tuple[LedgerLine, ...]:
        show = self.counter.state.currency.show
        posted = tuple(
            LedgerLine(p.cause, show(p.amount), detail=dates.day(p.posted_on), weight="row")
            for p in bill.postings
        )
        return (
            LedgerLine(self.tr("Bill {number}").format(number=bill.bill_no), rule="line"),
            LedgerLine(self.tr("On the paper"), show(bill.total), weight="row"),
            *posted,
            LedgerLine(self.tr("Paid"), show(bill.paid_so_far), weight="row"),
            LedgerLine(self.tr("Still open"), show(bill.balance), weight="strong"),
        )

    def _on_bill_act(self, name: str) -> None:
        bill = self._bill
        if bill is None:
            return
        if name in set(Sheet):
            self._one().set_frame(
                next_key=NextKeyContent(self.tr("Wait"), self.tr("Drawing it"), waiting=True)
            )
            self._papers().save_bill(bill.bill_no, Sheet(name), self._show_account)
            return
        make = self._forms.adjust if name == ADJUST else self._forms.cancel
        self._ask_form(make(bill, self._bill_lines(bill)))

    def _ask_form(self, form: OfficeForm) -> None:
        self._form, self._request = form, None
        if self._opened is not None:
            self._form_screen().begin(form.words, form.asks, self._header(self._opened))
            self.counter.navigator.show("office_form")

    def _on_form_left(self) -> None:
        self._form = None
        if self._bill is not None:
            self._show_bill(self._bill)
        else:
            self._show_account(None)

    def _on_given(self, answers: Answers, _accept: bool) -> None:
        form, opened = self._form, self._opened
        if form is None or opened is None:
            return

        def done(_answer: object) -> None:
            self._form = self._request = None
            banner = BannerContent(Gravity.LOOK, form.done(answers), icon="check")

            def not_read(_error: CashierError) -> bool:
                """It is done all the same: the account as it was before, with what was done."""
                self._show_account(banner)
                return False

            self._look_up(opened.account_no, banner, not_read)

        def failed(error: CashierError) -> bool:
            self._form_screen().show_failure(no_payment(error))
            return True

        def finished() -> None:
            if self._form is form:
                self._form_screen().go_on()

        operation = Operation(
            form.act(answers, self._id_of(answers)), LaneName.REPORTS,
            topics=frozenset({Topic.BILLS}), name="bill office",
        )  # fmt: skip
        self.counter.tasks.run(operation, self, done, on_failure=failed, on_finished=finished)

    def _id_of(self, answers: Answers) -> UUID:
        """The same answers again are the same request: nothing is posted twice after a doubt."""
        if self._request is None or self._request[0] != answers:
            self._request = (answers, self.counter.program.new_request_id())
        return self._request[1]


def asked_nothing(opened: AccountOpened) -> tuple[PastBill, ...]:
    """The newest bills that asked for nothing: they are open to nobody, but can be cancelled."""
    return tuple(bill for bill in opened.past_bills if bill.asked_nothing)[:_SHOWN_OF_NOTHING]
