"""Shift acts: opening float, blind count, Z. The same request again returns the stored act."""

from __future__ import annotations

import json
from datetime import datetime

from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.rows import (
    count_locked_from,
    shift_opened_from,
    z_report_from,
)
from cashier_app.domain.canonical import micros
from cashier_app.domain.money import thousandths
from cashier_app.domain.shifts import (
    CloseShift,
    CountLocked,
    LockCount,
    Pieces,
    ShiftOpened,
    StartShift,
    ZReport,
)


class ShiftRepository:
    """services.ports.ShiftGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def post_day(self) -> bool:
        """Up to 2,000 late charges of today; True when nothing is left to post."""
        head = self._connection.read_outcome("post_day")
        return bool(json.loads(head["facts"])["finished"])

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

    def close_shift(self, order: CloseShift, unsettled: str) -> ZReport:
        """Close a counted shift with its Z."""
        text = {
            "shift": order.shift_id,
            "reason": order.reason,
            "unsettled": unsettled[:255],
            "taken_at": micros(order.taken_at),
        }
        return z_report_from(self._connection.act("close_shift", order.request_id, text))

    def unsigned_reports(self) -> dict[int, bytes]:
        """Entry and hash of this counter's Zs that have no signature yet."""
        rows = self._connection.read("unsigned_reports")[0]
        return {row["entry_id"]: bytes.fromhex(row["hash"]) for row in rows}

    def sign_z(self, entry_id: int, signature: bytes) -> None:
        """Store the counter's signature over a Z's hash."""
        self._connection.read("sign_z", entry_id, signature.hex())


def _counted_text(pieces: tuple[Pieces, ...], taken_at: datetime) -> dict[str, object]:
    counted = sorted((p for p in pieces if p.count), key=lambda p: p.value, reverse=True)
    return {
        "pieces": [[thousandths(p.value), p.count] for p in counted],
        "taken_at": micros(taken_at),
    }
