from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.domain.money import Currency
from receipts.attempt_paper import attempt_document
from receipts.cash_paper import cash_document
from receipts.cheque_paper import cheques_document
from receipts.day_paper import day_document
from receipts.document import Code, Document, Text
from receipts.escpos import picture_job, text_job
from receipts.papers import receipt_document, slip_document
from receipts.pdf import Sheet, pdf_bytes
from receipts.picture import printed
from receipts.ticket_paper import ticket_document
from receipts.x_paper import x_document
from receipts.z_paper import z_document
from tests.receipts import cash_samples, samples
from tests.receipts.conftest import Golden
from tests.receipts.trace import trace

DOCUMENTS: dict[str, Document] = {
    **{
        name: receipt_document(one, samples.UTILITY, samples.OFFSET)
        for name, one in samples.RECEIPTS.items()
    },
    "z": z_document(samples.Z, samples.UTILITY, samples.OFFSET),
    "z-undecided": z_document(samples.UNDECIDED, samples.UTILITY, samples.OFFSET),
    "z-decided": z_document(samples.DECIDED, samples.UTILITY, samples.OFFSET),
    "x-open": x_document(cash_samples.X_OPEN, samples.UTILITY, samples.OFFSET),
    "x-full": x_document(cash_samples.X_FULL, samples.UTILITY, samples.OFFSET),
    "day": day_document(
        cash_samples.DAY, "Counter 9", "Tomas Okoye", samples.UTILITY, samples.OFFSET
    ),
    **{
        f"cash-{name}": cash_document(slip, samples.UTILITY, samples.OFFSET)
        for name, slip in cash_samples.SLIPS.items()
    },
    "cheques": cheques_document(
        cash_samples.CHEQUES, "Main Street office", "Counter 9", samples.UTILITY, samples.OFFSET
    ),
    "slip": slip_document(samples.SLIP, samples.UTILITY, samples.OFFSET),
    "tried": attempt_document(
        samples.TRIED, "Main Street office", "Counter 3", samples.UTILITY, samples.OFFSET
    ),
    "ticket": ticket_document(samples.TICKET, samples.UTILITY, samples.OFFSET),
}
TRAINING = replace(samples.UTILITY, is_training=True)
DOCUMENTS |= {
    "training": receipt_document(samples.CHANGE, TRAINING, samples.OFFSET),
    "training-z": z_document(samples.Z, TRAINING, samples.OFFSET),
    "training-slip": slip_document(samples.SLIP, TRAINING, samples.OFFSET),
}
every_paper = pytest.mark.parametrize("name", DOCUMENTS)


def words(document: Document) -> str:
    return "\n".join(document.texts())


def on_paper(name: str, **changes: object) -> str:
    changed = replace(samples.RECEIPTS[name], **changes)  # type: ignore[arg-type]
    return words(receipt_document(changed, samples.UTILITY, samples.OFFSET))


@every_paper
def test_paper_as_dots(name: str, golden: Golden) -> None:
    data = picture_job(DOCUMENTS[name], 576)
    golden.text(f"{name}.dots.txt", trace(data))
    paper = printed(data, 576)
    assert (paper.cuts, paper.kicks, paper.asked) == (1, [], [])
    golden.picture(f"{name}.png", paper.png_image())


@every_paper
def test_paper_as_text(name: str, golden: Golden) -> None:
    data = text_job(DOCUMENTS[name], 576)
    golden.text(f"{name}.text.txt", trace(data))
    assert printed(data, 576).cuts == 1


@every_paper
def test_paper_as_pdf_reads_back(name: str, golden: Golden, tmp_path: Path) -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_bytes(DOCUMENTS[name]))
    read = subprocess.run([tool, "-raw", path, "-"], capture_output=True, check=True)
    golden.text(f"{name}.pdf.txt", read.stdout.decode())


@every_paper
def test_narrow_paper_keeps_every_amount(name: str) -> None:
    data = text_job(DOCUMENTS[name], 384)
    text = printed(data, 384).text
    for element in DOCUMENTS[name].elements:
        right = getattr(element, "right", "")
        if right and not getattr(element, "right_yields", False):
            assert right.replace("\u2212", "-") in text
    assert printed(picture_job(DOCUMENTS[name], 384), 384).cuts == 1


@pytest.mark.parametrize("name", ["change", "basket", "slip", "z-decided", "cash-handover"])
def test_narrow_paper_looks_as_it_did(name: str, golden: Golden) -> None:
    golden.picture(f"{name}-58.png", printed(picture_job(DOCUMENTS[name], 384), 384).png_image())


def test_a_ticket_names_nobody_and_carries_its_code() -> None:
    document = DOCUMENTS["ticket"]
    assert [e.text for e in document.elements if isinstance(e, Code)] == [
        samples.TICKET.ticket.code
    ]
    assert "27" in words(document)
    assert "1,519.50" in words(document)
    number_only = replace(samples.TICKET.ticket, bills=(), code="")
    plain = ticket_document(
        replace(samples.TICKET, ticket=number_only), samples.UTILITY, samples.OFFSET
    )
    assert not any(isinstance(e, Code) for e in plain.elements)
    assert "0297-61" not in words(plain)


@pytest.mark.parametrize("sheet", Sheet)
def test_the_same_document_gives_the_same_pdf(sheet: Sheet) -> None:
    first = pdf_bytes(DOCUMENTS["change"], sheet)
    assert first == pdf_bytes(DOCUMENTS["change"], sheet)
    assert first.startswith(b"%PDF-")


def test_a_basket_of_forty_bills_breaks_over_sheets() -> None:
    lines = tuple(
        samples.line(bill_no=f"2610{n:04}", account_no=f"4410-{n:04}", customer_name=f"Name {n}")
        for n in range(40)
    )
    document = receipt_document(samples.receipt(*lines), samples.UTILITY, samples.OFFSET)
    assert pdf_bytes(document, Sheet.A5).count(b"/Type /Page\n") >= 2
    assert pdf_bytes(document, Sheet.ROLL).count(b"/Type /Page\n") == 1


def test_time_on_paper_is_local() -> None:
    assert "Mon 23 Nov 2026, 10:42" in on_paper("exact")


def test_amount_that_differs_from_the_paper_bill_is_explained() -> None:
    assert "1,217.00 + 42.50 late charge since 12 Nov" in on_paper("change")
    part = on_paper("part")
    assert "Bill of 1,217.00 + 42.50 late charge since 12 Nov" in part
    assert "Left to pay on this bill 759.50" in part
    assert "655.00 \u2212 15.00 prompt discount" in on_paper("basket")


def test_a_discount_that_is_taken_back_has_one_minus() -> None:
    back = replace(
        samples.NEIGHBOUR, amount=-samples.NEIGHBOUR.amount, discount=-samples.NEIGHBOUR.discount
    )
    paper = receipt_document(samples.receipt(back), samples.UTILITY, samples.OFFSET)
    assert "\n655.00 \u2212 15.00 prompt discount" in words(paper)


def test_a_basket_says_whose_bill_each_line_is() -> None:
    basket = on_paper("basket")
    assert "Account 4410-0301-08, Deepak Lama" in basket
    assert "Account 4410-0297-61, Karuna Sharma" in basket
    assert ", Karuna Sharma" not in on_paper("change")


def test_a_basket_names_each_account_once_above_its_bills() -> None:
    owner = "Shanti Tea House and Guest Rooms by the Old Bus Park, Mohan Karki"
    late, neighbour = replace(samples.LATE, customer_name=owner), samples.NEIGHBOUR
    again = replace(samples.NOVEMBER, account_no=late.account_no, customer_name=owner)
    paper = receipt_document(
        samples.receipt(late, neighbour, again), samples.UTILITY, samples.OFFSET
    )
    written = words(paper)
    assert written.count("Account 4410-0297-61, Shanti") == 1
    places = [written.index(word) for word in (f"Account {late.account_no}, Shanti", late.bill_no,
        again.bill_no, f"Account {neighbour.account_no}, ", neighbour.bill_no)]  # fmt: skip
    assert places == sorted(places)
    printed_text = printed(text_job(paper, 576), 576).text
    assert "Guest Rooms by the Old Bus Park" not in printed_text  # one line, cut short


def test_what_takes_a_receipt_back_is_no_receipt() -> None:
    slip = on_paper("undo", reason="wrong customer")
    assert "Cancellation\n03-U-0001" in slip
    assert "Reason: wrong customer" in slip


@pytest.mark.parametrize("name", ["taken-back", "moved"])
def test_a_receipt_that_does_not_count_any_more_calls_no_account_paid(name: str) -> None:
    copy = on_paper(name)
    assert "Account up to date" not in copy
    assert "Remaining balance" not in copy


def test_signed_postings_between_bills_and_total() -> None:
    assert "Credit used\n\u2212200.00" in on_paper("change")
    assert "Kept as credit\n283.00" in on_paper("over")
    assert "Credit on account\n283.00" in on_paper("over")
    assert "Cash rounding\n0.02" in on_paper("rounding")
    assert "Cash rounding\n\u22120.02" in on_paper("rounding", rounding=Decimal("-0.02"))


def test_every_tender_stands_with_its_number_and_change_comes_from_cash() -> None:
    split = on_paper("split")
    assert "Cheque 00451207, Riverside Farmers and Traders Cooperative Bank\n700.00" in split
    assert "Card A-77120\n300.00" in split
    assert "Cash received\n300.00" in split
    assert "Change\n40.50" in split
    transfer = on_paper("transfer")
    assert "Bank transfer TX-2026-0001182\n1,259.50" in transfer
    assert "Change" not in transfer
    assert "Cheque 004512, City Bank\n\u22121,259.50" in on_paper("undo-cheque")


def test_an_undo_names_its_receipt_and_shows_signed_amounts() -> None:
    undo = on_paper("undo")
    assert "Receipt 03-000123 taken back" in undo
    assert "Total\n\u22121,259.50" in undo
    assert "Cash handed back\n\u22121,259.50" in undo
    assert "Change" not in undo
    assert "Account up to date." not in undo


def test_a_copy_says_so_first_and_last() -> None:
    texts = [one.text for one in DOCUMENTS["copy"].elements if isinstance(one, Text)]
    assert texts[0] == texts[-1] == "COPY 2"
    assert "COPY" not in on_paper("change")
    assert DOCUMENTS["copy"].name == "receipt-03-000123-copy-2"


def test_training_papers_cannot_be_taken_for_receipts() -> None:
    for name in ("training", "training-z", "training-slip"):
        document = DOCUMENTS[name]
        texts = [one.text for one in document.elements if isinstance(one, Text)]
        marks = ["TRAINING", "Not a receipt, nothing was paid"]
        assert texts[:2] == texts[-2:] == marks
        assert not any(isinstance(one, Code) for one in document.elements)
        assert "Any counter can check" not in words(document)
    assert any(isinstance(one, Code) for one in DOCUMENTS["change"].elements)


def test_a_list_of_cheques_names_each_with_its_receipts_and_who_signs() -> None:
    paper = words(DOCUMENTS["cheques"])
    assert "Cheques to the bank, list\n7" in paper
    assert "00451207\n959.50" in paper
    assert "Receipts 03-000123, 03-000124" in paper
    assert "Total\n1,209.50" in paper
    assert "Cheques\n2" in paper
    for name in ("Tomas Okoye", "who carries it", "for the bank"):
        assert f"Signature, {name}" in paper


def test_a_slip_has_a_reference_and_no_number() -> None:
    slip = words(DOCUMENTS["slip"])
    assert "7f3a9c" in slip
    assert "Not a receipt" in slip
    assert "03-" not in slip
    assert not any(isinstance(one, Code) for one in DOCUMENTS["slip"].elements)


def test_a_receipt_without_a_code_promises_none() -> None:
    assert "Any counter can check this code" not in on_paper("exact", qr_text="")


@pytest.mark.parametrize(("decimals", "shown"), [(0, "1,217"), (1, "1,217.0"), (3, "1,217.000")])
def test_money_shows_all_decimals_of_the_currency(decimals: int, shown: str) -> None:
    utility = replace(samples.UTILITY, currency=Currency("XXX", "X", decimals))
    document = receipt_document(samples.RECEIPTS["exact"], utility, 0)
    assert f"Total\n{shown}\n" in words(document)


def test_a_z_says_short_over_or_nothing() -> None:
    assert "Short\n\u221240.00" in words(DOCUMENTS["z"])
    assert "Over\n900.00\nDifference to be decided by a supervisor" in words(
        DOCUMENTS["z-undecided"]
    )
    even = replace(samples.Z, difference=Decimal("0"))
    assert "Difference\n0.00" in words(z_document(even, samples.UTILITY, 0))
