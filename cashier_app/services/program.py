"""What the face of the program is given: the services of one counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cashier_app.services.bill_runs import BillRunService
from cashier_app.services.cash import CashService
from cashier_app.services.corrections import ApprovalService, CorrectionService
from cashier_app.services.lookup import LookupService
from cashier_app.services.payments import PaymentService
from cashier_app.services.people import PeopleService, UtilityService
from cashier_app.services.ports import Clock, PaperPrinter
from cashier_app.services.receipts import ReceiptService
from cashier_app.services.session import SessionService
from cashier_app.services.shifts import ShiftService
from cashier_app.services.tariffs import TariffService


@dataclass(frozen=True, slots=True)
class Program:
    """The services of one counter, to be used off the GUI thread.

    Only `clock` and `new_request_id` may be called anywhere. `close` gives connection and
    counter log back; call it last, once.
    """

    sessions: SessionService
    lookup: LookupService
    payments: PaymentService
    shifts: ShiftService
    receipts: ReceiptService
    cash: CashService
    corrections: CorrectionService
    approvals: ApprovalService
    people: PeopleService
    utility: UtilityService
    tariffs: TariffService
    bill_runs: BillRunService
    printer: PaperPrinter
    clock: Clock
    new_request_id: Callable[[], UUID]
    close: Callable[[], None]
