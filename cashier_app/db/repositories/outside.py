"""Money from outside the hall, over the connection of a person at a counter of a channel."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from cashier_app.db.connection import CounterConnection, Row, fingerprint_of, order_text
from cashier_app.db.repositories.rows import amount, receipt_from, shift_opened_from
from cashier_app.domain.canonical import micros
from cashier_app.domain.money import thousandths
from cashier_app.domain.outside import (
    BookGap,
    Channel,
    ChannelCounter,
    KnownReference,
    LineLookedAt,
    OutsideLine,
    PaperBatch,
    PaperBook,
    PaperReceipt,
    PaymentFile,
    UnfinishedFile,
)
from cashier_app.domain.payments import Receipt
from cashier_app.domain.shifts import ShiftOpened

_AT_ONCE, _LINES_AT_ONCE = 1_000, 500


def channels(connection: CounterConnection) -> tuple[ChannelCounter, ...]:
    """The counters outside the hall where the connected person may work."""
    rows = connection.read_untokened("my_channels")[0]
    return tuple(
        ChannelCounter(row["code"], row["name"], Channel(row["channel"]), row["office"])
        for row in rows
    )


class OutsideRepository:
    """services.tender_ports.OutsideGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def unfinished(self) -> UnfinishedFile | None:
        """The file of this counter's shift that has not ended."""
        files, receipts = self._connection.read("unfinished_file")
        if not files:
            return None
        (row,) = files
        return UnfinishedFile(
            shift_id=row["shift_id"],
            state=row["state"],
            file_name=row["file_name"],
            sha256=row["sha256"],
            cash_taken=row["cash_taken"],
            is_own=bool(row["is_own"]),
            person=row["person"],
            receipts=tuple(_paper_receipt(found) for found in receipts),
        )

    def known(self, references: Sequence[str]) -> dict[str, KnownReference]:
        """Which of these were taken at this counter before; a round trip for each thousand."""
        return {found.reference: found for found in self._known(references)}

    def _known(self, references: Sequence[str]) -> Iterator[KnownReference]:
        for start in range(0, len(references), _AT_ONCE):
            asked = json.dumps(references[start : start + _AT_ONCE])
            for row in self._connection.read("known_references", asked)[0]:
                yield KnownReference(
                    row["reference"], row["receipt_no"], row["amount"], row["account_no"]
                )

    def look_at(self, lines: Sequence[OutsideLine]) -> tuple[LineLookedAt, ...]:
        """Each line as the database sees it now; a round trip for each 500."""
        return tuple(self._looked_at(lines))

    def _looked_at(self, lines: Sequence[OutsideLine]) -> Iterator[LineLookedAt]:
        for start in range(0, len(lines), _LINES_AT_ONCE):
            some = {line.line: line for line in lines[start : start + _LINES_AT_ONCE]}
            asked = json.dumps(
                [[n, x.account_no, x.bill_no, x.value_date.isoformat()] for n, x in some.items()]
            )
            for row in self._connection.read("preview_file", asked)[0]:
                yield LineLookedAt(
                    some[row["line_no"]],
                    row["account_no"] or "",
                    row["customer_name"] or "",
                    amount(row["due"]),
                    row["refusal"],
                )

    def open_file(self, request_id: UUID, file: PaymentFile, taken_at: datetime) -> ShiftOpened:
        """Open the shift of a bank's or mobile service's file."""
        receipts, total = len(file.lines), thousandths(file.total)
        text = _file_text(file.name, file.sha256, receipts, total, taken_at)
        return shift_opened_from(self._connection.act("open_file_shift", request_id, text))

    def open_batch(self, request_id: UUID, batch: PaperBatch, taken_at: datetime) -> ShiftOpened:
        """Open the shift of an approved paper batch and store its receipts as approved."""
        text = _batch_text(batch, taken_at)
        return shift_opened_from(self._connection.act("open_file_shift", request_id, text))

    def approve_batch(
        self, request_id: UUID, batch: PaperBatch, taken_at: datetime, reason: str
    ) -> None:
        """A supervisor's yes, on the supervisor's own connection. Raises Refused."""
        fingerprint = fingerprint_of(order_text(_batch_text(batch, taken_at)))
        arguments = ("paper", request_id.hex, fingerprint, batch.total, reason)
        self._connection.read("approve", *arguments)

    def take(
        self, request_id: UUID, shift_id: int, line: OutsideLine, taken_at: datetime
    ) -> Receipt:
        """One line as a receipt of its own; the same request again returns the stored one."""
        text = {
            "shift": shift_id,
            "line": line.line,
            "reference": line.reference,
            "account": line.account_no,
            "bill": line.bill_no,
            "amount": thousandths(line.amount),
            "value_date": line.value_date.isoformat(),
            "payer": line.payer,
            "taken_at": micros(taken_at),
        }
        answer = self._connection.act_answer("take_outside_payment", request_id, text)
        return receipt_from(answer)

    def books(self) -> tuple[tuple[PaperBook, ...], tuple[BookGap, ...]]:
        """Every paper book, and the numbers missing between those entered."""
        books, gaps, _ = self._connection.read("paper_books")
        return (
            tuple(
                PaperBook(row["book"], row["first_no"], row["last_no"], row["receipts"])
                for row in books
            ),
            tuple(BookGap(row["book"], row["gap_from"], row["gap_to"]) for row in gaps),
        )


def _file_text(
    name: str, sha256: str, receipts: int, total: int, taken_at: datetime
) -> dict[str, object]:
    return {
        "file": name[:160],
        "sha256": sha256,
        "receipts": receipts,
        "total": total,
        "taken_at": micros(taken_at),
    }


def _batch_text(batch: PaperBatch, taken_at: datetime) -> dict[str, object]:
    lines = [
        [r.book, r.number, r.account_no, thousandths(r.amount), r.value_date.isoformat()]
        for r in batch.receipts
    ]
    total = thousandths(batch.total)
    head = _file_text(batch.name, batch.sha256, len(batch.receipts), total, taken_at)
    return {**head, "lines": lines}


def _paper_receipt(row: Row) -> PaperReceipt:
    return PaperReceipt(
        row["line_no"],
        row["book"],
        row["number"],
        row["account_no"],
        row["amount"],
        row["value_date"],
    )
