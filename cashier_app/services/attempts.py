"""Slips of who came to pay and could not."""

from __future__ import annotations

from datetime import timedelta

from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.services.ports import AttemptGateway, Clock


class AttemptService:
    """From the counter where payments are taken."""

    def __init__(self, gateway: AttemptGateway, clock: Clock) -> None:
        self._gateway, self._clock = gateway, clock

    def give(self, account_id: int, reason: AttemptReason, days_ago: int = 0) -> AttemptSlip:
        """The account's slip of today, or of the day of a slip that was written by hand.

        Raises Refused: nothing_waits, slip_too_old, no_right.
        """
        came_at = self._clock.now() - timedelta(days_ago) if days_ago else None
        return self._gateway.give(account_id, reason, came_at)
