"""What is asked for the office's acts on bills: amount and reason, a fee, instalments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from cashier_app.domain.accounts import AccountOpened, OpenBill, PastBill
from cashier_app.domain.bill_office import Instalment, in_instalments
from cashier_app.domain.money import ZERO
from cashier_app.services.bill_office import AdjustBill, AgreePlan, CancelBill, IssueFee
from cashier_app.services.imports import fields as f
from ui import dates
from ui.flow.counter import Counter
from ui.models import words
from ui.models.field_readers import above_zero, signed, some_words
from ui.models.typed import day_as_in_files, day_text
from ui.screens.fields_form import FormWords
from ui.widgets.field_grid import Answers, Ask
from ui.widgets.ledger import LedgerLine

FEE, PLAN, ADJUST, CANCEL = "fee", "plan", "adjust", "cancel"
_FEE_DUE_DAYS, _FIRST_DUE_DAYS = 14, 30
_MOST_MONTHS = 60

Act = Callable[[Answers, UUID], Callable[[], object]]
Lines = tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """`act` makes what is sent of the answers; the same request again does nothing twice."""

    words: FormWords
    asks: tuple[Ask, ...]
    act: Act
    done: Callable[[Answers], str]
    """What is told when it is done."""


class BillOfficeForms(QObject):
    """Made of an account or a bill as it was looked at."""

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter

    def adjust(self, bill: OpenBill, lines: Lines) -> OfficeForm:
        """A signed correction."""
        title = words.bill_title(bill)

        def said(answers: Answers) -> tuple[str, str]:
            amount = answers["amount"]
            left = bill.balance + amount
            if left < 0:
                owes = self.tr("The bill owes only {amount}")
                return "", owes.format(amount=self._show(bill.balance))
            post, then = self.tr("Post {amount}"), self.tr("Then {amount} is open")
            return post.format(amount=self._show(amount)), then.format(amount=self._show(left))

        def act(answers: Answers, request: UUID) -> Callable[[], object]:
            order = AdjustBill(
                request, bill.bill_no, bill.version, answers["amount"], answers["reason"]
            )
            return partial(self._counter.program.bill_office.adjust, order)

        def done(answers: Answers) -> str:
            text = self.tr("{bill} is corrected by {amount}.")
            return text.format(bill=title, amount=self._show(answers["amount"]))

        question = self.tr("By how much is {bill} corrected, and why?").format(bill=title)
        asked = FormWords(question, self.tr("Post it"), "", title, lines, said)
        amount = Ask(
            "amount", self.tr("Amount"), signed(self._decimals), hint=self.tr("-30.50 owes less")
        )
        return OfficeForm(asked, (amount, self._reason()), act, done)

    def cancel(self, bill: OpenBill | PastBill, lines: Lines) -> OfficeForm:
        """A credit note for all of it."""
        title = words.bill_title(bill)
        left = bill.balance if isinstance(bill, OpenBill) else bill.total
        note = self.tr("A credit note of {amount}").format(amount=self._show(left))

        def act(answers: Answers, request: UUID) -> Callable[[], object]:
            order = CancelBill(request, bill.bill_no, bill.version, answers["reason"])
            return partial(self._counter.program.bill_office.cancel, order)

        question = self.tr("Why is {bill} cancelled?").format(bill=title)
        asked = FormWords(question, self.tr("Cancel this bill"), note, title, lines)
        done = self.tr("{bill} is cancelled.").format(bill=title)
        return OfficeForm(asked, (self._reason(),), act, lambda _: done)

    def fee(self, opened: AccountOpened, lines: Lines) -> OfficeForm:
        """A service that is billed."""
        today = self._counter.state.signed_in.business_date

        def said(answers: Answers) -> tuple[str, str]:
            if answers["due_on"] < today:
                return "", self.tr("It cannot be due before today")
            due = self.tr("Due {day}; every counter has it at once")
            title = self.tr("Bill {amount}").format(amount=self._show(answers["amount"]))
            return title, due.format(day=dates.day(answers["due_on"]))

        def act(answers: Answers, request: UUID) -> Callable[[], object]:
            order = IssueFee(
                request, _plain(opened.account_no), answers["title"], answers["amount"],
                answers["due_on"],
            )  # fmt: skip
            return partial(self._counter.program.bill_office.issue_fee, order)

        asks = (
            Ask("title", self.tr("What it is for"), some_words(f.text_up_to(120)),
                hint=self.tr("Stands on the bill")),
            Ask("amount", self.tr("Amount"), above_zero(self._decimals)),
            self._day("due_on", self.tr("Due on"), _FEE_DUE_DAYS),
        )  # fmt: skip
        asked = FormWords(
            self.tr("Which fee is billed?"),
            self.tr("Bill it"),
            "",
            opened.customer_name,
            lines,
            said,
        )
        done = self.tr("{title} is billed.")
        return OfficeForm(asked, asks, act, lambda answers: done.format(title=answers["title"]))

    def plan(self, opened: AccountOpened, lines: Lines) -> OfficeForm:
        """Instalments for everything that is owed."""

        def said(answers: Answers) -> tuple[str, str]:
            parts = self._parts(opened, answers)
            if not parts:
                return "", self.tr("Each part must be above zero")
            title = self.tr("Agree {count} instalments").format(count=len(parts))
            each = self.tr("{amount} a month from {day}, last {last}").format(
                amount=self._show(parts[0].amount), day=dates.day(parts[0].due_on),
                last=self._show(parts[-1].amount),
            )  # fmt: skip
            return title, each

        def act(answers: Answers, request: UUID) -> Callable[[], object]:
            order = AgreePlan(
                request, _plain(opened.account_no), self._parts(opened, answers), answers["note"]
            )
            return partial(self._counter.program.bill_office.agree_plan, order)

        asks = (
            Ask("months", self.tr("How many months"), f.whole(1, _MOST_MONTHS)),
            self._day("first", self.tr("The first is due on"), _FIRST_DUE_DAYS),
            Ask("note", self.tr("Agreed with whom, why"), some_words(f.text_up_to(160))),
        )
        asked = FormWords(
            self.tr("How is it paid?"), self.tr("Agree them"), "", opened.customer_name, lines, said
        )
        done = self.tr("{count} instalments are agreed.")
        return OfficeForm(asked, asks, act, lambda answers: done.format(count=answers["months"]))

    def _reason(self) -> Ask:
        hint = self.tr("Stands in the books for ever")
        return Ask("reason", self.tr("Reason"), some_words(f.text_up_to(160)), hint=hint)

    def _day(self, name: str, label: str, in_days: int) -> Ask:
        proposed = self._counter.state.signed_in.business_date + timedelta(days=in_days)
        return Ask(name, label, day_as_in_files, day_text(proposed), self.tr("as 25.11.2026"))

    def _parts(self, opened: AccountOpened, answers: Answers) -> tuple[Instalment, ...]:
        unit = self._counter.state.currency.unit
        try:
            return in_instalments(owed(opened), answers["first"], answers["months"], unit)
        except ValueError:
            return ()

    @property
    def _decimals(self) -> int:
        return self._counter.state.currency.decimals

    def _show(self, amount: Decimal) -> str:
        return self._counter.state.currency.show(amount)


def owed(opened: AccountOpened) -> Decimal:
    """The balances of an account's open bills."""
    return sum((bill.balance for bill in opened.bills), ZERO)


def _plain(account_no: str) -> str:
    """As the database has it."""
    return account_no.replace("-", "")
