"""What the customer's display shows: one number, one sentence, three facts, hardly a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.allocation import Plan
from cashier_app.domain.money import MINUS, Currency
from cashier_app.domain.payments import Receipt
from ui.models import words
from ui.models.basket import RunningBasket

_LAST = 4


class ViewKind(StrEnum):
    """Which picture it is."""

    WELCOME = "welcome"
    TO_PAY = "to pay"
    PAID = "paid"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Plain text for the display; a welcome shows nothing of anybody."""

    kind: ViewKind
    sentence: str = ""
    amount: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    who: str = ""


def short_name(name: str) -> str:
    """As in "K. Sharma": the first name's letter and the last name."""
    parts = name.replace(",", " ").split()
    return f"{parts[0][0]}. {parts[-1]}" if len(parts) > 1 else name


def who_words(name: str, account_no: str) -> str:
    """Shortened name, the account only by its end."""
    text = QCoreApplication.translate("Customer", "{name}, account ending {end}")
    return text.format(name=short_name(name), end=account_no[-_LAST:].lstrip("-"))


def view_to_pay(basket: RunningBasket, plan: Plan, currency: Currency) -> CustomerView:
    """While paying: what is due, then what was received and what will come back."""
    translate = QCoreApplication.translate
    facts = [(words.count_bills(len(basket.marked_bills)), currency.show(plan.due))]
    if plan.credit_total:
        credit = f"{MINUS}{currency.show(plan.credit_total)}"
        facts.append((translate("Customer", "Your credit"), credit))
    late = basket.to_pay().late_charge
    if plan.others:
        paid = f"{MINUS}{currency.show(plan.paid_otherwise)}"
        facts = [*facts[:1], (translate("Customer", "Paid without cash"), paid)]
    elif late:
        facts.append((translate("Customer", "Late charge included"), currency.show(late)))
    if plan.received and not plan.still_to_pay:
        facts = facts[:2]
        facts.append((translate("Customer", "You gave"), currency.show(plan.received)))
    sentence = translate("Customer", "To pay today, {currency}").format(currency=currency.symbol)
    return CustomerView(
        ViewKind.TO_PAY, sentence, currency.show(plan.payable), tuple(facts), _who(basket)
    )


def view_paid(receipt: Receipt, currency: Currency) -> CustomerView:
    """After the server has said yes: the change, and what was paid."""
    translate, show = QCoreApplication.translate, currency.show
    who = who_words(receipt.customer_name, receipt.account_no)
    if receipt.kind == "undo":
        amount = receipt.cash or receipt.total
        sentence = translate("Customer", "Cancelled. You get back, {currency}")
        return CustomerView(
            ViewKind.PAID, sentence.format(currency=currency.symbol), show(abs(amount)), (), who
        )
    facts = (
        (translate("Customer", "You paid"), show(receipt.total)),
        (translate("Customer", "You gave"), show(receipt.received)),
        (translate("Customer", "Still due"), show(receipt.account_due_after)),
    )
    if receipt.change == 0:
        thanks = translate("Customer", "Paid. Thank you")
        return CustomerView(ViewKind.PAID, thanks, show(receipt.total), facts, who)
    sentence = translate("Customer", "Paid. Your change, {currency}")
    text = sentence.format(currency=currency.symbol)
    return CustomerView(ViewKind.PAID, text, show(receipt.change), facts, who)


def view_wait() -> CustomerView:
    """The connection is lost: no number anywhere."""
    text = QCoreApplication.translate("Customer", "Please wait a moment")
    return CustomerView(ViewKind.WAIT, text)


def _who(basket: RunningBasket) -> str:
    if basket.is_shared:
        return ""
    return who_words(basket.head.customer_name, basket.head.account_no)
