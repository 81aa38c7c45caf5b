"""A clerk's office for tests: a desk of its own, and rows of supply that no other test uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.supply.desk import OfficeDesk
from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.domain.utility import Role
from cashier_app.services.imports.importing import ImportOrder, ImportReport, ImportService
from cashier_app.services.imports.rows import FileKind
from tests.support.counter import PASSWORD, World, unique
from tests.support.day import local_today

TODAY = local_today()
MONTH = timedelta(days=30)

TARIFF_WITH_SCHEME = """\
code = "{code}"
name = "Homes"
class = "residential"
currency = "{currency}"
decimals = {decimals}
valid_from = 2020-01-01

[[charge]]
code = "energy"
form = "flat"
price = 2

[[charge]]
code = "senior"
form = "subsidy"
percent = 10
of = ["energy"]
when = {{ scheme = "senior" }}
"""


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass
class Office:
    """A clerk with the rights of the role; `folder` is for files."""

    world: World
    folder: Path
    user_name: str = ""
    desk: OfficeDesk = field(init=False)

    def __post_init__(self) -> None:
        self.user_name = self.user_name or self.world.person(Role.CLERK, "Nirmala Joshi")
        login = Login(self.world.address, self.user_name, PASSWORD)
        self.desk = OfficeDesk(lambda: connected(login))

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """The rows of a question, asked by the administrator."""
        with connected(self.world.admin) as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def file(self, *lines: str, name: str = "file.csv") -> Path:
        path = self.folder / f"{unique('f')}-{name}"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def read_in(self, kind: str, path: Path, **more: Any) -> ImportReport:
        service = ImportService(ImportRepository(self.desk))
        return service.run(ImportOrder(FileKind(kind), path, **more))

    def refused(self, kind: str, *lines: str, **more: Any) -> list[tuple[int, str, str]]:
        """(line, column, code) of each refused record of a file with these lines."""
        report = self.read_in(kind, self.file(*lines), **more)
        return [(found.line, found.column, found.code) for found in report.refusals]

    def home(self, *, tariff: str = "", route: str = "R1") -> Home:
        """A customer, account and connection, read in from a file; makes the route."""
        home = Home(unique("C"), unique("4"), unique("K"), unique("88"))
        head = (
            "customer_no,name,account_no,opened_on,tariff_class,connection_no,address,tariff,"
            "route,route_name"
        )
        line = (
            f"{home.customer_no},Maya Thapa,{home.account_no},2024-01-01,residential,"
            f"{home.connection_no},3 Hill Road,{tariff},{route},Hill side"
        )
        assert self.read_in("customers", self.file(head, line)).stored.is_written
        return home

    def metered(
        self, readings: Iterable[tuple[int, str]] = (), *, start: str = "0", route: str = "R1"
    ) -> Home:
        """As `home`, with a meter fitted 400 days ago at `start` and readings (days ago, value)."""
        home = self.home(route=route)
        fitted = days_ago(400)
        meter = self.file(
            "meter_no,dials,connection_no,fitted_on,reading",
            f"{home.meter_no},5,{home.connection_no},{fitted},{start}",
        )
        assert self.read_in("meters", meter).stored.is_written
        rows = [f"{home.meter_no},{days_ago(days)},{value}" for days, value in readings]
        if rows:
            report = self.read_in("readings", self.file("meter_no,read_on,value", *rows))
            assert report.stored.is_written, report.refusals
            assert not report.stored.held
        return home


@dataclass(frozen=True)
class Home:
    """Numbers of what `Office` made."""

    customer_no: str
    account_no: str
    connection_no: str
    meter_no: str
