"""The office's acts on the bills of an account: correct, cancel, fee, instalments, papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from cashier_app.domain.accounts import AccountOpened, OpenBill
from cashier_app.domain.bill_office import Instalment, in_instalments
from cashier_app.domain.bill_papers import Sheet
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.utility import Role
from cashier_app.services.bill_office import (
    AdjustBill,
    AgreePlan,
    BillOfficeService,
    CancelBill,
    IssueFee,
)
from ui import dates
from ui.flow import shift_words
from ui.flow.account_by_number import account_by_number
from ui.flow.account_papers import AccountPapers
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.models import words
from ui.models.typed import date_in, day_text, number_in
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.fields import (
    Asked,
    FieldsScreen,
    Form,
    Kind,
    Values,
)
from ui.screens.office_account import OfficeListScreen
from ui.tasks import LaneName, Operation, Topic
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

FEE, PLAN, ADJUST, CANCEL = "fee", "plan", "adjust", "cancel"
STATEMENT, PAPERS = "statement", "papers"
_SHOWN_BILLS = 12
_FEE_DUE_DAYS = 14
_MOST_MONTHS = 60


class BillOfficeFlow(ActivityFlow):
    """Number, account, bill, form; after an act the account as it is then."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._opened: AccountOpened | None = None
        self._bill: OpenBill | None = None
        self._request: tuple[Values, UUID] | None = None
        self._ask = AskNumberScreen("office_number")
        self._account, self._one = OfficeListScreen("office_account"), OfficeListScreen("bill_acts")
        self._forms = _forms(self)
        self._papers = AccountPapers(counter)
        self._papers.left.connect(partial(self._show_account, None))
        self._papers.saved.connect(self._show_account)
        for screen in (self._ask, self._account, self._one, *self._forms.values()):
            counter.navigator.add(screen)
        self._ask.left.connect(self.left)
        self._ask.given.connect(self._on_number_given)
        self._account.left.connect(self.start)
        self._account.action_asked.connect(self._on_account_act)
        self._one.left.connect(partial(self._show_account, None))
        self._one.action_asked.connect(self._on_bill_act)
        for name, form in self._forms.items():
            form.left.connect(self._on_form_left)
            form.given.connect(getattr(self, f"_on_{name}_given"))

    def start(self) -> None:
        self._opened = self._bill = None
        asked = NumberQuestion(
            self.tr("Whose bills are worked on?"), self.tr("Account number"),
            self.tr("As it stands on the bill"),
        )  # fmt: skip
        self._ask.begin(asked, shift_words.person_header(self.counter.state))
        self.counter.navigator.show("office_number")

    def stop(self) -> None:
        self._opened = self._bill = None
        self._ask.clear()
        self._papers.forget()
        for form in self._forms.values():
            form.clear()

    def _on_number_given(self, text: str) -> None:
        self._ask.wait(self.tr("Looking it up"))
        self._look_up(text, None, self._ask.show_failure)

    def _look_up(
        self, number: str, banner: BannerContent | None, on_failure: Callable[[CashierError], None]
    ) -> None:
        lookup = self.counter.program.lookup

        def failed(error: CashierError) -> bool:
            on_failure(error)
            return True

        operation = Operation(partial(account_by_number, lookup, number), latest="bill_office")
        self.counter.tasks.run(operation, self, partial(self._on_found, banner), on_failure=failed)

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
        show = self.counter.state.currency.show
        bills = tuple(
            Action(
                bill.bill_no, f"{words.bill_title(bill)}, {show(bill.balance)}",
                words.bill_second_line(bill, with_customer=False), "receipt",
            )
            for bill in opened.bills[:_SHOWN_BILLS]
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
            *bills, fee, *((plan,) if bills else ()), statement,
            *((papers,) if has_papers else ()),
        )  # fmt: skip
        self._account.begin(question, acts, self._header(opened), about, banner)
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
            LedgerLine(self.tr("Owed"), show(_owed(opened)), weight="strong"),
            LedgerLine(self.tr("Credit"), show(opened.credit), weight="row"),
        )

    def _header(self, opened: AccountOpened) -> HeaderContent:
        facts = (opened.account_no, opened.address)
        show = self.counter.state.currency.show
        return HeaderContent(
            "person", opened.customer_name, facts, self.tr("Owed"), show(_owed(opened))
        )

    def _on_account_act(self, name: str) -> None:
        opened = self._opened
        if opened is None:
            return
        if name in {STATEMENT, PAPERS}:
            show = self._papers.ask_period if name == STATEMENT else self._papers.show_bills
            show(opened, self._header(opened), (opened.customer_name, self._account_lines(opened)))
            return
        today = self.counter.state.signed_in.business_date
        if name == FEE:
            form = Form(
                self.tr("Which fee is billed?"), opened.customer_name,
                self._account_lines(opened), self._fee_words,
            )  # fmt: skip
            due = day_text(today + timedelta(days=_FEE_DUE_DAYS))
            self._show_form(FEE, form, {"due_on": due})
        elif name == PLAN:
            form = Form(
                self.tr("How is it paid?"), opened.customer_name, self._account_lines(opened),
                self._plan_words,
            )  # fmt: skip
            self._show_form(PLAN, form, {"first": day_text(today + timedelta(days=30))})
        else:
            bill = next((bill for bill in opened.bills if bill.bill_no == name), None)
            if bill is not None:
                self._bill = bill
                self._show_bill(bill)

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
        self._one.begin(question, (adjust, cancel, *papers), self._header(opened), about)
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
            self._one.set_frame(
                next_key=NextKeyContent(self.tr("Wait"), self.tr("Drawing it"), waiting=True)
            )
            self._papers.save_bill(bill.bill_no, Sheet(name), self._show_account)
            return
        title = words.bill_title(bill)
        question, act = {
            ADJUST: (self.tr("By how much is {bill} corrected, and why?"), self._adjust_words),
            CANCEL: (self.tr("Why is {bill} cancelled?"), self._cancel_words),
        }[name]
        form = Form(question.format(bill=title), title, self._bill_lines(bill), act)
        self._show_form(name, form)

    def _show_form(self, name: str, form: Form, values: Values | None = None) -> None:
        self._request = None
        if self._opened is not None:
            self._forms[name].begin(form, self._header(self._opened), values)
            self.counter.navigator.show(f"office_{name}")

    def _on_form_left(self) -> None:
        if self._bill is not None:
            self._show_bill(self._bill)
        else:
            self._show_account(None)

    def _adjust_words(self, values: Values) -> tuple[str, str]:
        amount, bill = number_in(values["amount"]), self._bill
        if amount is None or bill is None:
            return "", ""
        show = self.counter.state.currency.show
        left = bill.balance + amount
        if left < 0:
            return "", self.tr("The bill owes only {amount}").format(amount=show(bill.balance))
        title = self.tr("Post {amount}").format(amount=show(amount))
        return title, self.tr("Then {amount} is open").format(amount=show(left))

    def _cancel_words(self, values: Values) -> tuple[str, str]:
        bill = self._bill
        if bill is None or not values:
            return "", ""
        show = self.counter.state.currency.show
        return (
            self.tr("Cancel this bill"),
            self.tr("A credit note of {amount}").format(amount=show(bill.balance)),
        )

    def _fee_words(self, values: Values) -> tuple[str, str]:
        amount, due_on = number_in(values["amount"]), date_in(values["due_on"])
        today = self.counter.state.signed_in.business_date
        if amount is None or due_on is None:
            return "", ""
        if due_on < today:
            return "", self.tr("It cannot be due before today")
        show = self.counter.state.currency.show
        title = self.tr("Bill {amount}").format(amount=show(amount))
        due = self.tr("Due {day}; every counter has it at once").format(day=dates.day(due_on))
        return title, due

    def _plan_words(self, values: Values) -> tuple[str, str]:
        parts = self._parts(values)
        if not parts:
            return "", self.tr("Up to {most} months, each part above zero").format(
                most=_MOST_MONTHS
            )
        show = self.counter.state.currency.show
        title = self.tr("Agree {count} instalments").format(count=len(parts))
        each = self.tr("{amount} each month from {day}, the last {last}").format(
            amount=show(parts[0].amount), day=dates.day(parts[0].due_on),
            last=show(parts[-1].amount),
        )  # fmt: skip
        return title, each

    def _parts(self, values: Values) -> tuple[Instalment, ...]:
        first = date_in(values["first"])
        if self._opened is None or first is None:
            return ()
        months, unit = int(values["months"]), self.counter.state.currency.unit
        if months > _MOST_MONTHS:
            return ()
        try:
            return in_instalments(_owed(self._opened), first, months, unit)
        except ValueError:
            return ()

    def _on_adjust_given(self, values: Values) -> None:
        amount, bill = number_in(values["amount"]), self._bill
        if amount is None or bill is None:
            return
        act = AdjustBill(self._id_of(values), bill.bill_no, bill.version, amount, values["reason"])
        show = self.counter.state.currency.show
        done = self.tr("{bill} is corrected by {amount}.")
        said = done.format(bill=words.bill_title(bill), amount=show(amount))
        self._send(ADJUST, partial(self._service.adjust, act), said)

    def _on_cancel_given(self, values: Values) -> None:
        bill = self._bill
        if bill is None:
            return
        act = CancelBill(self._id_of(values), bill.bill_no, bill.version, values["reason"])
        said = self.tr("{bill} is cancelled.").format(bill=words.bill_title(bill))
        self._send(CANCEL, partial(self._service.cancel, act), said)

    def _on_fee_given(self, values: Values) -> None:
        amount, due_on = number_in(values["amount"]), date_in(values["due_on"])
        if amount is None or due_on is None or self._opened is None:
            return
        act = IssueFee(
            self._id_of(values), _digits(self._opened.account_no), values["title"], amount, due_on
        )
        said = self.tr("{title} is billed.").format(title=values["title"])
        self._send(FEE, partial(self._service.issue_fee, act), said)

    def _on_plan_given(self, values: Values) -> None:
        parts = self._parts(values)
        if not parts or self._opened is None:
            return
        act = AgreePlan(
            self._id_of(values), _digits(self._opened.account_no), parts, values["note"]
        )
        said = self.tr("{count} instalments are agreed.").format(count=len(parts))
        self._send(PLAN, partial(self._service.agree_plan, act), said)

    @property
    def _service(self) -> BillOfficeService:
        return self.counter.program.bill_office

    def _id_of(self, values: Values) -> UUID:
        """The same values again are the same request: nothing is posted twice after a doubt."""
        if self._request is None or self._request[0] != values:
            self._request = (values, self.counter.program.new_request_id())
        return self._request[1]

    def _send(self, name: str, act: Callable[[], object], said: str) -> None:
        form, opened = self._forms[name], self._opened
        if opened is None:
            return
        form.wait(self.tr("Posting it"))

        def done(_answer: object) -> None:
            form.clear()
            self._request = None
            banner = BannerContent(Gravity.LOOK, said)
            self._look_up(opened.account_no, banner, form.show_failure)

        def failed(error: CashierError) -> bool:
            form.show_failure(error)
            return True

        operation = Operation(
            act, LaneName.REPORTS, topics=frozenset({Topic.BILLS}), name=f"bill office {name}"
        )
        self.counter.tasks.run(operation, self, done, on_failure=failed)


def _forms(flow: QObject) -> dict[str, FieldsScreen]:
    tr = flow.tr
    reason = Asked("reason", tr("Reason"), Kind.WORDS, tr("Stands in the books for ever"))
    return {
        ADJUST: FieldsScreen(
            "office_adjust",
            (Asked("amount", tr("Amount"), Kind.SIGNED, tr("-30.50 owes less")), reason),
        ),
        CANCEL: FieldsScreen("office_cancel", (reason,)),
        FEE: FieldsScreen(
            "office_fee",
            (
                Asked("title", tr("What it is for"), Kind.WORDS, tr("Stands on the bill")),
                Asked("amount", tr("Amount"), Kind.AMOUNT),
                Asked("due_on", tr("Due on"), Kind.DAY),
            ),
        ),
        PLAN: FieldsScreen(
            "office_plan",
            (
                Asked("months", tr("How many months"), Kind.COUNT),
                Asked("first", tr("The first is due on"), Kind.DAY),
                Asked("note", tr("Agreed with whom, why"), Kind.WORDS),
            ),
        ),
    }


def _owed(opened: AccountOpened) -> Decimal:
    return sum((bill.balance for bill in opened.bills), ZERO)


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())
