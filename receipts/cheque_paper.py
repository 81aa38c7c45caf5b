"""The list of cheques that goes to the bank: what each one is, what they make, who signs."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.cheques import ChequeDeposit, DepositLine
from cashier_app.domain.money import Currency
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import (
    BODY,
    DETAIL_INDENT,
    HEAD,
    NOTE,
    ROW,
    TOTAL,
    Document,
    Element,
    Pair,
    Rule,
    Space,
    Text,
)
from receipts.papers import paper_foot, paper_head


def cheques_document(
    deposit: ChequeDeposit, office: str, counter: str, utility: Utility, offset_minutes: int
) -> Document:
    """The paper of a stored list, as it was listed; printed as often as the bank wants one."""
    currency = utility.currency
    elements = (
        *paper_head(utility, office, counter, 0),
        *_identity(deposit, offset_minutes),
        Rule(dashed=True),
        Pair(texts.CHEQUES, currency.symbol, NOTE),
        *_lines(deposit, currency),
        Rule(),
        Pair(texts.TOTAL, currency.show(deposit.total), TOTAL),
        Pair(texts.CHEQUES, str(len(deposit.lines)), ROW),
        *_signatures(deposit.person),
        *paper_foot(utility, 0),
    )
    return Document(f"cheques-{deposit.deposit_id}", elements)


def _identity(deposit: ChequeDeposit, offset_minutes: int) -> Iterator[Element]:
    yield Pair(texts.CHEQUE_LIST, str(deposit.deposit_id), HEAD)
    when = texts.moment_text(deposit.listed_at, offset_minutes)
    yield Pair(when, deposit.person, BODY, right_yields=True)
    yield Text(texts.TO_BANK.format(bank=deposit.bank), HEAD, max_lines=2)


def _lines(deposit: ChequeDeposit, currency: Currency) -> Iterator[Element]:
    for line in deposit.lines:
        yield Pair(line.cheque_no, currency.show(line.amount), ROW)
        for detail in _details(line):
            yield Text(detail, NOTE, indent=DETAIL_INDENT, max_lines=3)


def _details(line: DepositLine) -> Iterator[str]:
    yield texts.CHEQUE_OF.format(bank=line.bank, day=texts.date_text(line.dated_on))
    words = texts.RECEIPT if len(line.receipts) == 1 else texts.RECEIPTS
    yield f"{words} {', '.join(line.receipts)}"


def _signatures(person: str) -> Iterator[Element]:
    for name in (person, texts.CARRIED_BY, texts.FOR_THE_BANK):
        yield Space(72)
        yield Rule()
        yield Text(f"{texts.SIGN_HERE}, {name}", NOTE)
    yield Space(16)
