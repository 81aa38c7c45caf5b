"""Cheques and card slips for tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Cheque, TakePayment, TenderKind, TenderOrder
from tests.support.counter import SeedAccount, unique
from tests.support.day import local_today
from tests.support.selling import Selling

RUPEE = Currency("XRS", "Rs", 2)
BANK = "City Bank"


def a_cheque(face: str, number: str = "", bank: str = BANK) -> Cheque:
    """A cheque of today that nobody has given before."""
    return Cheque(bank, number or unique("", 8), local_today(), Decimal(face))


def by_cheque(cheque: Cheque, amount: str = "") -> TenderOrder:
    """The cheque's whole amount, or a part."""
    paid = Decimal(amount) if amount else cheque.face_amount
    return TenderOrder(TenderKind.CHEQUE, paid, cheque=cheque)


def by_card(amount: str, slip: str = "") -> TenderOrder:
    """A slip of the card machine."""
    return TenderOrder(TenderKind.CARD, Decimal(amount), slip_no=slip or unique("S"))


def order_with(
    selling: Selling, account: SeedAccount, *others: TenderOrder, cash: str = "0"
) -> TakePayment:
    """All bills of an account paid with cheques, slips and cash, as the screen plans it."""
    opened = selling.program.lookup.open_account(account.account_id)
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    return order_from(
        plan_payment(basket, Decimal(cash), others=others),
        basket,
        request_id=selling.program.new_request_id(),
        shift_id=selling.shift.shift_id,
        taken_at=selling.program.clock.now(),
    )


def with_tender(order: TakePayment, at: int, **changes: object) -> TakePayment:
    """The order with one tender tampered with."""
    tenders = list(order.tenders)
    tenders[at] = replace(tenders[at], **changes)  # type: ignore[arg-type]
    return replace(order, tenders=tuple(tenders))
