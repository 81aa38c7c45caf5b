"""The cheque register over stored procedures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from cashier_app.db.connection import CounterConnection, Row
from cashier_app.db.repositories.rows import utc
from cashier_app.domain.cheques import ChequeDeposit, ChequeState, DepositLine, RegisteredCheque
from cashier_app.domain.money import ZERO
from cashier_app.domain.numbers import show_account_no


class ChequeRepository:
    """services.tender_ports.ChequeGateway."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def register(self, state: ChequeState, after: tuple[int, int]) -> tuple[RegisteredCheque, ...]:
        """Up to 200 cheques in one state, behind entry and line `after`."""
        rows = self._connection.read("cheque_register", state.value, *after)[0]
        return tuple(_registered(row) for row in rows)

    def list_to_bank(self, bank: str, cheques: Sequence[tuple[int, int]]) -> int:
        """List cheques (entry, line) as one deposit; its number."""
        answer = self._connection.read_answer("list_cheques", bank, json.dumps(cheques))
        return int(json.loads(answer.outcome["facts"])["deposit"])

    def clear(self, cheques: Sequence[tuple[int, int]]) -> None:
        """The bank has paid them."""
        self._connection.read("clear_cheques", json.dumps(cheques))

    def deposit(self, deposit_id: int) -> ChequeDeposit:
        """A deposit as it was listed; the parts of one cheque are one line."""
        (head,), rows = self._connection.read("cheque_deposit", deposit_id)
        lines = tuple(
            _deposit_line(list(parts))
            for _, parts in groupby(rows, lambda row: (row["bank"].upper(), row["cheque_no"]))
        )
        return ChequeDeposit(
            head["deposit_id"], head["bank"], utc(head["stored_at"]), head["person"], lines
        )


def _deposit_line(parts: Sequence[Row]) -> DepositLine:
    first = parts[0]
    return DepositLine(
        first["bank"],
        first["cheque_no"],
        first["dated_on"],
        sum((part["amount"] for part in parts), ZERO),
        tuple(part["receipt_no"] for part in parts),
    )


def _registered(row: Row) -> RegisteredCheque:
    return RegisteredCheque(
        entry_id=row["entry_id"],
        line_no=row["line_no"],
        bank=row["bank"],
        cheque_no=row["cheque_no"],
        dated_on=row["dated_on"],
        amount=row["amount"],
        face_amount=row["face_amount"],
        receipt_no=row["receipt_no"],
        account_no=show_account_no(row["account_no"]),
        customer_name=row["customer_name"],
        counter_name=row["counter_name"],
        business_date=row["business_date"],
        state=ChequeState(row["state"]),
        since=utc(row["since"]) if row["since"] else None,
        deposit_id=row["deposit_id"],
    )
