"""Bill runs over connections of the signed-in person."""

from __future__ import annotations

from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.domain.bill_run import OnStep, Run, RunDesk, RunOrder, RunPreview

_SHOWN = 8


class PersonBillRuns:
    """services.office_ports.BillRunGateway."""

    def __init__(self, database: PersonDatabase) -> None:
        self._database = database

    def desk(self) -> RunDesk:
        """Routes, runs not ended, the last that are."""
        with self._database.connect() as connection:
            runs = BillRunRepository(connection)
            return RunDesk(
                runs.routes(), runs.runs("open", "issuing"), runs.runs("issued", most=_SHOWN)
            )

    def open_run(self, order: RunOrder) -> Run:
        """Begin a run."""
        with self._database.connect() as connection:
            return BillRunRepository(connection).open_run(order)

    def price(self, run: Run, on_step: OnStep) -> RunPreview:
        """Gather and price."""
        connect = self._database.connect
        with connect() as connection, connect() as beside, connect() as another:
            runs = BillRunRepository(connection, (beside, another))
            priced = runs.price(run, on_step)
            return RunPreview(priced, runs.totals(priced), runs.exceptions(priced))

    def issue(self, run: Run, on_step: OnStep) -> Run:
        """Issue what is priced and not issued yet."""
        with self._database.connect() as connection, self._database.connect() as beside:
            return BillRunRepository(connection, (beside,)).issue(run, on_step)

    def drop(self, run: Run) -> None:
        """Give the run up."""
        with self._database.connect() as connection:
            BillRunRepository(connection).drop(run)
