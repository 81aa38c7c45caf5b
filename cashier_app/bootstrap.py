"""The only module that wires everything together: settings in, services of one counter out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cashier_app.counter_log import CounterLog
from cashier_app.services.program import Program, Reporting

if TYPE_CHECKING:
    from cashier_app.db.connection import CounterConnection
    from cashier_app.db.engine import DatabaseAddress
    from cashier_app.db.person_database import PersonDatabase
    from receipts.printers import PrinterSettings


@dataclass(frozen=True, slots=True)
class CounterSetup:
    """One enrolled counter on this computer. The token opens nothing without a person."""

    address: DatabaseAddress
    token: str = field(repr=False)
    key_path: Path
    log_path: Path
    printer: PrinterSettings
    read_seconds: float = 8
    """Without an answer for so long an act's end is unknown."""
    must_be_training: bool = False
    """Refuse to sign in where the money is real."""
    reports_folder: Path | None = None
    """Where reports are saved; None is a folder in the person's documents."""


class SystemClock:
    """services.ports.Clock over the computer's clock."""

    def now(self) -> datetime:
        """UTC, aware, microseconds."""
        return datetime.now(UTC)


def new_request_id() -> UUID:
    """A UUIDv7: ids made one after the other lie side by side in the index."""
    from uuid6 import uuid7

    return UUID(int=uuid7().int)


def _documents() -> Path:
    from platformdirs import user_documents_path

    return user_documents_path() / "Cashier reports"


def _reporting(
    setup: CounterSetup, connection: CounterConnection, office: PersonDatabase
) -> Reporting:
    from cashier_app.book_check import BookCheck
    from cashier_app.db.repositories.reports import ReportRepository
    from cashier_app.report_files.folder import ReportFolder
    from cashier_app.services.reports import ReportService
    from receipts.preview import receipt_picture

    reports = ReportService(ReportRepository(office.connect))
    return Reporting(
        reports,
        ReportFolder(lambda: setup.reports_folder or _documents()),
        BookCheck(lambda: connection.login, reports),
        receipt_picture,
    )


def load_program(setup: CounterSetup, on_close: Callable[[], None] | None = None) -> Program:
    """The services of `setup`. Slow imports: call it off the GUI thread.

    `on_close` is called last when the program is closed.

    Raises CounterLogInUse if another copy of the program has this counter, KeyProblem
    if the counter's key cannot be read.
    """
    from cashier_app.db.connection import CounterConnection
    from cashier_app.db.migrations import SCHEMA_VERSION
    from cashier_app.db.person_database import PersonDatabase
    from cashier_app.db.repositories.corrections import CorrectionRepository
    from cashier_app.db.repositories.lookup import LookupRepository
    from cashier_app.db.repositories.payments import PaymentRepository
    from cashier_app.db.repositories.people import PeopleRepository, UtilityRepository
    from cashier_app.db.repositories.person_bill_runs import PersonBillRuns
    from cashier_app.db.repositories.receipts import ReceiptRepository
    from cashier_app.db.repositories.session import SessionRepository
    from cashier_app.db.repositories.shifts import ShiftRepository
    from cashier_app.db.repositories.tariffs import PersonTariffs
    from cashier_app.key_file import PublicKeyFile
    from cashier_app.receipt_code import (
        load_private_key,
        sign_hash,
        sign_receipt,
    )
    from cashier_app.services.bill_runs import BillRunService
    from cashier_app.services.corrections import ApprovalService, CorrectionService
    from cashier_app.services.lookup import LookupService
    from cashier_app.services.payments import PaymentService
    from cashier_app.services.people import PeopleService, UtilityService
    from cashier_app.services.receipts import ReceiptService
    from cashier_app.services.session import SessionService
    from cashier_app.services.shifts import ShiftService
    from cashier_app.services.tariffs import TariffService
    from receipts.printers import ReceiptPrinter

    key = load_private_key(setup.key_path)
    log = CounterLog(setup.log_path)
    connection = CounterConnection(setup.address, setup.token, setup.read_seconds)
    # For the repositories of office work: each takes it and opens connections as it needs them.
    office = PersonDatabase(connection)
    session = SessionRepository(connection, SCHEMA_VERSION)
    payment_gateway = PaymentRepository(connection)
    payments = PaymentService(payment_gateway, session, log, lambda r: sign_receipt(r, key))

    shifts = ShiftService(
        ShiftRepository(connection), session, log, lambda digest: sign_hash(digest, key)
    )

    corrections = CorrectionRepository(connection)

    def close() -> None:
        office.close()
        connection.close()
        log.close()
        if on_close is not None:
            on_close()

    return Program(
        sessions=SessionService(
            session,
            payment_gateway,
            payments,
            shifts,
            log,
            must_be_training=setup.must_be_training,
        ),
        lookup=LookupService(LookupRepository(connection)),
        payments=payments,
        shifts=shifts,
        receipts=ReceiptService(
            ReceiptRepository(connection),
            lambda r: sign_receipt(r, key),
            PublicKeyFile(setup.log_path.with_name("public.keys")),
        ),
        corrections=CorrectionService(
            corrections, log, lambda r: sign_receipt(r, key), SystemClock()
        ),
        approvals=ApprovalService(corrections),
        people=PeopleService(PeopleRepository(connection)),
        utility=UtilityService(UtilityRepository(connection)),
        tariffs=TariffService(PersonTariffs(office)),
        bill_runs=BillRunService(PersonBillRuns(office)),
        reporting=_reporting(setup, connection, office),
        printer=ReceiptPrinter(setup.printer),
        clock=SystemClock(),
        new_request_id=new_request_id,
        close=close,
    )
