"""The slip of who came to pay while the counter could not take it."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.attempts import AttemptSlip
from cashier_app.domain.money import Currency
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import (
    BODY,
    HEAD,
    NOTE,
    ROW,
    TITLE,
    Align,
    Document,
    Element,
    Pair,
    Rule,
    Text,
)
from receipts.papers import paper_foot, paper_head
from receipts.ticket_paper import bill_label


def attempt_document(
    slip: AttemptSlip, office: str, counter: str, utility: Utility, offset_minutes: int
) -> Document:
    """No receipt: nothing was paid, and it says so."""
    elements = (
        *paper_head(utility, office, counter, 0),
        Text(texts.CAME_TO_PAY, TITLE, Align.CENTRE, max_lines=2),
        Text(texts.NOTHING_PAID, HEAD, Align.CENTRE, max_lines=2),
        Pair(texts.SLIP.format(number=slip.number), "", BODY),
        Pair(texts.moment_text(slip.tried_at, offset_minutes), slip.person, BODY),
        Rule(dashed=True),
        Text(slip.customer_name, ROW, max_lines=2),
        Text(texts.ACCOUNT.format(account=slip.account_no), BODY),
        *_bills(slip, utility.currency),
        Rule(dashed=True),
        Text(texts.COUNTS_AS_OF.format(day=texts.day_text(slip.tried_on)), BODY, max_lines=4),
        Text(texts.PAY_UNTIL.format(day=texts.day_text(slip.holds_until)), HEAD, max_lines=3),
        *paper_foot(utility, 0, utility.contact),
    )
    return Document(f"tried-{slip.number}", elements)


def _bills(slip: AttemptSlip, currency: Currency) -> Iterator[Element]:
    yield Pair(texts.WAS_DUE, currency.symbol, NOTE)
    for bill in slip.bills:
        yield Pair(bill_label(bill), currency.show(bill.due), ROW, note=bill.bill_no)
    if len(slip.bills) > 1:
        yield Pair(texts.ALL_CHOSEN, currency.show(slip.total), HEAD)
