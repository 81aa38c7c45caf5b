"""After a restored backup: what this counter's log has and the server has not.

First every lost number is explained by name, with another person's yes (`record`); from then on
the counter may sell again and no number comes twice. Then each lost payment is entered again out
of what was approved, into the open shift of whoever has its cash (`enter`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import Refused
from cashier_app.domain.lost import (
    EnteredAgain,
    LoggedAct,
    LostAct,
    LostFound,
    LostReceipt,
    RecordedLoss,
    batches,
    entered_again_order,
    judge,
)
from cashier_app.domain.payments import Receipt
from cashier_app.services.acts import repeated, run_act
from cashier_app.services.lost_ports import LostGateway
from cashier_app.services.payments import account_of
from cashier_app.services.ports import (
    ApprovalGateway,
    Clock,
    Journal,
    PaymentGateway,
    SessionGateway,
)

_ASKED_AT_ONCE = 500
_OF_THE_RECEIPT = frozenset(
    {"entered_again", "no_such_account", "bad_request", "cheque_known", "cheque_stale"}
)
"""Refusals of one receipt; any other is about shift, person or counter and ends the work."""
OnReceipt = Callable[[LostReceipt, Receipt], object]


@dataclass(frozen=True, slots=True)
class PreparedLoss:
    """A list of lost numbers as it will be sent, byte for byte."""

    act: PreparedAct
    lost: tuple[LostAct, ...]
    at: datetime


class LostService:
    """One counter's losses. Every act raises what `PaymentService.take` raises."""

    def __init__(
        self,
        gateway: LostGateway,
        payments: PaymentGateway,
        approvals: ApprovalGateway,
        session: SessionGateway,
        log: Journal,
        *,
        clock: Clock,
        new_request_id: Callable[[], UUID],
    ) -> None:
        self._gateway = gateway
        self._payments = payments
        self._approvals = approvals
        self._session = session
        self._log = log
        self._clock = clock
        self._new_request_id = new_request_id

    def find(self) -> LostFound:
        """Compare all of the log with the server: 500 acts a round trip."""
        lost: list[LoggedAct] = []
        changed: list[str] = []
        acts = self._log.acts()
        while chunk := list(islice(acts, _ASKED_AT_ONCE)):
            known = self._payments.known_hashes([act.request_id for act in chunk])
            for act in chunk:
                if act.request_id not in known:
                    lost.append(act)
                elif known[act.request_id] != act.entry_hash:
                    changed.append(act.number)
        return LostFound(judge(lost, self._log.acts()), tuple(changed))

    def prepare(self, lost: Sequence[LostAct], reason: str) -> PreparedLoss:
        """The first list that one request takes of `lost`: it is approved as it is sent."""
        lines, at = next(batches(lost)), self._clock.now()
        return PreparedLoss(
            self._gateway.prepare(self._new_request_id(), lines, reason, at), lines, at
        )

    def carry_out(self, prepared: PreparedLoss, person: str) -> RecordedLoss:
        """Explain its numbers. Refused "approval_missing" until another person has approved it."""
        return run_act(
            self._log,
            request_id=prepared.act.request_id,
            kind="lost",
            total=prepared.act.amount,
            person=person,
            facts=f"{prepared.lost[0].act.number} to {prepared.lost[-1].act.number}",
            at=prepared.at,
            send=lambda: repeated(self._session, lambda: self._gateway.record(prepared.act)),
            stored=lambda recorded: (recorded.number, recorded.hash),
        )

    def record(
        self, lost: Sequence[LostAct], person: str, approver: str, password: str, reason: str
    ) -> tuple[RecordedLoss, ...]:
        """Explain every lost number, each list approved by `approver` before it is sent.

        What was recorded before an error stays; call it again with what `find` finds then.
        """
        recorded = []
        while lost:
            prepared = self.prepare(lost, reason)
            self._approvals.approve(approver, password, prepared.act, reason)
            recorded.append(self.carry_out(prepared, person))
            lost = lost[len(prepared.lost) :]
        return tuple(recorded)

    def waiting(self) -> tuple[LostReceipt, ...]:
        """Recorded receipts of this counter that are not entered again yet."""
        return self._gateway.waiting()

    def enter(
        self,
        waiting: Sequence[LostReceipt],
        shift_id: int,
        person: str,
        on_receipt: OnReceipt = lambda _lost, _receipt: None,
    ) -> EnteredAgain:
        """Enter each again, into the open shift; one that is refused keeps no other back."""
        logged = {act.number: act for act in self._log.acts() if act.kind == "payment"}
        entered, refused = [], []
        for lost in waiting:
            try:
                receipt = self._enter(lost, shift_id, person, logged.get(lost.number))
            except Refused as error:
                if error.code not in _OF_THE_RECEIPT:
                    raise
                refused.append((lost, error))
                continue
            on_receipt(lost, receipt)
            entered.append((lost, receipt))
        return EnteredAgain(tuple(entered), tuple(refused))

    def _enter(
        self, lost: LostReceipt, shift_id: int, person: str, logged: LoggedAct | None
    ) -> Receipt:
        request_id, at = self._new_request_id(), self._clock.now()
        return run_act(
            self._log,
            request_id=request_id,
            kind="payment",
            total=lost.total,
            person=person,
            facts=f"shift {shift_id}; receipt {lost.number} of {lost.person} entered again",
            at=at,
            send=lambda: repeated(
                self._session, lambda: self._gateway.enter(request_id, shift_id, lost, at)
            ),
            stored=lambda receipt: (receipt.number, receipt.hash),
            order=entered_again_order(logged) if logged else "",
            account=account_of,
        )
