"""Every service of a counter over its gateways: who gets what. Slow to import."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_documents_path

from cashier_app.bootstrap import CounterSetup, SystemClock, new_request_id
from cashier_app.counter_log import CounterLog
from cashier_app.db.channel_door import SignedInChannels
from cashier_app.db.connection import CounterConnection
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.repositories.attempts import AttemptRepository
from cashier_app.db.repositories.bulk import BulkRepository
from cashier_app.db.repositories.cash import CashRepository
from cashier_app.db.repositories.cheques import ChequeRepository
from cashier_app.db.repositories.corrections import CorrectionRepository
from cashier_app.db.repositories.lookup import LookupRepository
from cashier_app.db.repositories.lost import LostRepository
from cashier_app.db.repositories.payments import PaymentRepository
from cashier_app.db.repositories.people import PeopleRepository, UtilityRepository
from cashier_app.db.repositories.queue import QueueRepository
from cashier_app.db.repositories.receipts import ReceiptRepository
from cashier_app.db.repositories.reports import ReportRepository
from cashier_app.db.repositories.session import SessionRepository
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.key_file import PublicKeyFile
from cashier_app.late import late
from cashier_app.receipt_code import (
    load_private_key,
    sign_hash,
    sign_receipt,
)
from cashier_app.report_files.folder import ReportFolder
from cashier_app.services.attempts import AttemptService
from cashier_app.services.bill_office import BillOfficeService
from cashier_app.services.bill_papers import BillPaperService
from cashier_app.services.bill_runs import BillRunService
from cashier_app.services.bulk import BulkService
from cashier_app.services.cash import CashService
from cashier_app.services.cheques import ChequeService
from cashier_app.services.corrections import ApprovalService, CorrectionService
from cashier_app.services.disconnections import DisconnectionService
from cashier_app.services.imports.importing import ImportService
from cashier_app.services.kiosk import QueueService
from cashier_app.services.left_papers import LeftPaperService
from cashier_app.services.lookup import LookupService
from cashier_app.services.lost import LostService
from cashier_app.services.payments import PaymentService
from cashier_app.services.people import PeopleService, UtilityService
from cashier_app.services.program import OfficeServices, Program, Reporting
from cashier_app.services.readings import ReadingService
from cashier_app.services.receipts import ReceiptService
from cashier_app.services.reports import ReportService
from cashier_app.services.session import SessionService
from cashier_app.services.shifts import ShiftService
from cashier_app.services.supply import SupplyService
from cashier_app.services.tariffs import TariffService
from receipts.bill_drawing import PdfDrawing
from receipts.desk import PrinterDesk, choice_of
from receipts.kept import KeptPapers
from receipts.preview import receipt_picture
from receipts.printers import ReceiptPrinter

if TYPE_CHECKING:
    from cashier_app.book_check import BookCheck
    from cashier_app.db.office_gateways import OfficeGateways


def _documents() -> Path:
    return user_documents_path() / "Cashier reports"


def _reporting(
    setup: CounterSetup, files: ReportFolder, connection: CounterConnection, office: PersonDatabase
) -> Reporting:
    reports = ReportService(ReportRepository(office.connect))

    @cache
    def book_check() -> BookCheck:
        from cashier_app.book_check import BookCheck

        return BookCheck(lambda: connection.login, reports, lambda: _logs_of(setup))

    return Reporting(reports, files, late(book_check), receipt_picture)


def _logs_of(setup: CounterSetup) -> tuple[Path, ...]:
    """This counter's own, once it has stored something."""
    path = setup.log_path
    return (path,) if path.is_file() and path.stat().st_size else ()


def wire(setup: CounterSetup, on_close: Callable[[], None] | None) -> Program:
    """See bootstrap.load_program."""
    key = load_private_key(setup.key_path)
    log = CounterLog(setup.log_path)
    connection = CounterConnection(setup.address, setup.token, setup.read_seconds)
    # For the repositories of office work: each takes it and opens connections as it needs them.
    office = PersonDatabase(connection)
    gateways = cache(partial(_office_gateways, office))
    files = ReportFolder(lambda: setup.reports_folder or _documents())
    session = SessionRepository(connection, SCHEMA_VERSION, setup.computer)
    payment_gateway = PaymentRepository(connection)
    payments = PaymentService(payment_gateway, session, log, lambda r: sign_receipt(r, key))

    shifts = ShiftService(
        ShiftRepository(connection), session, log, lambda digest: sign_hash(digest, key)
    )

    cash = CashService(CashRepository(connection), session, log)
    corrections = CorrectionRepository(connection)
    printer = ReceiptPrinter(setup.printer)

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
        queue=QueueService(QueueRepository(connection)),
        attempts=AttemptService(AttemptRepository(connection), SystemClock()),
        payments=payments,
        shifts=shifts,
        receipts=ReceiptService(
            ReceiptRepository(connection),
            lambda r: sign_receipt(r, key),
            PublicKeyFile(setup.log_path.with_name("public.keys")),
            log,
        ),
        cheques=ChequeService(ChequeRepository(connection)),
        bulk=BulkService(BulkRepository(connection), SystemClock(), new_request_id),
        channels=SignedInChannels(connection, SystemClock(), new_request_id),
        cash=cash,
        left_papers=LeftPaperService(log, shifts, cash),
        corrections=CorrectionService(
            corrections, log, lambda r: sign_receipt(r, key), SystemClock()
        ),
        approvals=ApprovalService(corrections),
        lost=LostService(
            LostRepository(connection),
            payment_gateway,
            corrections,
            session,
            log,
            clock=SystemClock(),
            new_request_id=new_request_id,
        ),
        people=PeopleService(PeopleRepository(connection)),
        utility=UtilityService(UtilityRepository(connection)),
        tariffs=TariffService(late(lambda: gateways().tariffs), files),
        office=_office_services(gateways),
        bill_office=BillOfficeService(late(lambda: gateways().bill_office)),
        bill_papers=BillPaperService(late(lambda: gateways().bill_papers), PdfDrawing(), files),
        disconnections=DisconnectionService(late(lambda: gateways().bill_office)),
        bill_runs=BillRunService(late(lambda: gateways().bill_runs)),
        reporting=_reporting(setup, files, connection, office),
        printer=printer,
        printers=PrinterDesk(printer, choice_of(setup.printer), setup.save_printer),
        keeper=KeptPapers(setup.log_path.with_name("reports")),
        clock=SystemClock(),
        new_request_id=new_request_id,
        close=close,
    )


def _office_gateways(database: PersonDatabase) -> OfficeGateways:
    """They load SQLAlchemy and all tables: 35 MB that a cashier's counter never needs."""
    from cashier_app.db.office_gateways import office_gateways

    return office_gateways(database)


def _office_services(gateways: Callable[[], OfficeGateways]) -> OfficeServices:
    return OfficeServices(
        SupplyService(late(lambda: gateways().supply)),
        ReadingService(late(lambda: gateways().readings)),
        ImportService(late(lambda: gateways().imports)),
    )
