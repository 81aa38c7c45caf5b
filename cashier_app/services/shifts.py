"""Opening, counting and closing a shift. After a doubt the same request is repeated."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import Currency
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
    counted,
)
from cashier_app.domain.story import ShiftStory
from cashier_app.services.acts import repeated, run_act, write_down
from cashier_app.services.ports import Journal, SessionGateway, ShiftGateway

_log = logging.getLogger(__name__)

SignHash = Callable[[bytes], bytes]


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
            send=lambda: repeated(self._session, lambda: self._gateway.open_shift(order)),
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
            send=lambda: repeated(self._session, lambda: self._gateway.lock_count(order)),
            stored=lambda locked: (locked.number, locked.hash),
        )

    def locked_count(self, shift_id: int) -> CountLocked:
        """The stored count of a shift that was counted before a restart."""
        return self._gateway.locked_count(shift_id)

    def close(self, order: CloseShift, person: str, currency: Currency | None = None) -> ZReport:
        """Close with the Z and sign it with this counter's key.

        The counter log keeps the difference at the decimals of `currency` (of the database
        without one): the door shows it before anybody knows the currency.
        """
        # What is unsettled at this counter goes to the supervisor's list, not this very act.
        unsettled = self._unsettled(order)
        report = run_act(
            self._log,
            request_id=order.request_id,
            kind="z",
            total=Decimal("0"),
            person=person,
            facts=f"shift {order.shift_id}",
            at=order.taken_at,
            send=lambda: repeated(
                self._session, lambda: self._gateway.close_shift(order, unsettled)
            ),
            stored=lambda z: (z.number, z.hash),
            paper=lambda z: z.shift_id,
        )
        difference = round(report.difference, currency.decimals) if currency else report.difference
        write_down(self._log.closed_shift, report.closed_at, difference, report.number)
        return replace(report, signed=self._signed(report.entry_id, report.hash))

    def close_other(self, order: CloseShift, person: str) -> ZReport:
        """Close a forgotten shift as its supervisor, from any counter of the hall.

        Its own counter signs the Z when somebody next signs in there.
        """
        return run_act(
            self._log,
            request_id=order.request_id,
            kind="z",
            total=Decimal("0"),
            person=person,
            facts=f"shift {order.shift_id}",
            at=order.taken_at,
            send=lambda: repeated(self._session, lambda: self._gateway.close_shift(order, ())),
            stored=lambda z: (z.number, z.hash),
            paper=lambda z: z.shift_id,
        )

    def prepare_close(self, order: CloseShift, difference: Decimal) -> PreparedAct:
        """What a supervisor approves when the difference of `order` is accepted."""
        return self._gateway.prepare_close(order, self._unsettled(order), difference)

    def x_report(self, shift_id: int) -> XReport:
        """A shift as it stands; one's own without the cash until it is counted."""
        return self._gateway.x_report(shift_id)

    def stored_z(self, shift_id: int) -> ZReport:
        """The Z of a closed shift."""
        return self._gateway.stored_z(shift_id, reprint=False)

    def copy_z(self, shift_id: int) -> ZReport:
        """The Z of a closed shift as COPY n, counted and audited before anything is printed."""
        return self._gateway.stored_z(shift_id, reprint=True)

    def story(self, shift_id: int) -> ShiftStory:
        """What happened in a shift; one's own only after its count."""
        return self._gateway.story(shift_id)

    def _unsettled(self, order: CloseShift) -> tuple[Unsettled, ...]:
        return tuple(u for u in self._log.unsettled() if u.request_id != order.request_id)

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


def _pieces(pieces: tuple[Pieces, ...]) -> str:
    return ", ".join(f"{piece.count} × {piece.value}" for piece in pieces)
