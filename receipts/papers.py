"""The papers: receipt, slips of what corrects one, and the slip for an unconfirmed payment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cashier_app.domain.accounts import is_one_month
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.payments import Receipt, ReceiptLine, ReceiptTender, TenderKind
from cashier_app.domain.printing import UnconfirmedSlip
from cashier_app.domain.utility import ReceiptDesign, Utility
from receipts import texts
from receipts.document import (
    BODY,
    DETAIL_INDENT,
    HEAD,
    NOTE,
    ROW,
    TITLE,
    TOTAL,
    WHOLE,
    Align,
    Code,
    Document,
    Element,
    Mark,
    Pair,
    Rule,
    Space,
    Text,
)

_MOVE = "-V-"
"""In the number of an entry that books a receipt to another account."""
_NO_MONEY = {"move", "correction"}
"""Their total is nothing: money stays where it is."""
_HEADINGS = {"move": texts.BOOKED_FROM_TO, "refund": texts.PAID_OUT}


def receipt_document(receipt: Receipt, utility: Utility, offset_minutes: int) -> Document:
    """The paper of a payment or of what corrects one; amounts as stored (taken back: negative)."""
    elements = (
        *paper_head(utility, receipt.office, receipt.counter_name, receipt.copy_no),
        *_identity(receipt, offset_minutes),
        *_customer(receipt, utility.design),
        *_lines(receipt, utility.currency, utility.design),
        *_money(receipt, utility.currency),
        *(_balance(receipt, utility.currency) if utility.design.shows("balance") else ()),
        *_code(receipt, utility),
        *paper_foot(
            utility,
            receipt.copy_no,
            utility.contact if utility.design.shows("contact") else "",
            utility.receipt_foot,
            *utility.design.more,
        ),
    )
    copy = f"-copy-{receipt.copy_no}" if receipt.copy_no else ""
    return Document(f"receipt-{receipt.number}{copy}", elements)


def slip_document(slip: UnconfirmedSlip, utility: Utility, offset_minutes: int) -> Document:
    """Paper for a customer whose payment was set aside: a reference, never a number."""
    return Document(f"slip-{slip.reference}", tuple(_slip_elements(slip, utility, offset_minutes)))


def paper_head(utility: Utility, office: str, counter: str, copy_no: int) -> Iterator[Element]:
    """Mark, name and place; the first lines say if the paper is a copy or for training."""
    yield from _warnings(utility, copy_no)
    if utility.design.shows("logo"):
        yield Mark(utility.logo)
    yield Text(utility.name, TITLE, Align.CENTRE, max_lines=2)
    for line in utility.design.head:
        yield Text(line, BODY, Align.CENTRE, max_lines=2)
    if utility.address and utility.design.shows("utility_address"):
        yield Text(utility.address, BODY, Align.CENTRE, max_lines=2)
    yield Text(f"{office}, {counter}", BODY, Align.CENTRE, max_lines=2)
    if utility.tax_no:
        yield Text(texts.TAX_NO.format(number=utility.tax_no), BODY, Align.CENTRE)
    yield Rule()


def paper_foot(utility: Utility, copy_no: int, *words: str) -> Iterator[Element]:
    """Closing words, and COPY or TRAINING once more."""
    for line in words:
        if line:
            yield Text(line, BODY, Align.CENTRE)
    if copy_no or utility.is_training:
        yield Space(8)
        yield from _warnings(utility, copy_no)


def _warnings(utility: Utility, copy_no: int) -> Iterator[Element]:
    if utility.is_training:
        yield Text(texts.TRAINING, TITLE, Align.CENTRE)
        yield Text(texts.TRAINING_WORDS, HEAD, Align.CENTRE)
    if copy_no:
        yield Text(texts.COPY.format(number=copy_no), TITLE, Align.CENTRE)


def _identity(receipt: Receipt, offset_minutes: int) -> Iterator[Element]:
    yield Pair(texts.CORRECTIONS.get(receipt.kind, texts.RECEIPT), receipt.number, HEAD)
    if receipt.undoes:
        words = texts.CORRECTS.get(receipt.kind, texts.TAKES_BACK)
        yield Text(words.format(number=receipt.undoes), HEAD)
    if receipt.undone_by:
        words = texts.MOVED_BY if _MOVE in receipt.undone_by else texts.TAKEN_BACK_BY
        yield Text(words.format(number=receipt.undone_by), HEAD)
    when = texts.moment_text(receipt.stored_at, offset_minutes)
    yield Pair(when, receipt.cashier, BODY, right_yields=True)
    if receipt.reason:
        yield Text(texts.REASON_WHY.format(reason=receipt.reason), BODY, max_lines=WHOLE)
    if receipt.approved_by:
        yield Text(texts.APPROVED_BY.format(name=receipt.approved_by), BODY)
    yield Rule(dashed=True)


def _customer(receipt: Receipt, design: ReceiptDesign) -> Iterator[Element]:
    yield Text(receipt.customer_name, HEAD, max_lines=2)
    has_meter = receipt.meter_no and design.shows("meter")
    words = texts.ACCOUNT_METER if has_meter else texts.ACCOUNT
    yield Text(words.format(account=receipt.account_no, meter=receipt.meter_no), BODY)
    if receipt.address and design.shows("customer_address"):
        yield Text(receipt.address, BODY)
    yield Rule(dashed=True)


def _lines(receipt: Receipt, currency: Currency, design: ReceiptDesign) -> Iterator[Element]:
    if receipt.kind == "correction":
        return
    heading = _HEADINGS.get(receipt.kind, texts.PUT_BACK if receipt.undoes else texts.PAID_FOR)
    yield Pair(heading, currency.symbol, NOTE)
    basket = any(line.account_no != receipt.account_no for line in receipt.lines)
    for account, lines in _by_account(receipt.lines).items():
        if basket:
            owner = f"{texts.ACCOUNT.format(account=account)}, {lines[0].customer_name}"
            yield Text(owner, BODY, max_lines=2)
        for line in lines:
            note = _line_note(line) if design.shows("bill_numbers") else ""
            yield Pair(_line_label(line), currency.show(line.amount), ROW, note=note)
            details = _line_details(line, currency) if design.shows("explanations") else ()
            for detail in details:
                yield Text(detail, NOTE, indent=DETAIL_INDENT, max_lines=WHOLE)
    for label, amount in (
        (texts.CREDIT_USED, -receipt.credit_used),
        (texts.CREDIT_MADE, receipt.credit_made if receipt.kind != "refund" else ZERO),
        (texts.CASH_ROUNDING, receipt.rounding),
    ):
        if amount:
            yield Pair(label, currency.show(amount), ROW)
    yield Rule()


def _by_account(lines: Iterable[ReceiptLine]) -> dict[str, list[ReceiptLine]]:
    """Each account's lines together, in the order in which the accounts come."""
    found: dict[str, list[ReceiptLine]] = {}
    for line in lines:
        found.setdefault(line.account_no, []).append(line)
    return found


def _line_label(line: ReceiptLine) -> str:
    if line.title:
        return line.title
    if line.period_to and is_one_month(line.period_from, line.period_to):
        return texts.month_text(line.period_to)
    if line.period_from and line.period_to:
        return texts.span_text(line.period_from, line.period_to)
    return texts.BILL.format(number=line.bill_no)


def _line_note(line: ReceiptLine) -> str:
    named = line.title or line.period_to
    return texts.BILL_NOTE.format(number=line.bill_no) if named and line.bill_no else ""


def _line_details(line: ReceiptLine, currency: Currency) -> Iterator[str]:
    if line.late_charge or line.discount:
        yield _explained(line, currency)
    if line.left:
        yield texts.LEFT_ON_BILL.format(amount=currency.show(line.left))


def _explained(line: ReceiptLine, currency: Currency) -> str:
    """Why the amount is not the one on the paper bill: "1,217.00 + 42.50 late charge …"."""
    words = currency.show(line.paper_total)
    # Below zero where a receipt takes its bill's discount back.
    discount = abs(line.discount)
    if line.late_charge:
        words += " + " + _late_words(line, currency)
    if discount:
        words += " \u2212 " + texts.DISCOUNT.format(amount=currency.show(discount))
    whole = line.paper_total + line.late_charge - discount == abs(line.amount)
    return words if whole else texts.BILL_OF.format(amounts=words)


def _late_words(line: ReceiptLine, currency: Currency) -> str:
    amount = currency.show(line.late_charge)
    if line.late_since is None:
        return texts.LATE_CHARGE.format(amount=amount)
    return texts.LATE_CHARGE_SINCE.format(amount=amount, day=texts.day_text(line.late_since))


def _money(receipt: Receipt, currency: Currency) -> Iterator[Element]:
    is_payment = receipt.kind == "payment"
    if receipt.kind not in _NO_MONEY:
        yield Pair(texts.TOTAL, currency.show(receipt.total), TOTAL)
        yield Rule()
    for tender in receipt.tenders:
        yield _tender(tender, currency, not is_payment, plain=receipt.kind == "correction")
    has_cash = any(tender.kind is TenderKind.CASH for tender in receipt.tenders)
    if has_cash and is_payment:
        yield Pair(texts.CHANGE, currency.show(receipt.change), HEAD)
    if receipt.tenders:
        yield Rule(dashed=True)


def _tender(tender: ReceiptTender, currency: Currency, undo: bool, *, plain: bool) -> Pair:
    # What an undo hands back is the payment's tender less its change.
    amount = tender.tendered - tender.change if undo else tender.tendered
    if tender.kind is TenderKind.CASH and not plain:
        label = texts.CASH_HANDED_BACK if undo else texts.CASH_RECEIVED
    else:
        label = f"{texts.TENDERS[tender.kind]} {tender.detail}".strip()
    return Pair(label, currency.show(amount), ROW)


def _balance(receipt: Receipt, currency: Currency) -> Iterator[Element]:
    # What was left after a receipt that does not count any more is not what is left.
    if receipt.kind == "correction" or receipt.undone_by:
        return
    yield Pair(texts.REMAINING, currency.show(receipt.account_due_after), HEAD)
    if receipt.credit_after > ZERO:
        yield Pair(texts.CREDIT_AFTER, currency.show(receipt.credit_after), ROW)
    if receipt.account_due_after <= ZERO:
        yield Text(texts.UP_TO_DATE, BODY)


def _code(receipt: Receipt, utility: Utility) -> Iterator[Element]:
    """None on a training paper: no code of it can ever be taken for a real one."""
    if not receipt.qr_text or utility.is_training:
        yield Space(16)
        return
    yield Code(receipt.qr_text)
    yield Text(texts.CHECK_CODE, BODY, Align.CENTRE)
    yield Space(8)


def _slip_elements(
    slip: UnconfirmedSlip, utility: Utility, offset_minutes: int
) -> Iterator[Element]:
    yield from paper_head(utility, slip.office, slip.counter_name, copy_no=0)
    yield Text(texts.NOT_A_RECEIPT, TITLE, Align.CENTRE)
    yield Text(texts.NOT_CONFIRMED, HEAD, Align.CENTRE)
    yield Rule()
    yield Pair(texts.REFERENCE, slip.reference, TOTAL)
    yield Rule()
    when = texts.moment_text(slip.set_aside_at, offset_minutes)
    yield Pair(when, slip.cashier, BODY, right_yields=True)
    yield Text(slip.customer_name, HEAD, max_lines=2)
    yield Text(texts.ACCOUNT.format(account=slip.account_no), BODY)
    yield Rule(dashed=True)
    held = utility.currency.show(slip.total)
    yield Pair(f"{texts.MONEY_HELD}, {utility.currency.symbol}", held, HEAD)
    yield Rule(dashed=True)
    yield Text(texts.SLIP_TEXT, BODY, max_lines=6)
    yield Space(8)
    yield Text(texts.SLIP_ADVICE, BODY, max_lines=6)
    yield Space(16)
    yield from paper_foot(utility, 0, utility.contact)
