"""How long a receipt takes to make: the printer's bytes and the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Row, interleaved, timed
from benchmarks.setting import Setting
from cashier_app.domain.money import Currency
from cashier_app.domain.utility import Utility
from receipts.escpos import picture_job, text_job
from receipts.papers import receipt_document
from receipts.pdf import pdf_bytes

ROUNDS = 40
WIDTH_DOTS = 576
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
    """A receipt of two bills, from the stored facts to bytes."""
    order = setting.order(setting.program, setting.world.account(("1259.50", "260")))
    receipt = setting.program.payments.take(order, setting.desk.user_name).receipt
    document = receipt_document(receipt, UTILITY, 330)
    picture, text, pdf = interleaved(
        [
            lambda: picture_job(document, WIDTH_DOTS),
            lambda: text_job(document, WIDTH_DOTS),
            lambda: pdf_bytes(document),
        ],
        ROUNDS,
        warm_up=3,
    )
    yield timed("receipt as the printer's picture", picture, "80 mm, any script")
    yield timed("receipt as the printer's text", text, "80 mm")
    yield timed("receipt as PDF", pdf)
