"""Bills and statements as they are printed, over connections of the signed-in person."""

from __future__ import annotations

from datetime import date

from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.repositories.bill_papers import (
    BillPaperRepository,
    read_statement,
    utility_today,
)
from cashier_app.domain.bill_papers import BillPaper, Statement


class PersonBillPapers:
    """services.office_ports.BillPaperGateway; bills are read by clerks alone."""

    def __init__(self, database: PersonDatabase) -> None:
        self._database = database

    def bill(self, bill_no: str) -> BillPaper:
        """One issued bill, printed today."""
        with self._database.connect() as connection:
            return BillPaperRepository(connection).bill(bill_no, utility_today(connection))

    def route(self, route: str, month: date) -> tuple[BillPaper, ...]:
        """The bills of a route whose period ended in `month`, by address."""
        with self._database.connect() as connection:
            repository = BillPaperRepository(connection)
            return tuple(repository.route(route, month, utility_today(connection)))

    def statement(self, account_no: str, first: date, last: date) -> Statement:
        """Every posting of an account between two days."""
        with self._database.connect() as connection:
            return read_statement(connection, account_no, first, last)
