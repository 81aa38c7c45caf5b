"""Rows of the procedures' result sets as the frozen values of the domain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cashier_app.db.connection import Answer, ResultSets, Row
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.payments import Receipt, ReceiptLine, ReceiptTender, TenderKind
from cashier_app.domain.shifts import (
    CountLocked,
    MovementTotal,
    Pieces,
    ShiftOpened,
    TenderTotal,
    XReport,
    ZReport,
)
from cashier_app.domain.utility import OpenShift, ReceiptDesign, Utility


def utc(moment: datetime) -> datetime:
    """The server's naive UTC time as an aware one."""
    return moment.replace(tzinfo=UTC)


def amount(value: object) -> Decimal:
    """A DECIMAL column; a sum over no rows is NULL and means 0."""
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def utility_from(row: Mapping[str, Any]) -> Utility:
    """The row of `utility`."""
    return Utility(
        name=row["name"],
        address=row["address"],
        tax_no=row["tax_no"],
        contact=row["contact"],
        receipt_foot=row["receipt_foot"],
        currency=Currency(
            row["currency_code"],
            row["currency_symbol"],
            row["currency_decimals"],
            row["digit_grouping"],
        ),
        time_zone=row["time_zone"],
        cash_step=row["cash_step"],
        logo=row["logo"],
        is_training=bool(row["is_training"]),
        design=ReceiptDesign(
            left_out=frozenset(row["receipt_left_out"].split(",")) - {""},
            head=_lines(row["receipt_head"]),
            more=_lines(row["receipt_more"]),
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)


def receipt_from(answer: Answer) -> Receipt:
    """What emit_receipt answers: the head as facts, then lines and tenders."""
    lines, tenders = answer.sets[:2]
    head = _facts(answer.outcome["facts"])
    money = tuple(_tender(_facts(row["tender"])) for row in tenders)
    received = sum((t.tendered for t in money), ZERO)
    change = sum((t.change for t in money), ZERO)
    return Receipt(
        entry_id=int(head["entry_id"]),
        kind=head["kind"],
        number=head["number"],
        request_id=UUID(hex=head["request_id"]),
        counter_code=head["counter_code"],
        counter_name=head["counter_name"],
        office=head["office"],
        cashier=head["cashier"],
        stored_at=utc(datetime.fromisoformat(head["stored_at"])),
        business_date=date.fromisoformat(head["business_date"]),
        account_no=show_account_no(head["account_no"]),
        customer_name=head["customer_name"],
        address=head["address"],
        meter_no=show_meter_no(head["meter_no"]),
        lines=tuple(_line(_facts(row["line"])) for row in lines),
        tenders=money,
        credit_used=amount(head["credit_used"]),
        credit_made=amount(head["credit_made"]),
        rounding=amount(head["rounding"]),
        total=received - change,
        received=received,
        change=change,
        account_due_after=amount(head["due_after"]),
        credit_after=amount(head["credit_after"]),
        hash=bytes.fromhex(head["hash"]),
        reason=head["reason"],
        approved_by=head["approved_by"],
        undoes=head["undoes"],
        undone_by=head["undone_by"],
        copy_no=int(head["copy_no"]),
    )


def _facts(text: str) -> dict[str, Any]:
    # MariaDB makes strings of a procedure's numbers, MySQL numbers.
    facts: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return facts


def _line(facts: Mapping[str, Any]) -> ReceiptLine:
    return ReceiptLine(
        title=facts["title"],
        period_from=_day(facts["period_from"]),
        period_to=_day(facts["period_to"]),
        bill_no=facts["bill_no"],
        account_no=show_account_no(facts["account_no"]),
        customer_name=facts["customer_name"],
        amount=amount(facts["amount"]),
        paper_total=amount(facts["paper_total"]),
        late_charge=amount(facts["late_charge"]),
        late_since=_day(facts["late_since"]),
        discount=amount(facts["discount"]),
        left=amount(facts["left"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tender(facts: Mapping[str, Any]) -> ReceiptTender:
    return ReceiptTender(
        TenderKind(facts["kind"]),
        amount(facts["tendered"]),
        amount(facts["change"]),
        facts["detail"],
    )


def open_shift_from(row: Row) -> OpenShift:
    """One row of emit_shift."""
    return OpenShift(
        shift_id=row["shift_id"],
        counter_id=row["counter_id"],
        user_id=row["user_id"],
        cashier=row["cashier"],
        business_date=row["business_date"],
        opened_at=utc(row["opened_at"]),
        float_amount=row["float_amount"],
        receipts=row["receipts"],
        state=row["state"],
    )


def shift_opened_from(sets: ResultSets) -> ShiftOpened:
    """emit_shift's set."""
    (row,) = sets[0]
    return ShiftOpened(open_shift_from(row), row["number"], bytes.fromhex(row["hash"]))


def _totals(rows: Sequence[Row]) -> tuple[TenderTotal, ...]:
    return tuple(TenderTotal(row["kind"], row["receipts"], amount(row["amount"])) for row in rows)


def pieces_from(rows: Sequence[Row]) -> tuple[Pieces, ...]:
    """Denominations, largest first."""
    return tuple(Pieces(row["value"], row["pieces"]) for row in rows)


def _moved(rows: Sequence[Row]) -> tuple[MovementTotal, ...]:
    return tuple(MovementTotal(row["kind"], row["acts"], amount(row["amount"])) for row in rows)


def count_locked_from(sets: ResultSets) -> CountLocked:
    """emit_count's three sets: head, tenders, movements."""
    (row,) = sets[0]
    return CountLocked(
        entry_id=row["entry_id"],
        number=row["number"],
        hash=bytes.fromhex(row["hash"]),
        shift_id=row["shift_id"],
        counted=row["counted"],
        expected=row["expected"],
        difference=row["difference"],
        float_amount=row["float_amount"],
        cash_taken=row["cash_taken"],
        movements=row["movements"],
        tenders=_totals(sets[1]),
        receipts=row["receipts"],
        locked_at=utc(row["locked_at"]),
        cheques=row["cheques"],
        card_slips=row["card_slips"],
        moved=_moved(sets[2]),
    )


def x_report_from(sets: ResultSets) -> XReport:
    """x_report's three sets: head, tenders, movements."""
    (row,) = sets[0]
    return XReport(
        shift_id=row["shift_id"],
        counter_code=row["counter_code"],
        counter_name=row["counter_name"],
        office=row["office"],
        cashier=row["cashier"],
        business_date=row["business_date"],
        opened_at=utc(row["opened_at"]),
        asked_at=utc(row["asked_at"]),
        state=row["state"],
        float_amount=row["float_amount"],
        cash_taken=row["cash_taken"],
        movements=row["movements"],
        expected=row["expected"],
        receipts=row["receipts"],
        first_receipt=row["first_receipt"],
        last_receipt=row["last_receipt"],
        undos=row["undos"],
        undone_amount=amount(row["undone_amount"]),
        reversals=row["reversals"],
        reversed_amount=amount(row["reversed_amount"]),
        reprints=row["reprints"],
        drawer_openings=row["drawer_openings"],
        grand_total=row["grand_total"],
        tenders=_totals(sets[1]),
        moved=_moved(sets[2]),
    )


def z_report_from(sets: ResultSets) -> ZReport:
    """emit_z's five sets: head, tenders, pieces, movements, unsettled references."""
    (row,) = sets[0]
    return ZReport(
        entry_id=row["entry_id"],
        number=row["number"],
        shift_id=row["shift_id"],
        counter_code=row["counter_code"],
        counter_name=row["counter_name"],
        office=row["office"],
        cashier=row["cashier"],
        business_date=row["business_date"],
        opened_at=utc(row["opened_at"]),
        closed_at=utc(row["closed_at"]),
        float_amount=row["float_amount"],
        cash_taken=row["cash_taken"],
        movements=row["movements"],
        expected=row["expected"],
        counted=row["counted"],
        difference=row["difference"],
        reason=row["reason"],
        decided=bool(row["is_decided"]),
        receipts=row["receipts"],
        first_receipt=row["first_receipt"],
        last_receipt=row["last_receipt"],
        undos=row["undos"],
        undone_amount=row["undone_amount"],
        reprints=row["reprints"],
        drawer_openings=row["drawer_openings"],
        tenders=_totals(sets[1]),
        pieces=pieces_from(sets[2]),
        grand_total=row["grand_total"],
        hash=bytes.fromhex(row["hash"]),
        key_fingerprint=short_fingerprint(row["key_fingerprint"]),
        signed=bool(row["signed"]),
        unsettled=tuple(item["reference"] for item in sets[4]),
        copy_no=row["copy_no"],
        reversals=row["reversals"],
        reversed_amount=row["reversed_amount"],
        moved=_moved(sets[3]),
        closed_by=row["closed_by"],
        approved_by=row["approved_by"],
        outcome=row["outcome"],
        decided_by=row["decided_by"],
        decision_reason=row["decision_reason"],
    )


def short_fingerprint(fingerprint: str) -> str:
    """What stands on a Z of a key's SHA-256 (hex): as receipt_code.fingerprint shows it."""
    digest = fingerprint[:16].upper()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
