"""The office's acts on bills over connections of the signed-in person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Instalment, Notices, NoticesLook, ToDisconnect


class PersonBillOffice:
    """services.office_ports.BillOfficeGateway."""

    def __init__(self, database: PersonDatabase) -> None:
        self._database = database

    def adjust(
        self, request_id: UUID, bill_no: str, version: int, amount: Decimal, reason: str
    ) -> int:
        """Post a signed correction."""
        with self._database.connect() as connection:
            return BillOffice(connection).adjust(request_id, bill_no, version, amount, reason)

    def cancel(self, request_id: UUID, bill_no: str, version: int, reason: str) -> int:
        """Take an unpaid bill back."""
        with self._database.connect() as connection:
            return BillOffice(connection).cancel(request_id, bill_no, version, reason)

    def issue_fee(
        self, request_id: UUID, account_no: str, title: str, amount: Decimal, due_on: date
    ) -> str:
        """Bill a service."""
        with self._database.connect() as connection:
            return BillOffice(connection).issue_fee(request_id, account_no, title, amount, due_on)

    def agree_plan(
        self, request_id: UUID, account_no: str, parts: Sequence[Instalment], note: str
    ) -> int:
        """Agree instalments."""
        with self._database.connect() as connection:
            return BillOffice(connection).agree_plan(request_id, account_no, parts, note)

    def give_notices(self, notices: Notices) -> int:
        """Put who is long overdue on the list."""
        with self._database.connect() as connection:
            return BillOffice(connection).give_notices(notices)

    def look_at_notices(self, notices: Notices) -> NoticesLook:
        """Who that would be, and how much they owe."""
        with self._database.connect() as connection:
            return BillOffice(connection).look_at_notices(notices)

    def set_supply(self, connection_no: str, supply: Supply, reason: str) -> None:
        """The supply was cut off or switched on."""
        with self._database.connect() as connection:
            BillOffice(connection).set_supply(connection_no, supply, reason)

    def to_disconnect(self, route: str = "", search: str = "") -> tuple[ToDisconnect, ...]:
        """The disconnection list."""
        with self._database.connect() as connection:
            return BillOffice(connection).to_disconnect(route, search)
