"""The gateways of office work: all that need SQLAlchemy and its tables. Slow to import."""

from __future__ import annotations

from dataclasses import dataclass

from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.repositories.person_bill_office import PersonBillOffice
from cashier_app.db.repositories.person_bill_papers import PersonBillPapers
from cashier_app.db.repositories.person_bill_runs import PersonBillRuns
from cashier_app.db.repositories.supply.desk import OfficeDesk
from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.db.repositories.supply.office import SupplyRepository
from cashier_app.db.repositories.supply.readings import ReadingRepository
from cashier_app.db.repositories.tariffs import PersonTariffs


@dataclass(frozen=True, slots=True)
class OfficeGateways:
    """One of each, for the person who is signed in."""

    supply: SupplyRepository
    readings: ReadingRepository
    imports: ImportRepository
    tariffs: PersonTariffs
    bill_office: PersonBillOffice
    bill_papers: PersonBillPapers
    bill_runs: PersonBillRuns


def office_gateways(database: PersonDatabase) -> OfficeGateways:
    """All over connections of `database`; none is opened before it is needed."""
    desk = OfficeDesk(database.connect)
    return OfficeGateways(
        supply=SupplyRepository(desk),
        readings=ReadingRepository(desk),
        imports=ImportRepository(desk),
        tariffs=PersonTariffs(database),
        bill_office=PersonBillOffice(database),
        bill_papers=PersonBillPapers(database),
        bill_runs=PersonBillRuns(database),
    )
