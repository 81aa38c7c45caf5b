"""The utility's own receipt: what may go goes, what has to stand stands, old receipts included."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import OPTIONAL_LINES, ReceiptDesign
from cashier_app.domain.utility_settings import design_changes
from receipts.document import Code, Document, Mark
from receipts.papers import receipt_document
from tests.receipts import samples

UTILITY = replace(samples.UTILITY, address="1 River Road")
RECEIPT = replace(
    samples.receipt(samples.LATE, tenders=(samples.cash("1300", "40.50"),)),
    change=samples.amount("40.50"), cashier="Amina R.",
)  # fmt: skip
GONE = {
    "utility_address": "1 River Road",
    "customer_address": "14 Canal Road",
    "meter": "88-104523",
    "bill_numbers": "bill 26101182",
    "explanations": "late charge",
    "balance": "Remaining balance",
    "contact": "Questions:",
}
MUST_STAND = (
    "03-000123", "23 Nov 2026", "Amina R.", "Counter 3", "Karuna Sharma", "4410-0297-61",
    "October 2026", "Total", "1,259.50", "1,300.00", "40.50", "300 114 882",
)  # fmt: skip


def paper(*left_out: str, **lines: tuple[str, ...]) -> Document:
    design = ReceiptDesign(frozenset(left_out), **lines)
    return receipt_document(RECEIPT, replace(UTILITY, design=design), samples.OFFSET)


def words(document: Document) -> str:
    return "\n".join(document.texts())


def test_a_receipt_has_every_line_unless_it_is_left_out() -> None:
    for text in (*GONE.values(), *MUST_STAND):
        assert text in words(paper())
    assert set(GONE) | {"logo"} == set(OPTIONAL_LINES)


@pytest.mark.parametrize("name", GONE)
def test_one_line_goes_and_the_others_stay(name: str) -> None:
    said = words(paper(name))
    assert GONE[name] not in said
    for other, text in GONE.items():
        assert other == name or text in said


def test_the_logo_goes() -> None:
    assert any(isinstance(element, Mark) for element in paper().elements)
    assert not any(isinstance(element, Mark) for element in paper("logo").elements)


@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from((*OPTIONAL_LINES, "number", "code", "total", "later"))))
def test_what_the_law_asks_for_always_stands(left_out: set[str]) -> None:
    document = paper(*left_out)
    for text in MUST_STAND:
        assert text in words(document)
    assert Code(RECEIPT.qr_text) in document.elements


def test_lines_of_its_own_stand_under_the_name_and_at_the_foot() -> None:
    said = list(paper(head=("Public utility",), more=("Pay by the 15th", "विद्युत")).texts())
    assert said[1] == "Public utility"
    assert said[-2:] == ["Pay by the 15th", "विद्युत"]


def test_a_copy_is_of_what_was_stored_and_says_so() -> None:
    design = ReceiptDesign(frozenset(OPTIONAL_LINES), more=("New words",))
    copy = receipt_document(
        replace(RECEIPT, copy_no=2), replace(UTILITY, design=design), samples.OFFSET
    )
    for text in (*MUST_STAND, "COPY 2", "New words"):
        assert text in words(copy)


@pytest.mark.parametrize(
    ("design", "field"),
    [
        (ReceiptDesign(frozenset({"total"})), "receipt_left_out"),
        (ReceiptDesign(head=("a", "b", "c", "d")), "receipt_head"),
        (ReceiptDesign(more=("x" * 61,)), "receipt_more"),
        (ReceiptDesign(more=("a\nb",)), "receipt_more"),
    ],
)
def test_a_design_that_cannot_stand(design: ReceiptDesign, field: str) -> None:
    with pytest.raises(Refused) as refused:
        design_changes(design)
    assert refused.value.facts["field"] == field
