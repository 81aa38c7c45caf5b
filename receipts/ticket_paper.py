"""The slip of a queue number: large digits, the chosen bills, a code for the counter's scanner."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.accounts import is_one_month
from cashier_app.domain.money import Currency
from cashier_app.domain.queue import TicketBill, TicketSlip
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import (
    BODY,
    HEAD,
    NOTE,
    ROW,
    TITLE,
    Align,
    Code,
    Document,
    Element,
    Pair,
    Rule,
    Space,
    Style,
    Text,
)
from receipts.papers import paper_foot, paper_head

NUMBER = Style(150, 800, 170)
"""Read at arm's length, standing in a hall."""


def ticket_document(slip: TicketSlip, utility: Utility, offset_minutes: int) -> Document:
    """Nobody's name stands on it, and the account only by its end: slips are left lying about."""
    ticket = slip.ticket
    elements = (
        *paper_head(utility, slip.office, slip.kiosk, 0),
        Text(texts.YOUR_NUMBER, HEAD, Align.CENTRE),
        Text(str(ticket.number), NUMBER, Align.CENTRE, max_lines=1, shrinks=True),
        Text(texts.moment_text(ticket.taken_at, offset_minutes), BODY, Align.CENTRE),
        Text(texts.WAITING_BEFORE.format(count=ticket.waiting), BODY, Align.CENTRE),
        Rule(dashed=True),
        *_chosen(slip, utility.currency),
        *_code(slip, utility),
        *paper_foot(utility, 0, utility.contact),
    )
    return Document(f"ticket-{ticket.business_date}-{ticket.number}", elements)


def _chosen(slip: TicketSlip, currency: Currency) -> Iterator[Element]:
    if not slip.ticket.bills:
        return
    yield Text(texts.ACCOUNT_END.format(end=slip.account_end), BODY)
    yield Pair(texts.TO_PAY, currency.symbol, NOTE)
    for bill in slip.ticket.bills:
        yield Pair(bill_label(bill), currency.show(bill.due), ROW, note=bill.bill_no)
    if len(slip.ticket.bills) > 1:
        yield Pair(texts.ALL_CHOSEN, currency.show(slip.ticket.total), HEAD)
    yield Rule(dashed=True)


def bill_label(bill: TicketBill) -> str:
    """What a bill is called on a slip: its month, its days, or its title."""
    if bill.title or bill.period_to is None:
        return bill.title
    if bill.period_from is None or is_one_month(bill.period_from, bill.period_to):
        return texts.month_text(bill.period_to)
    return texts.span_text(bill.period_from, bill.period_to)


def _code(slip: TicketSlip, utility: Utility) -> Iterator[Element]:
    if slip.ticket.code and not utility.is_training:
        yield Code(slip.ticket.code)
    words = texts.SHOW_AT_COUNTER if slip.ticket.code else texts.WAIT_FOR_CALL
    yield Text(words, TITLE.at(26), Align.CENTRE, max_lines=3)
    yield Space(12)
