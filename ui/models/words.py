"""The words of bills, dates and tenders, each said in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from cashier_app.domain.accounts import OpenBill, PastBill, is_one_month
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import TenderOrder
from cashier_app.domain.shifts import Pieces
from ui.dates import day
from ui.widgets.chip import ChipContent, Tone


def month(when: date) -> str:
    """As in "Nov"."""
    return _shown(when, "MMM")


def count_bills(count: int) -> str:
    """As in "1 bill", "3 bills"."""
    if count == 1:
        return QCoreApplication.translate("Words", "1 bill")
    return QCoreApplication.translate("Words", "{n} bills").format(n=f"{count:,}")


def one_receipt_for(accounts: int) -> str:
    """As in "One receipt for 14 accounts"."""
    if accounts == 1:
        return QCoreApplication.translate("Words", "One receipt for 1 account")
    text = QCoreApplication.translate("Words", "One receipt for {n} accounts")
    return text.format(n=accounts)


def count_cheques(count: int) -> str:
    """As in "1 cheque", "3 cheques"."""
    if count == 1:
        return QCoreApplication.translate("Words", "1 cheque")
    return QCoreApplication.translate("Words", "{n} cheques").format(n=count)


def count_receipts(count: int) -> str:
    """As in "1 receipt", "3 receipts"."""
    if count == 1:
        return QCoreApplication.translate("Words", "1 receipt")
    return QCoreApplication.translate("Words", "{n} receipts").format(n=count)


def count_payments(count: int) -> str:
    """As in "1 payment", "3 payments"."""
    if count == 1:
        return QCoreApplication.translate("Words", "1 payment")
    return QCoreApplication.translate("Words", "{n} payments").format(n=f"{count:,}")


def bill_title(bill: OpenBill | PastBill) -> str:
    """A fee's name, or the period: "October 2026", "12 Sep to 11 Nov 2026"."""
    if bill.title:
        return bill.title
    first = bill.period_from if isinstance(bill, OpenBill) else None
    last = bill.period_to
    if last is None:
        return QCoreApplication.translate("Words", "Bill {number}").format(number=bill.bill_no)
    if first is None or is_one_month(first, last):
        return _shown(last, "MMMM yyyy")
    words = QCoreApplication.translate("Words", "{first} to {last}")
    return words.format(first=day(first), last=_shown(last, "d MMM yyyy"))


def units(amount: Decimal) -> str:
    """Units of energy without needless decimals: "188", "12.5"."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount.normalize():,f}"


def bill_second_line(bill: OpenBill, *, with_customer: bool = False) -> str:
    """As in "Bill 26101182, 188 kWh", led by the customer where there are several."""
    parts = [bill.customer_name] if with_customer else []
    parts.append(QCoreApplication.translate("Words", "Bill {number}").format(number=bill.bill_no))
    if bill.kwh is not None and not with_customer:
        parts.append(f"{units(bill.kwh)} kWh")
    return ", ".join(parts)


def age_chip(bill: OpenBill, today: date) -> ChipContent | None:
    """As in "12 days overdue" where it is; overdue starts the day after the due date."""
    days = (today - bill.due_on).days
    if days <= 0:
        return None
    if days == 1:
        words = QCoreApplication.translate("Words", "1 day overdue")
    else:
        words = QCoreApplication.translate("Words", "{n} days overdue").format(n=days)
    return ChipContent(words, "triangle-alert", Tone.WARN)


def age_words(bill: OpenBill, today: date) -> str:
    """As in "5 days, due 9 Dec" of a bill that is not overdue."""
    days = max(0, (today - bill.issued_on).days)
    if bill.due_on == today:
        return QCoreApplication.translate("Words", "Due today")
    due = QCoreApplication.translate("Words", "due {day}").format(day=day(bill.due_on))
    if days == 0:
        return QCoreApplication.translate("Words", "New, {due}").format(due=due)
    if days == 1:
        return QCoreApplication.translate("Words", "1 day, {due}").format(due=due)
    return QCoreApplication.translate("Words", "{n} days, {due}").format(n=days, due=due)


def explanation(bill: OpenBill, currency: Currency) -> str:
    """Why the amount differs from the paper, or "" where it does not."""
    if bill.due == bill.total:
        return ""
    reasons = [*_late(bill, currency), *_corrections(bill, currency), *_paid(bill, currency)]
    reasons += _discount(bill, currency)
    paper = QCoreApplication.translate("Words", "paper says {amount}")
    return "; ".join((*reasons, paper.format(amount=currency.show(bill.total))))


def tender_word(kind: str) -> str:
    """A kind of tender as people call it."""
    words = {
        "cash": QCoreApplication.translate("Words", "Cash"),
        "card": QCoreApplication.translate("Words", "Card"),
        "cheque": QCoreApplication.translate("Words", "Cheque"),
        "transfer": QCoreApplication.translate("Words", "Bank transfer"),
        "credit": QCoreApplication.translate("Words", "Credit"),
    }
    return words.get(kind, kind)


def tender_detail(order: TenderOrder) -> str:
    """As in "No. 004512, City Bank": what tells one cheque or slip from another."""
    if order.cheque is not None:
        text = QCoreApplication.translate("Words", "No. {number}, {bank}")
        return text.format(number=order.cheque.cheque_no, bank=order.cheque.bank)
    return QCoreApplication.translate("Words", "Slip {number}").format(number=order.slip_no)


def pieces_words(pieces: Iterable[Pieces], currency: Currency) -> tuple[tuple[str, str], ...]:
    """How to hand money back: ("2", "100"), ("1", "0.50")."""
    return tuple((str(p.count), currency.show_short(p.value)) for p in pieces)


def _late(bill: OpenBill, currency: Currency) -> list[str]:
    if not bill.late_charge or bill.late_since is None:
        return []
    words = QCoreApplication.translate("Words", "+ {amount} late charge since {day}")
    return [words.format(amount=currency.show(bill.late_charge), day=day(bill.late_since))]


def _corrections(bill: OpenBill, currency: Currency) -> list[str]:
    return [
        f"{'+' if p.amount > 0 else chr(0x2212)} {currency.show(abs(p.amount))} "
        f"{p.cause[:1].lower()}{p.cause[1:]}"
        for p in bill.other_postings
    ]


def _paid(bill: OpenBill, currency: Currency) -> list[str]:
    if not bill.paid_so_far:
        return []
    words = QCoreApplication.translate("Words", "{amount} paid so far")
    return [words.format(amount=currency.show(bill.paid_so_far))]


def _discount(bill: OpenBill, currency: Currency) -> list[str]:
    if not bill.discount or bill.discount_until is None:
        return []
    words = QCoreApplication.translate("Words", "{amount} off if paid in full by {day}")
    return [words.format(amount=currency.show(bill.discount), day=day(bill.discount_until))]


def _shown(when: date, pattern: str) -> str:
    return QLocale().toString(QDate(when.year, when.month, when.day), pattern)
