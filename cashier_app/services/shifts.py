"""Opening, counting and closing a shift. After a doubt the same request is repeated."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from cashier_app.domain.errors import CashierError, OutcomeUnknown, Unavailable
from cashier_app.domain.shifts import (
    CloseShift,
    CountLocked,
    LockCount,
    Pieces,
    ShiftOpened,
    StartShift,
    ZReport,
    counted,
)
from cashier_app.services.acts import run_act
from cashier_app.services.ports import Journal, SessionGateway, ShiftGateway

_log = logging.getLogger(__name__)

T = TypeVar("T")

SignHash = Callable[[bytes], bytes]
_REPEATS = 3


class ShiftService:
    """The day of one cashier at one counter."""

    def __init__(
        self, gateway: ShiftGateway, session: SessionGateway, log: Journal, sign: SignHash
    ) -> None:
        self._gateway = gateway
        self._session = session
        self._log = log
        self._sign = sign

    def open(self, order: StartShift, person: str) -> ShiftOpened:
        """Post the day if nobody did, then open the shift. Raises Refused, Busy, Unavailable."""
        while not self._gateway.post_day():
            pass
        return run_act(
            self._log,
            request_id=order.request_id,
            kind="opening",
            total=counted(order.pieces),
            person=person,
            facts=_pieces(order.pieces),
            at=order.taken_at,
            send=lambda: self._repeated(lambda: self._gateway.open_shift(order)),
            stored=lambda opened: (opened.number, opened.hash),
        )

    def lock_count(self, order: LockCount, person: str) -> CountLocked:
        """Store the blind count for good; only now may the expected cash be shown."""
        return run_act(
            self._log,
            request_id=order.request_id,
            kind="count",
            total=counted(order.pieces),
            person=person,
            facts=f"shift {order.shift_id}; {_pieces(order.pieces)}",
            at=order.taken_at,
            send=lambda: self._repeated(lambda: self._gateway.lock_count(order)),
            stored=lambda locked: (locked.number, locked.hash),
        )

    def locked_count(self, shift_id: int) -> CountLocked:
        """The stored count of a shift that was counted before a restart."""
        return self._gateway.locked_count(shift_id)

    def close(self, order: CloseShift, person: str) -> ZReport:
        """Close with the Z and sign it with this counter's key."""
        unsettled = ", ".join(u.reference for u in self._log.unsettled())
        report = run_act(
            self._log,
            request_id=order.request_id,
            kind="z",
            total=Decimal("0"),
            person=person,
            facts=f"shift {order.shift_id}",
            at=order.taken_at,
            send=lambda: self._repeated(lambda: self._gateway.close_shift(order, unsettled)),
            stored=lambda z: (z.number, z.hash),
        )
        self._log.closed_shift(report.closed_at, report.difference, report.number)
        return replace(report, signed=self._signed(report.entry_id, report.hash))

    def sign_left_over(self) -> None:
        """Sign this counter's Zs that were stored when the line broke before their signature."""
        for entry_id, entry_hash in self._gateway.unsigned_reports().items():
            self._signed(entry_id, entry_hash)

    def _signed(self, entry_id: int, entry_hash: bytes) -> bool:
        """The Z stands without it; what fails now is signed at the next sign-in."""
        try:
            self._gateway.sign_z(entry_id, self._sign(entry_hash))
        except CashierError as error:
            _log.info("Z %s is not signed yet: %s", entry_id, error.code)
            return False
        return True

    def _repeated(self, send: Callable[[], T]) -> T:
        """Repeat the same request on a fresh connection: stored once, whatever was lost."""
        doubt: OutcomeUnknown | None = None
        for _ in range(_REPEATS):
            try:
                if doubt is not None:
                    self._session.reconnect()
                return send()
            except OutcomeUnknown as error:
                doubt = error
            except Unavailable as error:
                # Nothing of this try left, but an earlier one may have landed.
                raise doubt or error from error
        raise doubt or AssertionError("a try either returns or raises")


def _pieces(pieces: tuple[Pieces, ...]) -> str:
    return ", ".join(f"{piece.count} × {piece.value}" for piece in pieces)
