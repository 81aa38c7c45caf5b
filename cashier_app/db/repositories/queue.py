"""Calling the next number of the hall to a counter."""

from __future__ import annotations

from cashier_app.db.connection import CounterConnection, ResultSets
from cashier_app.domain.queue import NumberCalled


class QueueRepository:
    """services.kiosk_ports.QueueGateway over the person's connection."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def call_next(self) -> NumberCalled:
        """One CALL; after a lost answer the number may be called and another one follows."""
        return _called(self._connection.read("call_next"))

    def call_again(self) -> NumberCalled:
        """This counter's last number once more."""
        return _called(self._connection.read("call_again"))


def _called(sets: ResultSets) -> NumberCalled:
    ((row,),) = sets
    return NumberCalled(row["number"], int(row["waiting"]))
