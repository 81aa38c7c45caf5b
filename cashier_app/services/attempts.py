"""Slips of who came to pay and could not."""

from __future__ import annotations

from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.services.ports import AttemptGateway


class AttemptService:
    """From the counter where payments are taken."""

    def __init__(self, gateway: AttemptGateway) -> None:
        self._gateway = gateway

    def give(self, account_id: int, reason: AttemptReason) -> AttemptSlip:
        """The account's slip of today. Raises Refused: nothing_waits, no_right."""
        return self._gateway.give(account_id, reason)
