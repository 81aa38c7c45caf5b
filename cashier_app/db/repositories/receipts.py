"""Stored receipts, and the trace of paper and drawer."""

from __future__ import annotations

from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.rows import amount, receipt_from, utc
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.payments import Receipt, ReceiptSummary
from cashier_app.domain.printing import PrintState


class ReceiptRepository:
    """services.ports.ReceiptGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def receipt(self, number: str) -> Receipt:
        """A stored receipt or undo slip by its printed number."""
        return receipt_from(self._connection.read_answer("stored_receipt", number, False))

    def start_reprint(self, number: str) -> Receipt:
        """The stored receipt with its next copy number."""
        return receipt_from(self._connection.read_answer("stored_receipt", number, True))

    def recent_receipts(self, shift_id: int, *, unprinted: bool) -> tuple[ReceiptSummary, ...]:
        """The last 20 receipts of a shift, newest first."""
        rows = self._connection.read("recent_receipts", shift_id, unprinted)[0]
        return tuple(
            ReceiptSummary(
                entry_id=row["entry_id"],
                kind=row["kind"],
                number=row["number"],
                stored_at=utc(row["stored_at"]),
                account_no=show_account_no(row["account_no"]),
                customer_name=row["customer_name"],
                total=amount(row["total"]),
                print_state=row["print_state"],
                undone=bool(row["undone"]),
            )
            for row in rows
        )

    def record_print(self, entry_id: int, copy_no: int, state: PrintState) -> None:
        """Append a print event."""
        self._connection.read("record_print", entry_id, copy_no, state.value)

    def record_drawer(self, entry_id: int) -> None:
        """Append a drawer event."""
        self._connection.read("record_drawer", entry_id)

    def public_keys(self) -> tuple[tuple[str, bytes], ...]:
        """Every counter's public keys."""
        rows = self._connection.read("receipt_keys")[0]
        return tuple((row["code"], bytes.fromhex(row["public_key"])) for row in rows)
