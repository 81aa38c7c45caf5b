"""Signing in and out, the idle lock, passwords; what must be in order before selling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from cashier_app.domain.errors import Busy, CashierError, Refused, SignInFailed, Unavailable
from cashier_app.domain.payments import Settled
from cashier_app.domain.utility import Role, SignedIn
from cashier_app.services.acts import write_down
from cashier_app.services.payments import PaymentService
from cashier_app.services.ports import Journal, PaymentGateway, SessionGateway
from cashier_app.services.shifts import ShiftService

MIN_PASSWORD = 8
SELLS = "open_shift"
"""The right of whoever takes money here; others do office work and settle nothing."""
_CHECKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Started:
    """A person at the counter, and the acts that were settled on the way in."""

    signed_in: SignedIn
    settled: tuple[Settled, ...]


class SessionService:
    """One person at a time."""

    def __init__(
        self,
        gateway: SessionGateway,
        payment_gateway: PaymentGateway,
        payments: PaymentService,
        shifts: ShiftService,
        log: Journal,
        *,
        must_be_training: bool = False,
    ) -> None:
        self._gateway = gateway
        self._payment_gateway = payment_gateway
        self._payments = payments
        self._shifts = shifts
        self._log = log
        self._must_be_training = must_be_training

    def sign_in(self, user_name: str, password: str) -> Started:
        """Connect, check the server, settle and sign what was left open, read the facts.

        Raises SignInFailed (with the reason) or Unavailable.
        """
        with self._connected(user_name, password) as signed_in:
            if SELLS not in signed_in.person.rights:
                return Started(signed_in, ())
            self._check_log(signed_in)
            self._check_acknowledged()
            if not self._log.identity:
                write_down(self._log.bind, signed_in.counter.identity)
            settled = tuple(self._settle_left_over())
            if "close_shift" in signed_in.person.rights:
                self._shifts.sign_left_over()
            return Started(signed_in, settled)

    def sign_in_to_recover(self, user_name: str, password: str) -> SignedIn:
        """Sign in at a counter that has stopped because the server has forgotten receipts.

        Nothing is settled: what is missing is recorded first (services/lost.py). Raises as
        `sign_in`.
        """
        with self._connected(user_name, password) as signed_in:
            self._check_log(signed_in)
            return signed_in

    @contextmanager
    def _connected(self, user_name: str, password: str) -> Iterator[SignedIn]:
        """Connected to a server that was checked; what fails inside closes the connection again."""
        self._gateway.connect(user_name, password)
        try:
            self._gateway.check_server()
            signed_in = self._gateway.sign_in()
            if self._must_be_training and not signed_in.utility.is_training:
                raise SignInFailed("not_training")
            yield signed_in
        except (Refused, Busy) as error:
            self._gateway.close()
            raise SignInFailed(error.code, error.facts) from error
        except CashierError:
            self._gateway.close()
            raise

    def sign_out(self) -> None:
        """Leave the counter; the connection is closed even when the server is away."""
        try:
            self._gateway.note("sign_out")
        except CashierError:
            pass
        finally:
            self._gateway.close()

    def refresh(self) -> SignedIn:
        """The counter's facts again, for example after a shift was opened or closed."""
        return self._gateway.sign_in()

    def lock(self) -> None:
        """Audit that the screen locked itself."""
        self._gateway.note("lock")

    def note_set_aside(self, reference: str) -> None:
        """Audit that an unconfirmed payment was set aside at the counter."""
        self._gateway.note("set_aside", reference)

    def unlock(self, locked_by: str, user_name: str, password: str) -> None:
        """The same person or a supervisor unlocks; raises SignInFailed otherwise."""
        role = self._gateway.verify_password(user_name, password)
        if user_name != locked_by and role != Role.SUPERVISOR:
            raise SignInFailed("unlock_not_allowed")
        self._gateway.note("unlock", user_name)

    def change_password(self, user_name: str, old: str, new: str) -> None:
        """Change one's own password; raises Refused or SignInFailed for a wrong old one."""
        self._gateway.verify_password(user_name, old)
        if len(new) < MIN_PASSWORD or new == old:
            raise Refused("password_too_weak", {"minimum": str(MIN_PASSWORD)})
        self._gateway.change_password(new)

    def _settle_left_over(self) -> Iterator[Settled]:
        for line in self._log.unsettled():
            try:
                yield self._payments.settle_late(line.request_id)
            except Busy as error:
                raise Unavailable("still_deciding", {"reference": line.reference}) from error

    def _check_log(self, signed_in: SignedIn) -> None:
        """Another database's counter of the same code wrote it: none of its acts are looked for."""
        if self._log.identity not in ("", signed_in.counter.identity):
            raise SignInFailed("log_of_other", {"counter": signed_in.counter.code})

    def _check_acknowledged(self) -> None:
        """A receipt that the server has forgotten stops the counter: it is named."""
        missing: list[str] = []
        lines = self._log.acknowledged_newest_first()
        while chunk := list(islice(lines, _CHECKED_AT_ONCE)):
            known = self._payment_gateway.known_hashes([line.request_id for line in chunk])
            lost = [line for line in chunk if known.get(line.request_id) != line.entry_hash]
            missing += [line.number for line in lost]
            if not lost:
                break
        if missing:
            self._gateway.note("missing_receipts", ", ".join(missing)[:255])
            raise SignInFailed("receipts_missing", {"numbers": ", ".join(reversed(missing))})
