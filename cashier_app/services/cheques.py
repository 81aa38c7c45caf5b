"""The cheque register: received, listed to the bank, cleared, bounced."""

from __future__ import annotations

from collections.abc import Sequence

from cashier_app.domain.cheques import ChequeDeposit, ChequeState, RegisteredCheque
from cashier_app.services.tender_ports import ChequeGateway


class ChequeService:
    """What supervisor and clerk do with cheques; each list is stored whole or not at all."""

    def __init__(self, gateway: ChequeGateway) -> None:
        self._gateway = gateway

    def register(
        self, state: ChequeState, after: RegisteredCheque | None = None
    ) -> tuple[RegisteredCheque, ...]:
        """Up to 200 cheques in one state, oldest first, behind `after`."""
        return self._gateway.register(state, after.key if after else (0, 0))

    def list_to_bank(self, bank: str, cheques: Sequence[RegisteredCheque]) -> ChequeDeposit:
        """List cheques as one deposit.

        Raises Refused: cheque_listed, cheque_taken_back, cheque_held (dated on a day to come).
        """
        deposit_id = self._gateway.list_to_bank(bank, [cheque.key for cheque in cheques])
        return self._gateway.deposit(deposit_id)

    def clear(self, cheques: Sequence[RegisteredCheque]) -> None:
        """The bank has paid them. Raises Refused: cheque_not_listed, cheque_ended."""
        self._gateway.clear([cheque.key for cheque in cheques])

    def deposit(self, deposit_id: int) -> ChequeDeposit:
        """A deposit again, for its paper."""
        return self._gateway.deposit(deposit_id)
