"""How long a receipt takes to make: the printer's bytes and the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.figures import Row, interleaved, within
from benchmarks.setting import Setting
from cashier_app.domain.money import Currency
from cashier_app.domain.utility import Utility
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
    """A receipt of two bills, then one of forty, from the stored facts to bytes."""
    yield from _papers(document_of(setting, ("1259.50", "260")), "receipt", BYTES, PDF)
    bills = ("10",) * MANY
    yield from _papers(document_of(setting, bills), f"receipt of {MANY} bills", None, None)


def document_of(setting: Setting, bills: Sequence[str]) -> Document:
    """The signed receipt of a payment that was just taken."""
    order = setting.order(setting.program, setting.world.account(bills))
    receipt = setting.program.payments.take(order, setting.desk.user_name).receipt
    return receipt_document(receipt, UTILITY, 330)


def _papers(
    document: Document, what: str, most_bytes: float | None, most_pdf: float | None
) -> Iterator[Row]:
    picture, text, pdf = interleaved(
        [
            lambda: picture_job(document, WIDTH_DOTS),
            lambda: text_job(document, WIDTH_DOTS),
            lambda: pdf_bytes(document),
        ],
        ROUNDS,
        warm_up=3,
    )
    yield within(f"{what} as the printer's picture", picture, most_bytes, "80 mm, any script")
    yield within(f"{what} as the printer's text", text, most_bytes, "80 mm, with its QR code")
    yield within(f"{what} as PDF", pdf, most_pdf, "with its QR code")
