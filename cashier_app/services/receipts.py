"""Stored receipts: list, reprint, the trace of paper and drawer, checking a code."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import Receipt, ReceiptSummary
from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from cashier_app.services.acts import write_down
from cashier_app.services.ports import Journal, KeyFile, ReceiptGateway

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
        self, gateway: ReceiptGateway, receipt_code: ReceiptCode, key_file: KeyFile, log: Journal
    ) -> None:
        self._gateway = gateway
        self._receipt_code = receipt_code
        self._key_file = key_file
        self._log = log

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
        """Receipts whose original is not known to be printed.

        NOT_PRINTED only those of which this counter's log is certain that no byte was sent: the
        server hears of a try when it has ended, and a program may be killed before.
        """
        return tuple(
            summary
            if self._log.is_unsent(summary.number)
            else replace(summary, print_state=PrintState.NOT_KNOWN)
            for summary in self._gateway.recent_receipts(shift_id, unprinted=True)
        )

    def send_paper(self, receipt: Receipt, send: Callable[[], PrintResult]) -> PrintResult:
        """`send` a receipt to the printer, so that the log knows whether an original may be out.

        A first try needs no line: what has none is not certain. Where the line of another one
        cannot be written, nothing is sent.
        """
        if receipt.copy_no:
            return send()
        if self._log.is_unsent(receipt.number):
            try:
                self._log.printing(receipt.number)
            except OSError as error:
                return PrintResult(
                    PrintState.NOT_PRINTED,
                    PrinterStatus(PrinterFault.NONE),
                    f"counter log cannot be written: {error}",
                )
        result = send()
        if result.state is PrintState.NOT_PRINTED:
            write_down(self._log.unsent, receipt.number)
        return result

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
