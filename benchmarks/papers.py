"""How long a receipt takes to make: the printer's bytes and the PDF."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from benchmarks.figures import Row, interleaved, within
from benchmarks.setting import Setting
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt
from cashier_app.domain.utility import Utility
from receipts.ahead import letters_ahead
from receipts.document import Document
from receipts.escpos import picture_job, text_job
from receipts.papers import receipt_document
from receipts.pdf import pdf_bytes

ROUNDS = 40
WIDTH_DOTS = 576
MANY = 40
BYTES, PDF = 0.001, 0.010
"""Seconds that a receipt of two bills may take."""
UTILITY = Utility(
    "Rivergate Electricity",
    "Main Street 1",
    "300 114 882",
    "Questions: 1600 100",
    "Keep this receipt. Thank you.",
    Currency("XRS", "Rs", 2),
    "Asia/Kolkata",
)


def paper_times(setting: Setting) -> Iterator[Row]:
    """A receipt of two bills, then one of forty, from the stored facts to bytes.

    Letters are drawn ahead, as the program does when it opens the first customer's account.
    """
    for _ in letters_ahead(WIDTH_DOTS):
        pass
    yield from _papers(receipt_of(setting, ("1259.50", "260")), "receipt", BYTES, PDF)
    bills = ("10",) * MANY
    yield from _papers(receipt_of(setting, bills), f"receipt of {MANY} bills", None, None)


def receipt_of(setting: Setting, bills: Sequence[str]) -> Receipt:
    """The signed receipt of a payment that was just taken."""
    order = setting.order(setting.program, setting.world.account(bills))
    return setting.program.payments.take(order, setting.desk.user_name).receipt


def others(receipt: Receipt, seed: int = 1) -> Iterator[Document]:
    """The papers of other customers with as many bills: nothing of the last one fits the next."""
    chosen = random.Random(seed)
    while True:
        first, last = ("".join(chosen.choices(string.ascii_lowercase, k=7)).title() for _ in "ab")
        other = chosen.randrange(10**8)
        lines = tuple(
            replace(
                line, amount=line.amount + other % 977, paper_total=line.amount + other % 977,
                bill_no=f"26{chosen.randrange(10**6):06}", account_no=f"44{other:08}",
            )
            for line in receipt.lines
        )  # fmt: skip
        total = sum((line.amount for line in lines), Decimal(0))
        yield receipt_document(
            replace(
                receipt,
                number=f"03-{other % 10**6:06}",
                stored_at=receipt.stored_at + timedelta(seconds=other % 10**6),
                customer_name=f"{first} {last}",
                address=f"{other % 97} {last} Road, Ward {other % 13}",
                account_no=f"44{other:08}",
                lines=lines,
                total=total,
                received=total + other % 89,
                change=Decimal(other % 89),
                qr_text=receipt.qr_text[:-13] + f"{chosen.randrange(10**13):013}",
            ),
            UTILITY,
            330,
        )


def _papers(
    receipt: Receipt, what: str, most_bytes: float | None, most_pdf: float | None
) -> Iterator[Row]:
    documents = others(receipt)
    ready: list[Document] = []
    picture, text, pdf = interleaved(
        [
            lambda: picture_job(ready.pop(), WIDTH_DOTS),
            lambda: text_job(ready.pop(), WIDTH_DOTS),
            lambda: pdf_bytes(ready.pop()),
        ],
        ROUNDS,
        warm_up=10,
        prepare=lambda: ready.extend(islice(documents, 3)),
    )
    yield within(f"{what} as the printer's picture", picture, most_bytes, "80 mm, any script")
    yield within(f"{what} as the printer's text", text, most_bytes, "80 mm, with its QR code")
    yield within(f"{what} as PDF", pdf, most_pdf, "with its QR code")
