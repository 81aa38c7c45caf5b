"""What the face of the program is given: the services of one counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

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
from cashier_app.services.outside import ChannelDoor
from cashier_app.services.paper_ports import PaperKeeper, PaperPrinter
from cashier_app.services.payments import PaymentService
from cashier_app.services.people import PeopleService, UtilityService
from cashier_app.services.ports import Clock
from cashier_app.services.printer_port import PrinterDesk
from cashier_app.services.readings import ReadingService
from cashier_app.services.receipts import ReceiptService
from cashier_app.services.report_ports import BookChecker, PaperPicture, ReportFiles
from cashier_app.services.reports import ReportService
from cashier_app.services.session import SessionService
from cashier_app.services.shifts import ShiftService
from cashier_app.services.supply import SupplyService
from cashier_app.services.tariffs import TariffService


@dataclass(frozen=True, slots=True)
class OfficeServices:
    """A clerk's work on customers, meters and readings, in the lane "reports"."""

    supply: SupplyService
    readings: ReadingService
    imports: ImportService


@dataclass(frozen=True, slots=True)
class Reporting:
    """The books as they are read, kept as files and checked; nothing here changes them."""

    reports: ReportService
    files: ReportFiles
    books: BookChecker
    paper_picture: PaperPicture


@dataclass(frozen=True, slots=True)
class Program:
    """The services of one counter, to be used off the GUI thread.

    Only `clock` and `new_request_id` may be called anywhere. `close` gives connection and
    counter log back; call it last, once.
    """

    sessions: SessionService
    lookup: LookupService
    queue: QueueService
    attempts: AttemptService
    payments: PaymentService
    shifts: ShiftService
    receipts: ReceiptService
    cash: CashService
    left_papers: LeftPaperService
    cheques: ChequeService
    bulk: BulkService
    channels: ChannelDoor
    corrections: CorrectionService
    approvals: ApprovalService
    lost: LostService
    people: PeopleService
    utility: UtilityService
    tariffs: TariffService
    office: OfficeServices
    bill_runs: BillRunService
    bill_office: BillOfficeService
    bill_papers: BillPaperService
    disconnections: DisconnectionService
    reporting: Reporting
    printer: PaperPrinter
    printers: PrinterDesk
    keeper: PaperKeeper
    clock: Clock
    new_request_id: Callable[[], UUID]
    close: Callable[[], None]
