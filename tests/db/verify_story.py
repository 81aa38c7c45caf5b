"""What happened at the small utility whose rows the tests of the verification change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

import pymysql

from tests.db.verify_ledger import CASHIER, SECOND, Ledger
from tests.plugins.database import DATABASE, started

CHANGE, CENTS = Decimal("79.50"), Decimal("0.02")


@contextmanager
def stored_story(folder: Path) -> Iterator[pymysql.Connection]:
    """All of it on a server of its own, and its administrator's connection."""
    with (
        started(folder / "server") as server,
        closing(server.admin_connection(DATABASE)) as connection,
    ):
        full_ledger().store(connection)
        yield connection


def full_ledger() -> Ledger:
    """Two counters, five shifts in every state, fifteen receipts of every form."""
    book = Ledger()
    book.bill(1, 1, Decimal("100.00"), Decimal("20.50"))
    book.bill(2, 1, Decimal("250.00"), discount=5)
    book.bill(3, 2, Decimal("99.99"), Decimal("-9.99"))
    book.bill(4, 2, 1200)
    book.bill(5, 3, 75)
    book.bill(6, 3, 60, Decimal("14.98"))
    book.bill(7, 1, 40)
    book.bill(8, 2, 333)
    book.bill(9, 3, 42, draft=True)
    book.adjust(4, "late_charge", 42, step=1)
    book.adjust(7, "credit_note", -40)

    _closed_shifts(book)
    _open_shifts(book)
    return book


def _closed_shifts(book: Ledger) -> None:
    first = book.open(1, CASHIER)
    receipt = book.pay(first, 1, ((1, Decimal("120.50")),), tenders=(("cash", 200, CHANGE),))
    book.reprint(first, receipt, 1)
    book.pay(first, 2, ((3, 90),), credit=((2, 10),), tenders=(("cash", 100, 0),))
    undone = book.pay(first, 1, ((2, 245),), tenders=(("cash", 500, 255),))
    book.undo(first, undone)
    book.pay(first, 1, ((2, 245),), tenders=(("cash", 245, 0),))
    book.move(first, "paid_in", 300)
    book.open_drawer(first)
    book.count(first)
    book.close(first)

    second = book.open(2, SECOND)
    book.pay(second, 2, ((4, 600),), tenders=(("cheque", 600, 0),))
    book.pay(second, 2, ((4, 100),), credit=((2, -5),), tenders=(("card", 95, 0),))
    book.void(2, SECOND)
    over = book.pay(second, 3, ((5, 75), (6, 25)), credit=((3, 50),), tenders=(("cash", 150, 0),))
    book.undo(second, over)
    book.pay(second, 3, ((5, 75),), tenders=(("cash", 75, 0),), rounding=0)
    book.pay(second, 3, ((6, Decimal("74.98")),), tenders=(("cash", 75, 0),), rounding=CENTS)
    book.count(second)
    book.close(second)


def _open_shifts(book: Ledger) -> None:
    third = book.open(1, CASHIER)
    book.pay(third, 2, credit=((2, 70),), tenders=(("cash", 70, 0),))
    book.credit_at_issue(8, 2, 33)
    book.move(third, "drop", -20)
    book.count(third)
    book.close(third)

    fourth = book.open(1, CASHIER)
    book.pay(fourth, 2, ((8, 10),), tenders=(("cash", 10, 0),))
    book.count(fourth)
    fifth = book.open(2, SECOND)
    book.pay(fifth, 2, ((4, 42),), tenders=(("cash", 50, 8),))
    book.pay(fifth, 2, ((4, 1),), tenders=(("cash", 1, 0),))
