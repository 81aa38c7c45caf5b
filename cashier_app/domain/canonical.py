"""Canonical text of a journal entry, version 1: what is hashed, byte for byte.

The stored procedure `append_entry` writes it in SQL, `verify` rebuilds it from
the rows, the sample writes history with it. Fields are joined with "|":

    v1 | kind | counter code | number | chain number | request id (hex) | shift id
       | person | taken_at | stored_at | business date | child | child …

Amounts are integers in thousandths, times integer microseconds since 1970 UTC,
dates YYYY-MM-DD, free text its length in characters, ":" and the text. A child
starts with its letter; children stand in the order of their letters below and,
within a letter, by line number:

    A line : bill id : amount : discount posted with it
    B fee bill or 0 : fee : entry of the cheque : its line        (a cheque that came back)
    C line : account id : amount (credit made +, credit used −)
    D value : pieces                       (denominations, largest value first)
    F SHA-256 : receipts : total : name    (the file that a shift takes in)
    M kind : amount : reason               (cash movement)
    O reference : date of value : payer    (money from outside the hall)
    P account id : rounding : due after : credit after
    R entry undone : kind
    T line : kind : tendered : change [: bank : number : date : face amount] [: slip]
    Y who approved : reason                (corrections)
    Z field : value                        (totals of a count or Z, in fixed order)
    Zopen : request : act : total : sent_at    (what was not settled, behind how many)

The hash is SHA-256 over the previous hash (32 bytes) followed by the text in
UTF-8. The first entry of a counter follows the counter's genesis.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.money import thousandths

IDS_PER_COUNTER = 10_000_000_000
"""An entry's id is its counter's times this, and its place in the chain."""
VERSION = "v1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of a UTC time; a naive one is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    delta = aware - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def free(text: str) -> str:
    """Free text preceded by its length, so that no text can imitate a field."""
    return f"{len(text)}:{text}"


def genesis(counter_code: str, identity: UUID) -> bytes:
    """The hash that a counter's first entry follows."""
    return hashlib.sha256(f"genesis|{counter_code}|{identity.hex}".encode()).digest()


def entry_text(
    *,
    kind: str,
    counter_code: str,
    number: int,
    chain_no: int,
    request_id: UUID,
    shift_id: int,
    person: str,
    taken_at: datetime,
    stored_at: datetime,
    business_date: date,
    children: Iterable[str],
) -> str:
    """The canonical text of one entry."""
    fields = [
        VERSION,
        kind,
        counter_code,
        str(number),
        str(chain_no),
        request_id.hex,
        str(shift_id),
        free(person),
        str(micros(taken_at)),
        str(micros(stored_at)),
        business_date.isoformat(),
        *children,
    ]
    return "|".join(fields)


def entry_hash(previous: bytes, text: str) -> bytes:
    """SHA-256 over the previous hash and the text."""
    return hashlib.sha256(previous + text.encode()).digest()


def allocation_child(line: int, bill_id: int, amount: Decimal, discount: Decimal) -> str:
    """Child A."""
    return f"A{line}:{bill_id}:{thousandths(amount)}:{thousandths(discount)}"


def credit_child(line: int, account_id: int, amount: Decimal) -> str:
    """Child C."""
    return f"C{line}:{account_id}:{thousandths(amount)}"


def pieces_child(value: Decimal, count: int) -> str:
    """Child D."""
    return f"D{thousandths(value)}:{count}"


def movement_child(kind: str, amount: Decimal, reason: str) -> str:
    """Child M."""
    return f"M{kind}:{thousandths(amount)}:{free(reason)}"


def payment_child(
    account_id: int, rounding: Decimal, due_after: Decimal, credit_after: Decimal
) -> str:
    """Child P: the account that heads the receipt, and what it says is left."""
    parts = (thousandths(rounding), thousandths(due_after), thousandths(credit_after))
    return f"P{account_id}:" + ":".join(map(str, parts))


def undo_child(entry_id: int, kind: str) -> str:
    """Child R."""
    return f"R{entry_id}:{kind}"


def tender_child(
    line: int, kind: str, tendered: Decimal, change: Decimal, numbers: str = ""
) -> str:
    """Child T; `numbers` as `cheque_numbers` or `slip_number` give them, of a payment's only."""
    return f"T{line}:{kind}:{thousandths(tendered)}:{thousandths(change)}{numbers}"


def cheque_numbers(bank: str, cheque_no: str, dated_on: date, face_amount: Decimal) -> str:
    """What a cheque's child T ends with."""
    day = dated_on.isoformat()
    return f":{free(bank)}:{free(cheque_no)}:{day}:{thousandths(face_amount)}"


def slip_number(slip_no: str) -> str:
    """What a card slip's child T ends with."""
    return f":{free(slip_no)}"


def decision_children(
    z_entry_id: int, outcome: str, amount: Decimal, reason: str
) -> tuple[str, str]:
    """Children M and R: what was decided about a Z's difference, and of which Z."""
    return f"M{outcome}:{thousandths(amount)}:{free(reason)}", f"R{z_entry_id}:decision"


def total_child(field: str, value: Decimal | int) -> str:
    """Child Z."""
    shown = value if isinstance(value, int) else thousandths(value)
    return f"Z{field}:{shown}"
