"""What the face of the program is given: the services of one counter, and what is known locally."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.services.lookup import LookupService
from cashier_app.services.payments import PaymentService
from cashier_app.services.ports import Clock, PaperPrinter
from cashier_app.services.receipts import ReceiptService
from cashier_app.services.session import SessionService
from cashier_app.services.shifts import ShiftService


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demo, printed on its sign-in screen; exists nowhere else."""

    job: str
    user_name: str
    password: str


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """All that may be on screen before sign-in: from this computer only.

    `last_close` is local time; `hint_code` is a bill that the demo's card offers to scan.
    """

    counter_name: str
    office: str
    utility_name: str = ""
    last_close: datetime | None = None
    last_difference: Decimal = Decimal("0")
    demo_people: tuple[DemoPerson, ...] = ()
    hint_code: str = ""
    hint_name: str = ""


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
    printer: PaperPrinter
    clock: Clock
    new_request_id: Callable[[], UUID]
    close: Callable[[], None]
