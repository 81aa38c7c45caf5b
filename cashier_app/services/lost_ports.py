"""What the service of lost receipts needs from the database: see `ports`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.lost import LostAct, LostReceipt, RecordedLoss
from cashier_app.domain.payments import Receipt


class LostGateway(Protocol):
    """Losses of one counter. The same request again returns what is stored."""

    def prepare(
        self, request_id: UUID, lost: Sequence[LostAct], reason: str, taken_at: datetime
    ) -> PreparedAct:
        """The text that another person approves; no round trip."""
        ...

    def record(self, prepared: PreparedAct) -> RecordedLoss: ...

    def waiting(self) -> tuple[LostReceipt, ...]: ...

    def enter(
        self, request_id: UUID, shift_id: int, lost: LostReceipt, taken_at: datetime
    ) -> Receipt: ...
