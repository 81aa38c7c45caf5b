"""A small utility with real rows for tests: a counter that is enrolled, people, accounts, bills.

`World` writes through the administrator's connection; what it writes keeps every rule that
`verify` checks. Each call makes rows of its own, so that tests never share an account, a
counter or a person.

    world = World(admin_login)             # fixture `world`
    desk = world.desk()                    # enrolled counter + cashier, folder for log and papers
    program = desk.program()               # the real services
    started = program.sessions.sign_in(desk.user_name, desk.password)
    shift = desk.open_shift(program)       # float 2 × 500, 10 × 100
    account = world.account(bills=("1259.50", "260"), credit="200")
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pymysql
from sqlalchemy import Engine

from cashier_app.bootstrap import CounterSetup, SystemClock, load_program, new_request_id
from cashier_app.db.engine import READ_SECONDS, DatabaseAddress, Login, connect_arguments
from cashier_app.db.enrolment import NewCounter, create_counter, enrol_counter
from cashier_app.db.users import create_user
from cashier_app.domain.people import NewUser
from cashier_app.domain.search import bits_of, sound_key, words_of
from cashier_app.domain.shifts import Pieces, StartShift
from cashier_app.domain.utility import OpenShift, Role
from cashier_app.receipt_code import make_keys
from cashier_app.services.program import Program
from receipts.printers import PrinterKind, PrinterSettings
from tests.support.day import ZONE_NAME, local_today, minutes_ahead

DENOMINATIONS = ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.5")
PASSWORD = "correct horse 7"
_numbers = itertools.count(1)
_uniques = itertools.count(1)
_SPREAD = 61_803_398_875_393
"""Has no factor in common with 10: no number comes twice before all have come once."""


def unique(prefix: str, length: int = 8) -> str:
    """Digits that no other test of this process uses, far from the ones before."""
    number = next(_uniques) * _SPREAD % 10**length
    return prefix + str(number).zfill(length)


@dataclass(frozen=True, slots=True)
class SeedBill:
    """One bill of a made account."""

    bill_id: int
    bill_no: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class SeedAccount:
    """A made account with its bills, oldest due first."""

    account_id: int
    account_no: str
    meter_no: str
    name: str
    phone: str
    bills: tuple[SeedBill, ...]


@dataclass(slots=True)
class Desk:
    """An enrolled counter with a cashier of its own."""

    counter_id: int
    code: str
    token: str
    folder: Path
    address: DatabaseAddress
    user_name: str
    password: str = field(default=PASSWORD, repr=False)
    programs: list[Program] = field(default_factory=list, repr=False)

    @property
    def setup(self) -> CounterSetup:
        return CounterSetup(
            address=self.address,
            token=self.token,
            key_path=self.folder / "counter.key",
            log_path=self.folder / "counter.log",
            printer=PrinterSettings(PrinterKind.FOLDER, path=self.folder / "papers"),
            reports_folder=self.folder / "reports",
        )

    def program(self) -> Program:
        """The real services of this counter; closed with the world."""
        program = load_program(self.setup)
        self.programs.append(program)
        return program

    def open_shift(self, program: Program) -> OpenShift:
        """Sign in if need be, and open a shift with a float of 2,000."""
        order = StartShift(
            new_request_id(),
            (Pieces(Decimal(500), 2), Pieces(Decimal(100), 10)),
            SystemClock().now(),
        )
        return program.shifts.open(order, self.user_name).shift

    def client(self, read_seconds: float = READ_SECONDS) -> pymysql.Connection[Any]:
        """The cashier's database user with a plain client."""
        return pymysql.connect(
            user=self.user_name,
            password=self.password,
            database=self.address.database,
            autocommit=True,
            **connect_arguments(self.address, read_seconds),
        )


class World:
    """Makes rows in a database that has the schema."""

    def __init__(self, admin: Login, database: str, folder: Path) -> None:
        self.admin = admin
        self.database = database
        self.folder = folder
        self._desks: list[Desk] = []
        self.address = DatabaseAddress(
            database,
            socket=admin.address.socket,
            host=admin.address.host,
            port=admin.address.port,
            private_loopback=admin.address.private_loopback,
        )
        self._engine: Engine = admin.engine(database)
        self._set_up_utility()

    def close(self) -> None:
        """Give everything back that was opened."""
        for program in itertools.chain.from_iterable(desk.programs for desk in self._desks):
            program.close()
        self._engine.dispose()

    def run(self, statement: str, *values: object) -> Sequence[Sequence[Any]]:
        """One statement as the administrator; the rows of a SELECT."""
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    def set_rule(self, name: str, value: str) -> None:
        """A setting of the utility, changed and audited as the program does it."""
        answer = self.run("CALL set_settings(%s)", json.dumps([[name, value]]))
        assert answer[0][0] == "done", answer

    def insert(self, table: str, **values: object) -> int:
        """Insert one row; its key."""
        names = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
            return int(cursor.lastrowid or 0)

    @contextmanager
    def cash_step(self, step: str) -> Iterator[None]:
        """Cash is rounded for a while; the database is other tests', too."""
        self.run("UPDATE utility SET cash_step = %s", step)
        try:
            yield
        finally:
            self.run("UPDATE utility SET cash_step = 0")

    def desk(
        self, role: Role = Role.CASHIER, full_name: str = "Amina Rahman", office: str = "01"
    ) -> Desk:
        """A new counter, enrolled in a folder of its own, and a person allowed there.

        A hall whose safe a test opens is an `office` of that test.
        """
        code = self.free_counter_code()
        folder = self.folder / f"counter-{code}"
        folder.mkdir(parents=True)
        public = make_keys(folder / "counter.key")
        with self._engine.connect() as connection:
            counter_id = create_counter(
                connection, NewCounter(code, f"Counter {code}", office, "Main Street office")
            )
            enrolment = enrol_counter(connection, code, public)
        user_name = self.person(role, full_name, counters=(code,))
        desk = Desk(counter_id, code, enrolment.token, folder, self.address, user_name)
        self._desks.append(desk)
        return desk

    def person(
        self, role: Role, full_name: str = "Rana Das", counters: tuple[str, ...] = ()
    ) -> str:
        """A new person with a database user; the password is PASSWORD."""
        user_name = unique("p", 10)
        while self.run("SELECT 1 FROM users WHERE user_name = %s", user_name):
            user_name = unique("p", 10)  # a database that is kept has those of another process
        new = NewUser(user_name, full_name, role, PASSWORD, counters, must_change_password=False)
        with self._engine.connect() as connection:
            create_user(connection, new)
        return user_name

    def account(
        self,
        bills: Sequence[str] = ("100",),
        *,
        name: str = "Karuna Sharma",
        credit: str = "0",
        address: str = "14 Canal Road",
        due_in_days: int = -12,
        discount: str = "0",
        discount_until: date | None = None,
    ) -> SeedAccount:
        """A customer with one account, connection and meter, and issued fee bills of `bills`."""
        account_no, meter_no, phone = unique("4"), unique("88"), unique("98")
        customer_id = self.insert(
            "customers", customer_no=unique("C"), name=name, kind="person", instruction=""
        )
        self.insert("customer_phones", customer_id=customer_id, phone=phone)
        connection_id = self._connection(address)
        self._meter(meter_no, connection_id)
        today = local_today()
        account_id = self.insert(
            "accounts",
            account_no=account_no,
            customer_id=customer_id,
            tariff_class="residential",
            opened_on=today - timedelta(days=900),
            credit=credit,
        )
        self.insert(
            "account_connections",
            account_id=account_id,
            connection_id=connection_id,
            liable_from=today - timedelta(days=900),
        )
        if Decimal(credit):
            self.insert(
                "credit_entries",
                account_id=account_id,
                amount=credit,
                balance_after=credit,
                stored_at=datetime.now(UTC).replace(tzinfo=None),
            )
        self._index_words(account_id, f"{name} {address}")
        made = tuple(
            self.bill(
                account_id,
                connection_id,
                amount,
                due_on=today + timedelta(days=due_in_days + at),
                discount=discount,
                discount_until=discount_until,
            )
            for at, amount in enumerate(bills)
        )
        return SeedAccount(account_id, account_no, meter_no, name, phone, made)

    def bill(
        self,
        account_id: int,
        connection_id: int,
        amount: str,
        *,
        due_on: date,
        discount: str = "0",
        discount_until: date | None = None,
    ) -> SeedBill:
        """One issued fee bill with one line."""
        running_no = self._next_bill_no()
        bill_no = f"99{running_no:06d}"
        bill_id = self.insert(
            "bills",
            bill_no=bill_no,
            series="99",
            running_no=running_no,
            account_id=account_id,
            connection_id=connection_id,
            kind="fee",
            title="Meter test fee",
            issued_on=due_on - timedelta(days=20),
            due_on=due_on,
            total=amount,
            balance=amount,
            status="issued",
            discount_amount=discount,
            discount_until=discount_until,
        )
        self.insert(
            "bill_lines",
            bill_id=bill_id,
            line_no=1,
            kind="fee",
            label="Meter test fee",
            unit="",
            amount=amount,
        )
        return SeedBill(bill_id, bill_no, Decimal(amount))

    def _set_up_utility(self) -> None:
        self.run(
            "UPDATE utility_offsets SET minutes = %s WHERE NOT EXISTS (SELECT 1 FROM utility)",
            minutes_ahead(),
        )
        self.run(
            "INSERT IGNORE INTO utility (utility_id, name, address, tax_no, contact, receipt_foot,"
            " currency_code, currency_symbol, currency_decimals, digit_grouping, time_zone)"
            " VALUES (1, 'Rivergate Electricity', 'Main Street 1', '300 114 882',"
            " 'Questions: 1600 100', 'Keep this receipt. Thank you.', 'XRS', 'Rs', 2, '3',"
            " %s)",
            ZONE_NAME,
        )
        for value in DENOMINATIONS:
            self.run(
                "INSERT IGNORE INTO denominations (value, is_note) VALUES (%s, %s)",
                value,
                Decimal(value) >= 5,
            )
        self.run("INSERT IGNORE INTO bill_series (series, last_no) VALUES ('99', 0)")
        self.run(
            "INSERT IGNORE INTO offices (code, name, address)"
            " VALUES ('01', 'Main Street office', '')"
        )
        self.run(
            "INSERT IGNORE INTO routes (code, name, office_id)"
            " SELECT 'R1', 'Route 1', office_id FROM offices WHERE code = '01'"
        )

    def free_counter_code(self) -> str:
        """A counter's code that nobody has."""
        taken = {row[0] for row in self.run("SELECT code FROM counters")}
        while (code := f"{next(_numbers):02d}") in taken:
            pass
        return code

    def _next_bill_no(self) -> int:
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "UPDATE bill_series SET last_no = LAST_INSERT_ID(last_no + 1) WHERE series = '99'"
            )
            cursor.execute("SELECT LAST_INSERT_ID()")
            return int(cursor.fetchall()[0][0])

    def _connection(self, address: str) -> int:
        ((route_id,),) = self.run("SELECT route_id FROM routes WHERE code = 'R1'")
        return self.insert(
            "connections",
            connection_no=unique("K"),
            address=address,
            ward="Ward 6",
            route_id=route_id,
            premises="home",
            voltage="low",
            supply="on",
        )

    def _meter(self, meter_no: str, connection_id: int) -> None:
        meter_id = self.insert("meters", meter_no=meter_no, multiplier=1, maker="")
        self.insert("registers", meter_id=meter_id, code="total", unit="kWh", dials=6)
        self.insert(
            "meter_fittings",
            meter_id=meter_id,
            connection_id=connection_id,
            fitted_on=date(2020, 1, 1),
        )

    def _index_words(self, account_id: int, text: str) -> None:
        words = words_of(text)
        for word in words:
            self.run(
                "INSERT INTO words (word, sound_key, accounts) VALUES (%s, %s, 1)"
                " ON DUPLICATE KEY UPDATE accounts = accounts + 1",
                word,
                sound_key(word),
            )
            self.run(
                "INSERT INTO account_words (word_id, account_id, bits)"
                " SELECT word_id, %s, %s FROM words WHERE word = %s",
                account_id,
                bits_of(words),
                word,
            )
