"""Reading the CSV files of payments: each line is taken or refused with its number and a reason.

A header names the columns, in any order; commas, semicolons or tabs part them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency, NotMoney
from cashier_app.domain.outside import (
    OutsideLine,
    PaperBatch,
    PaperReceipt,
    PaymentFile,
    RefusedLine,
)

MAX_BYTES = 20_000_000
MAX_PAPER_RECEIPTS = 500
"""One approval is for a batch that a person can read."""
_REFERENCE = re.compile(r"[!-~](?:[ -~]{0,62}[!-~])?")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,24}")
_BOOK = re.compile(r"[0-9A-Za-z]{1,16}")
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}\.[0-9]+")
"""A comma only where the decimals stand behind a point: "12,50" is not 1,250."""
_SHOWN = 200

T = TypeVar("T")
Row = Mapping[str, str]


class _BadLine(Exception):
    """The code of the refusal."""


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """One line of a bulk payer's list; without an amount it pays what is due."""

    line: int
    account_no: str
    amount: Decimal | None


def read_payment_file(name: str, data: bytes, currency: Currency) -> PaymentFile:
    """Columns reference, date, amount, account and/or bill, payer. Raises Refused: bad_file."""
    make = _each_once(lambda line, row: _payment(line, row, currency), lambda p: p.reference)
    lines, refused = _read(data, {"reference", "date", "amount"}, make)
    return PaymentFile(_plain(name), _digest(data), lines, refused)


def read_paper_file(name: str, data: bytes, currency: Currency) -> PaperBatch:
    """Columns book, number, date, account, amount. Raises Refused: bad_file, too_many_lines."""
    make = _each_once(lambda line, row: _receipt(line, row, currency), lambda p: p.reference)
    receipts, refused = _read(data, {"book", "number", "date", "account", "amount"}, make)
    if len(receipts) > MAX_PAPER_RECEIPTS:
        raise Refused("too_many_lines", {"most": str(MAX_PAPER_RECEIPTS)})
    return PaperBatch(_plain(name), _digest(data), receipts, refused)


def typed_batch(name: str, receipts: tuple[PaperReceipt, ...]) -> PaperBatch:
    """Receipts that were typed in one by one, as a file of them would be."""
    text = "\n".join(
        f"{r.book},{r.number},{r.value_date.isoformat()},{r.account_no},{r.amount}"
        for r in receipts
    )
    return PaperBatch(_plain(name), _digest(text.encode()), receipts)


def paper_receipt(line: int, row: Row, currency: Currency) -> PaperReceipt:
    """One receipt from its texts: book, number, account, amount, date as in 2026-11-25.

    Raises Refused with the code of what is wrong.
    """
    try:
        return _receipt(line, row, currency)
    except _BadLine as error:
        raise Refused(str(error)) from None


def read_account_list(
    data: bytes, currency: Currency
) -> tuple[tuple[ListedAccount, ...], tuple[RefusedLine, ...]]:
    """Columns account and, if not the due is paid, amount. Raises Refused: bad_file."""
    make = _each_once(lambda line, row: _listed(line, row, currency), lambda a: a.account_no)
    return _read(data, {"account"}, make)


def _payment(line: int, row: Row, currency: Currency) -> OutsideLine:
    account, bill = (row.get(name, "") and _account(row[name]) for name in ("account", "bill"))
    if not account and not bill:
        raise _BadLine("account_missing")
    if not _REFERENCE.fullmatch(row["reference"]):
        raise _BadLine("bad_reference" if row["reference"] else "reference_missing")
    payer = _plain(row.get("payer", ""))[:120]
    return OutsideLine(
        line,
        row["reference"],
        account,
        bill,
        _amount(row["amount"], currency),
        _date(row["date"]),
        payer,
    )


def _receipt(line: int, row: Row, currency: Currency) -> PaperReceipt:
    if not _BOOK.fullmatch(row["book"]):
        raise _BadLine("bad_book")
    if not _NUMBER.fullmatch(row["number"]) or int(row["number"]) == 0:
        raise _BadLine("bad_number")
    return PaperReceipt(
        line,
        row["book"],
        int(row["number"]),
        _account(row["account"]),
        _amount(row["amount"], currency),
        _date(row["date"]),
    )


def _listed(line: int, row: Row, currency: Currency) -> ListedAccount:
    amount = row.get("amount", "")
    return ListedAccount(
        line, _account(row["account"]), _amount(amount, currency) if amount else None
    )


def _account(text: str) -> str:
    """As stored: papers show numbers in groups ("4410-0297-61")."""
    plain = text.replace("-", "").replace(" ", "")
    if not _ACCOUNT.fullmatch(plain):
        raise _BadLine("no_such_account" if plain else "account_missing")
    return plain


def _amount(text: str, currency: Currency) -> Decimal:
    try:
        if not _AMOUNT.fullmatch(text):
            raise NotMoney(text)
        amount = currency.parse(text)
    except NotMoney:
        raise _BadLine("bad_amount") from None
    if amount <= 0:
        raise _BadLine("bad_amount")
    return amount


def _date(text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise _BadLine("bad_date") from None


def _each_once(make: Callable[[int, Row], T], key: Callable[[T], str]) -> Callable[[int, Row], T]:
    seen: set[str] = set()

    def made(line: int, row: Row) -> T:
        found = make(line, row)
        if key(found) in seen:
            raise _BadLine("twice_in_file")
        seen.add(key(found))
        return found

    return made


def _read(
    data: bytes, needed: set[str], make: Callable[[int, Row], T]
) -> tuple[tuple[T, ...], tuple[RefusedLine, ...]]:
    found: list[T] = []
    refused: list[RefusedLine] = []
    for line, row, text in _rows(data, needed):
        try:
            if row is None:
                raise _BadLine("other_columns")
            found.append(make(line, row))
        except _BadLine as error:
            refused.append(RefusedLine(line, str(error), text))
    if not found and not refused:
        raise Refused("bad_file", {"reason": "empty"})
    return tuple(found), tuple(refused)


def _rows(data: bytes, needed: set[str]) -> Iterator[tuple[int, Row | None, str]]:
    """Line number, the row by column (None when its cells do not fit the header), its text."""
    if len(data) > MAX_BYTES:
        raise Refused("bad_file", {"reason": "too_large"})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("bad_file", {"reason": "not_utf8"}) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _without_empty_end([name.strip().casefold() for name in next(reader, [])])
        missing = needed - set(names)
        if missing or len(set(names)) != len(names):
            raise Refused("bad_file", {"reason": "columns", "columns": ", ".join(sorted(missing))})
        for cells in reader:
            if any(cell.strip() for cell in cells):
                fields = cells[: len(names)] + _without_empty_end(cells[len(names) :])
                row = dict(zip(names, (field.strip() for field in fields), strict=False))
                shown = delimiter.join(fields)[:_SHOWN]
                yield reader.line_num, row if len(fields) == len(names) else None, shown
    except csv.Error as error:
        facts = {"reason": "not_csv", "line": str(reader.line_num), "said": str(error)}
        raise Refused("bad_file", facts) from None


def _without_empty_end(cells: list[str]) -> list[str]:
    """A spreadsheet writes empty cells behind the last column."""
    filled = [at for at, cell in enumerate(cells, start=1) if cell.strip()]
    return cells[: max(filled, default=0)]


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
