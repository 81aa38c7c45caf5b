"""Cash besides payments: drawers, the safe, the hall's day. A repeat returns the stored act."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.db.connection import CounterConnection, ResultSets, Row, fingerprint_of, order_text
from cashier_app.db.repositories.rows import amount, pieces_from, utc, z_report_from
from cashier_app.db.repositories.shifts import pieces_text
from cashier_app.domain.canonical import micros
from cashier_app.domain.corrections import Act, PreparedAct
from cashier_app.domain.drawer import (
    AcceptHandover,
    CashKind,
    CashSlip,
    CheckDrawer,
    Decided,
    DecideDifference,
    HandOver,
    Handovers,
    KeepSafe,
    MoveCash,
    OpenHandover,
    Receiver,
    SafeLine,
)
from cashier_app.domain.hall import HallDay, HallShift, OnTheWay, OpenDifference, OpenItem
from cashier_app.domain.money import ZERO, thousandths

_SAFE_KINDS = {
    CashKind.SAFE_OPENING: "opening",
    CashKind.SAFE_COUNT: "count",
    CashKind.SAFE_DEPOSIT: "deposit",
}


class CashRepository:
    """services.ports.CashGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def move(self, order: MoveCash) -> CashSlip:
        """Paid in, paid out, to the safe, changed with the safe, or only opened."""
        return cash_slip_from(
            self._connection.act("move_cash", order.request_id, _move_text(order))
        )

    def prepare_move(self, order: MoveCash) -> PreparedAct:
        """What a supervisor approves of `order`."""
        text = order_text(_move_text(order))
        return PreparedAct(Act.MOVEMENT, order.request_id, fingerprint_of(text), text, order.amount)

    def hand_over(self, order: HandOver) -> CashSlip:
        """The giver's half."""
        text = {
            "shift": order.shift_id,
            "receiver": order.receiver,
            "amount": thousandths(order.amount),
            "reason": order.reason,
            "taken_at": micros(order.taken_at),
        }
        return cash_slip_from(self._connection.act("hand_over", order.request_id, text))

    def accept(self, order: AcceptHandover) -> CashSlip:
        """The receiver's half, or back to the giver."""
        text = {
            "shift": order.shift_id,
            "handover": order.handover_id,
            "amount": thousandths(order.amount),
            "taken_at": micros(order.taken_at),
        }
        return cash_slip_from(self._connection.act("accept_handover", order.request_id, text))

    def check_drawer(self, order: CheckDrawer) -> CashSlip:
        """Store a surprise count with its difference."""
        text = {
            "shift": order.shift_id,
            "reason": order.reason,
            "pieces": pieces_text(order.pieces),
            "taken_at": micros(order.taken_at),
        }
        return cash_slip_from(self._connection.act("check_drawer", order.request_id, text))

    def keep_safe(self, order: KeepSafe) -> CashSlip:
        """Open, count or deposit."""
        text = {
            "kind": _SAFE_KINDS[order.kind],
            "reason": order.reason,
            "bag": order.bag_no,
            "bank": order.bank,
            "pieces": pieces_text(order.pieces),
            "taken_at": micros(order.taken_at),
        }
        return cash_slip_from(self._connection.act("keep_safe", order.request_id, text))

    def decide(self, order: DecideDifference) -> Decided:
        """Store what was decided; the Z with it."""
        text = {
            "shift": order.shift_id,
            "outcome": order.outcome.value,
            "difference": thousandths(order.difference),
            "reason": order.reason,
            "taken_at": micros(order.taken_at),
        }
        (row,), *report = self._connection.act("decide_difference", order.request_id, text)
        return Decided(row["number"], bytes.fromhex(row["hash"]), z_report_from(report))

    def handovers(self) -> Handovers:
        """Receivers in this hall, and handovers to or from the connected person."""
        receivers, waiting = self._connection.read("handovers_here")
        return Handovers(
            tuple(
                Receiver(row["user_name"], row["full_name"], row["counter_name"])
                for row in receivers
            ),
            tuple(
                OpenHandover(
                    row["entry_id"],
                    row["number"],
                    row["amount"],
                    row["reason"],
                    row["giver"],
                    row["receiver"],
                    bool(row["is_mine"]),
                    utc(row["stored_at"]),
                )
                for row in waiting
            ),
        )

    def is_drop_due(self) -> bool:
        """True when the own drawer holds more than the utility's limit."""
        return bool(self._connection.read("drop_due")[0][0]["is_due"])

    def copy(self, entry_id: int) -> CashSlip:
        """A stored slip with its next copy number."""
        return cash_slip_from(self._connection.read("cash_slip", entry_id))

    def day(self, day: date | None) -> HallDay:
        """The hall's day; None is today."""
        return _hall_day(self._connection.read("hall_day", day))

    def safe_lines(self) -> tuple[SafeLine, ...]:
        """The newest 300 lines of the safe, newest first."""
        return tuple(
            SafeLine(
                row["kind"],
                row["amount"],
                row["balance_after"],
                row["reason"],
                utc(row["stored_at"]),
                row["local_day"],
                row["person"],
                row["counter_name"],
                row["number"],
                row["bag_no"],
            )
            for row in self._connection.read("safe_ledger")[0]
        )


def _move_text(order: MoveCash) -> dict[str, object]:
    return {
        "shift": order.shift_id,
        "kind": order.kind.value,
        "amount": thousandths(order.amount),
        "reason": order.reason,
        "pieces": pieces_text(order.pieces),
        "taken_at": micros(order.taken_at),
    }


def cash_slip_from(sets: ResultSets) -> CashSlip:
    """emit_cash's two sets: head, pieces."""
    (row,) = sets[0]
    return CashSlip(
        entry_id=row["entry_id"],
        number=row["number"],
        hash=bytes.fromhex(row["hash"]),
        kind=CashKind(row["kind"]),
        amount=amount(row["amount"]),
        reason=row["reason"],
        counter_code=row["counter_code"],
        counter_name=row["counter_name"],
        office=row["office"],
        person=row["person"],
        stored_at=utc(row["stored_at"]),
        business_date=row["business_date"],
        other_person=row["other_person"],
        approved_by=row["approved_by"],
        counted=row["counted"],
        expected=row["expected"],
        held=row["held"],
        bag_no=row["bag_no"],
        bank=row["bank"],
        pieces=pieces_from(sets[1]),
        copy_no=row["copy_no"],
    )


def _hall_day(sets: ResultSets) -> HallDay:
    (head,), shifts, tenders, hours, (ties,), differences, unsettled, on_the_way = sets
    by_shift: dict[int, dict[str, Decimal]] = {}
    for row in tenders:
        by_shift.setdefault(row["shift_id"], {})[row["kind"]] = amount(row["amount"])
    return HallDay(
        office=head["office"],
        day=head["business_date"],
        is_today=head["business_date"] == head["today"],
        asked_at=utc(head["asked_at"]),
        drawer_limit=amount(head["drawer_limit"]),
        shifts=tuple(_hall_shift(row, by_shift.get(row["shift_id"], {})) for row in shifts),
        hours=tuple((int(row["hour_no"]), amount(row["amount"])) for row in hours),
        receipts=int(ties["receipts"]),
        cancelled=int(ties["cancelled"]),
        tendered=amount(ties["tendered"]),
        cancelled_amount=amount(ties["cancelled_amount"]),
        allocated=amount(ties["allocated"]),
        credit=amount(ties["credit"]),
        rounding=amount(ties["rounding"]),
        safe_held=head["safe_held"],
        safe_lines=amount(head["safe_lines"]),
        differences=tuple(_open_difference(row) for row in differences),
        unsettled=tuple(
            OpenItem(
                UUID(hex=row["request_id"]),
                row["act"],
                row["total"],
                utc(row["sent_at"]),
                row["counter_name"],
                row["cashier"],
            )
            for row in unsettled
        ),
        on_the_way=tuple(
            OnTheWay(
                row["entry_id"],
                row["amount"],
                row["giver"],
                row["receiver"],
                utc(row["stored_at"]),
            )
            for row in on_the_way
        ),
    )


def _hall_shift(row: Row, tenders: dict[str, Decimal]) -> HallShift:
    return HallShift(
        shift_id=row["shift_id"],
        counter_code=row["counter_code"],
        counter=row["counter_name"],
        cashier=row["cashier"],
        user_id=row["user_id"],
        business_date=row["business_date"],
        opened_at=utc(row["opened_at"]),
        counted_at=_moment(row["counted_at"]),
        closed_at=_moment(row["closed_at"]),
        state=row["state"],
        receipts=row["receipts"],
        undos=row["undos"],
        float_amount=row["float_amount"],
        expected=row["expected"],
        drawer=row["float_amount"] + amount(row["cash_tendered"]) + amount(row["moved"]),
        counted=row["counted"],
        difference=row["difference"],
        decided=bool(row["is_decided"]),
        outcome=row["outcome"],
        cash=tenders.get("cash", ZERO),
        card=tenders.get("card", ZERO),
        cheque=tenders.get("cheque", ZERO),
        transfer=tenders.get("transfer", ZERO),
    )


def _moment(value: datetime | None) -> datetime | None:
    return None if value is None else utc(value)


def _open_difference(row: Row) -> OpenDifference:
    return OpenDifference(
        row["shift_id"],
        row["number"],
        row["counter_name"],
        row["cashier"],
        bool(row["is_own"]),
        row["business_date"],
        row["difference"],
        row["reason"],
    )
