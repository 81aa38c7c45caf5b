"""Shift acts: opening float, blind count, Z. The same request again returns the stored act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from cashier_app.db.connection import CounterConnection, ResultSets, fingerprint_of, order_text
from cashier_app.db.repositories.rows import (
    amount,
    count_locked_from,
    shift_opened_from,
    utc,
    x_report_from,
    z_report_from,
)
from cashier_app.domain.canonical import micros
from cashier_app.domain.corrections import Act, PreparedAct
from cashier_app.domain.money import thousandths
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import (
    CloseShift,
    CountLocked,
    LockCount,
    Pieces,
    ShiftOpened,
    StartShift,
    XReport,
    ZReport,
)
from cashier_app.domain.story import (
    Checked,
    Event,
    LeftOpen,
    Moved,
    OverShort,
    ShiftStory,
)


class ShiftRepository:
    """services.ports.ShiftGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def post_day(self) -> bool:
        """Up to 2,000 late charges of today; True when nothing is left to post."""
        answer = self._connection.read_answer("post_day")
        return bool(json.loads(answer.outcome["facts"])["finished"])

    def open_shift(self, order: StartShift) -> ShiftOpened:
        """Open with a counted float."""
        text = _counted_text(order.pieces, order.taken_at)
        return shift_opened_from(self._connection.act("open_shift", order.request_id, text))

    def lock_count(self, order: LockCount) -> CountLocked:
        """Store the blind count for good."""
        text = {
            "shift": order.shift_id,
            "cheques": order.cheques,
            "card_slips": order.card_slips,
            **_counted_text(order.pieces, order.taken_at),
        }
        return count_locked_from(self._connection.act("lock_count", order.request_id, text))

    def locked_count(self, shift_id: int) -> CountLocked:
        """The stored count of this person's counted shift."""
        return count_locked_from(self._connection.read("locked_count", shift_id))

    def close_shift(self, order: CloseShift, unsettled: Sequence[Unsettled]) -> ZReport:
        """Close a counted shift with its Z."""
        text = _close_text(order, unsettled)
        return z_report_from(self._connection.act("close_shift", order.request_id, text))

    def prepare_close(
        self, order: CloseShift, unsettled: Sequence[Unsettled], difference: Decimal
    ) -> PreparedAct:
        """What a supervisor approves of `order`."""
        text = order_text(_close_text(order, unsettled))
        return PreparedAct(
            Act.DIFFERENCE, order.request_id, fingerprint_of(text), text, abs(difference)
        )

    def x_report(self, shift_id: int) -> XReport:
        """A shift as it stands; for its own cashier without the cash."""
        return x_report_from(self._connection.read("x_report", shift_id))

    def stored_z(self, shift_id: int, *, reprint: bool) -> ZReport:
        """The Z of a closed shift; as a copy it is counted."""
        return z_report_from(self._connection.read("stored_z", shift_id, reprint))

    def story(self, shift_id: int) -> ShiftStory:
        """What happened in a shift; one's own only after its count."""
        return _story(self._connection.read("shift_story", shift_id))

    def unsigned_reports(self) -> dict[int, bytes]:
        """Entry and hash of this counter's Zs that have no signature yet."""
        rows = self._connection.read("unsigned_reports")[0]
        return {row["entry_id"]: bytes.fromhex(row["hash"]) for row in rows}

    def sign_z(self, entry_id: int, signature: bytes) -> None:
        """Store the counter's signature over a Z's hash."""
        self._connection.read("sign_z", entry_id, signature.hex())


def pieces_text(pieces: tuple[Pieces, ...]) -> list[list[int]]:
    """Pieces as the procedures read them: value in thousandths and number, largest first."""
    counted = sorted((p for p in pieces if p.count), key=lambda p: p.value, reverse=True)
    return [[thousandths(p.value), p.count] for p in counted]


def _counted_text(pieces: tuple[Pieces, ...], taken_at: datetime) -> dict[str, object]:
    return {"pieces": pieces_text(pieces), "taken_at": micros(taken_at)}


def _close_text(order: CloseShift, unsettled: Sequence[Unsettled]) -> dict[str, object]:
    return {
        "shift": order.shift_id,
        "reason": order.reason,
        "approved": int(order.approved),
        "unsettled": [
            [u.request_id.hex, u.kind, thousandths(u.total), micros(u.sent_at)] for u in unsettled
        ],
        "taken_at": micros(order.taken_at),
    }


def _story(sets: ResultSets) -> ShiftStory:
    events, moved, checks, left_open, history = sets
    return ShiftStory(
        tuple(
            Event(
                row["kind"],
                row["number"],
                utc(row["stored_at"]),
                amount(row["amount"]),
                amount(row["cash"]),
                amount(row["change_given"]),
            )
            for row in events
        ),
        tuple(
            Moved(row["kind"], row["number"], utc(row["stored_at"]), row["amount"], row["reason"])
            for row in moved
        ),
        tuple(
            Checked(
                row["number"],
                utc(row["stored_at"]),
                row["counted"],
                row["expected"],
                row["difference"],
                row["reason"],
                row["person"],
            )
            for row in checks
        ),
        tuple(
            LeftOpen(row["reference"], row["act"], row["total"], utc(row["sent_at"]))
            for row in left_open
        ),
        tuple(
            OverShort(
                row["business_date"],
                row["difference"],
                row["reason"],
                bool(row["is_decided"]),
                row["outcome"],
            )
            for row in history
        ),
    )
