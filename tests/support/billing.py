"""A street of its own for tests of bill runs: meters, readings of fixed days, a run of its route.

The tariff is 1 a kWh and nothing else unless told, so that a bill is what was used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.bill_run import Run, RunOrder
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, World, unique
from tests.support.day import local_today
from tests.support.office import Home, Office

FITTED = date(2025, 1, 31)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

FLAT = """\
code = "{code}"
name = "Homes"
class = "residential"
currency = "{currency}"
decimals = {decimals}
valid_from = 2025-01-01

[[charge]]
code = "energy"
form = "flat"
price = {price}
"""


def end_of(month: int) -> date:
    """The last day of a month of 2025."""
    return date(2025, month, _MONTHS[month - 1])


def quiet(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Street:
    """One route with its connections, and a clerk."""

    world: World
    office: Office
    route: str = field(default_factory=lambda: unique("R", 6))
    tariff: str = field(default_factory=lambda: unique("T", 6))
    before: set[str] | None = None
    """What the checker said before this street: others' tests forge in the same books."""

    def __post_init__(self) -> None:
        self.world.run(
            "REPLACE INTO settings (setting, value) VALUES ('billing_from', '2025-02-01')"
        )
        self.take_tariff()
        if self.before is None:
            self.before = set(self._found())

    def take_tariff(self, more: str = "", price: str = "1") -> None:
        """Keep the flat tariff; `more` are further charges of it."""
        ((currency, decimals),) = self.world.run(
            "SELECT currency_code, currency_decimals FROM utility"
        )
        text = FLAT.format(code=self.tariff, currency=currency, decimals=decimals, price=price)
        with connected(self.world.admin) as connection:
            TariffRepository(connection).take_in(text + more)

    def home(self, start: int = 0) -> Home:
        """A home whose first meter was fitted at the end of January 2025."""
        home = self.office.home(route=self.route, tariff=self.tariff)
        self.meter(home, home.meter_no, start)
        return home

    def meter(self, home: Home, meter_no: str, start: int = 0, position: int = 1) -> None:
        """Fit a meter of 5 dials beside others."""
        file = self.office.file(
            "meter_no,dials,connection_no,position,fitted_on,reading",
            f"{meter_no},5,{home.connection_no},{position},{FITTED},{start}",
        )
        assert self.office.read_in("meters", file).stored.is_written

    def meter_id(self, meter_no: str) -> int:
        return int(
            self.world.run("SELECT meter_id FROM meters WHERE meter_no = %s", meter_no)[0][0]
        )

    def read(self, meter_no: str, day: date, value: int, status: str = "actual") -> None:
        """Store a reading as it is."""
        self.world.run(
            "INSERT INTO readings (register_id, read_on, value, kind, status)"
            " SELECT g.register_id, %s, %s, 'period', %s FROM registers g"
            " JOIN meters m ON m.meter_id = g.meter_id WHERE m.meter_no = %s",
            day, value, status, meter_no,
        )  # fmt: skip

    def order(self, month: int) -> RunOrder:
        first = end_of(month).replace(day=1)
        issued = end_of(month) + timedelta(days=1)
        return RunOrder(first, self.route, issued, issued + timedelta(days=20))

    @contextmanager
    def clerk(self) -> Iterator[Connection]:
        login = Login(self.world.address, self.office.user_name, PASSWORD)
        with connected(login) as connection:
            yield connection

    def opened(self, runs: BillRunRepository, month: int) -> Run:
        """As it was opened in its month: a run that is due in the past is refused today."""
        order = self.order(month)
        run = runs.open_run(replace(order, due_on=local_today()))
        self.world.run(
            "UPDATE bill_runs SET due_on = %s WHERE run_id = %s", order.due_on, run.run_id
        )
        return replace(run, order=order)

    def priced(self, connection: Connection, month: int) -> Run:
        runs = BillRunRepository(connection)
        return runs.price(self.opened(runs, month), quiet)

    def bill(self, month: int) -> Run:
        """Run the route's month to its end."""
        with self.clerk() as connection:
            return BillRunRepository(connection).issue(self.priced(connection, month), quiet)

    def left_out(self, run: Run) -> list[str]:
        with self.clerk() as connection:
            return sorted(found.reason for found in BillRunRepository(connection).exceptions(run))

    def bills(self, home: Home) -> list[tuple[str, Decimal | int, Decimal | int, str]]:
        """Number, total, balance and status of a home's bills in their order."""
        return [
            (str(no), total, balance, str(status))
            for no, total, balance, status in self.world.run(
                "SELECT b.bill_no, b.total, b.balance, b.status FROM bills b"
                " JOIN accounts a ON a.account_id = b.account_id WHERE a.account_no = %s"
                " ORDER BY b.bill_id",
                home.account_no,
            )
        ]

    def money(self, home: Home) -> tuple[Decimal | int, Decimal | int]:
        """What the account owes on its bills, and its credit."""
        return (
            sum((bill[2] for bill in self.bills(home)), Decimal(0)),
            self.world.run("SELECT credit FROM accounts WHERE account_no = %s", home.account_no)[0][
                0
            ],
        )

    def lines(self, bill_no: str) -> list[tuple[str, Decimal | int]]:
        return [
            (str(kind), amount)
            for kind, amount in self.world.run(
                "SELECT l.kind, l.amount FROM bill_lines l JOIN bills b ON b.bill_id = l.bill_id"
                " WHERE b.bill_no = %s ORDER BY l.line_no",
                bill_no,
            )
        ]

    def cancel(self, bill_no: str) -> None:
        with self.clerk() as connection:
            office = BillOffice(connection)
            office.cancel(new_request_id(), bill_no, office.version_of(bill_no), "Misread")

    def adjust(self, bill_no: str, amount: int) -> None:
        with self.clerk() as connection:
            office = BillOffice(connection)
            version = office.version_of(bill_no)
            office.adjust(new_request_id(), bill_no, version, Decimal(amount), "Misread")

    def breaches(self) -> list[str]:
        """What the checker says of all books, and did not say before."""
        return [breach for breach in self._found() if breach not in (self.before or ())]

    def _found(self) -> list[str]:
        with reader_for(self.world.admin) as reader:
            return [str(breach) for breach in verify(reader).breaches]


def surplus(street: Street, home: Home) -> None:
    """Leave a credit of 40: October is estimated at 100, and 60 were used till November."""
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1060)
    street.bill(11)


def estimated_and_read(street: Street, units: int) -> Home:
    """October estimated at 100 and billed; read for November, `units` since September."""
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1000 + units)
    return home
