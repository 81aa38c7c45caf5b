"""Stored receipts: list, reprint, the trace of paper and drawer, checking a code."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import Receipt, ReceiptSummary
from cashier_app.domain.printing import PrintResult, PrintState
from cashier_app.services.ports import KeyFile, ReceiptGateway

_log = logging.getLogger(__name__)

ReceiptCode = Callable[[Receipt], str]


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """(Counter code, public key) of the counters."""

    keys: tuple[tuple[str, bytes], ...]
    are_all: bool = True
    """False for those that were kept: a counter may have got another key since."""


class ReceiptService:
    """Paper follows the stored row, never the other way round."""

    def __init__(
        self, gateway: ReceiptGateway, receipt_code: ReceiptCode, key_file: KeyFile
    ) -> None:
        self._gateway = gateway
        self._receipt_code = receipt_code
        self._key_file = key_file

    def receipt(self, number: str) -> Receipt:
        """A stored receipt, for looking at or for printing what still waits."""
        return self._coded(self._gateway.receipt(number))

    def reprint(self, number: str) -> Receipt:
        """The stored receipt as COPY n: counted and audited before anything is printed."""
        return self._coded(self._gateway.start_reprint(number))

    def recent(self, shift_id: int) -> tuple[ReceiptSummary, ...]:
        """The shift's last 20 receipts, newest first."""
        return self._gateway.recent_receipts(shift_id, unprinted=False)

    def unprinted(self, shift_id: int) -> tuple[ReceiptSummary, ...]:
        """Receipts whose original is not known to be printed."""
        return self._gateway.recent_receipts(shift_id, unprinted=True)

    def record_print(self, receipt: Receipt, result: PrintResult) -> None:
        """Append what became of the paper."""
        if result.state is not PrintState.QUEUED:
            self._gateway.record_print(receipt.entry_id, receipt.copy_no, result.state)

    def record_drawer(self, entry_id: int) -> None:
        """Append that the drawer was opened for a stored entry."""
        self._gateway.record_drawer(entry_id)

    def public_keys(self) -> KnownKeys:
        """Every counter's public keys: the server's, or those kept here while it is away."""
        try:
            keys = self._gateway.public_keys()
        except CashierError as error:
            _log.info("public keys of the last time: %s", error.code)
            return KnownKeys(self._key_file.read(), are_all=False)
        try:
            self._key_file.write(keys)
        except OSError as error:
            _log.warning("public keys cannot be kept: %s", error)
        return KnownKeys(keys)

    def _coded(self, receipt: Receipt) -> Receipt:
        return replace(receipt, qr_text=self._receipt_code(receipt))
