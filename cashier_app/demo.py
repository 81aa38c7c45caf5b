"""The demo's hall: a private database with a sample utility, its people and counters.

Everything lies in one folder; `hall.json` is written last, so that a demo that was
interrupted while it was made is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cashier_app.log_lines import read_last_close
from cashier_app.services.local_facts import DemoPerson, LocalFacts
from cashier_app.settings import (
    CounterIdentitySettings,
    SettingsProblem,
    load_settings,
    save_counter,
)

if TYPE_CHECKING:
    from cashier_app.bootstrap import CounterSetup
    from cashier_app.db.engine import DatabaseAddress, Login
    from cashier_app.services.program import Program

DATABASE = "cashier_demo"
COUNTERS = ("03", "02", "01", "04")
"""`make demo` is counter 3, `make demo2` counter 2."""
_SEED = 1
_MONTHS = 12
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hint:
    """The bill that the demo's card offers to scan."""

    bill_no: str
    customer_name: str


class DemoHall:
    """One demo in one folder. `prepare` makes it; `counter` is one desk of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mark = folder / "hall.json"

    @property
    def is_ready(self) -> bool:
        """True when `prepare` ended here once."""
        return self._mark.exists()

    def clear(self) -> None:
        """Take the demo away; its server must not be running."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self, customers: int, say: Say) -> None:
        """Make database, people, sample and counters, unless they are there."""
        if self.is_ready:
            return
        from cashier_app.db.installer import upgrade
        from cashier_app.db.private_server import PrivateServer
        from cashier_app.sample.calendar import local_today
        from cashier_app.sample_filling import fill_with_sample

        self.clear()
        self.folder.mkdir(mode=0o700, parents=True)
        today = local_today()
        with PrivateServer(self.folder / "server") as server:
            say("Creating a private database …")
            login = server.admin_login(DATABASE)
            upgrade(login, DATABASE)
            say(f"Making up a utility with {customers:,} customers …")
            fill_with_sample(login, customers, _MONTHS, _SEED, today, is_training=False)
            say("Adding the people of the sign-in screen …")
            self._add_people_and_counters(login)
        self._write_mark(customers)

    def counter(self, code: str) -> DemoCounter:
        """One desk of a prepared demo; raises KeyError for a code that is not in COUNTERS."""
        if code not in COUNTERS:
            raise KeyError(code)
        return DemoCounter(self.folder, code, self._hint())

    def _add_people_and_counters(self, login: Login) -> None:
        from cashier_app.db.engine import connected
        from cashier_app.db.enrolment import enrol_counter
        from cashier_app.db.users import create_account
        from cashier_app.receipt_code import make_keys
        from cashier_app.sample.people import demo_people

        with connected(login) as connection:
            for person in demo_people():
                create_account(connection, person.user_name, person.password, must_change=False)
            for code in COUNTERS:
                home = self.folder / f"counter-{code}"
                home.mkdir(mode=0o700)
                public = make_keys(home / "counter.key")
                enrolment = enrol_counter(connection, code, public)
                save_counter(home, CounterIdentitySettings(code, enrolment.token))

    def _write_mark(self, customers: int) -> None:
        from cashier_app.sample.calendar import local_today
        from cashier_app.sample.generate import featured_accounts

        first = featured_accounts(local_today(), customers, _MONTHS)[0]
        mark = {"bill_no": first.bill_nos[0], "customer_name": first.customer_name}
        self._mark.write_text(json.dumps(mark), "utf-8")

    def _hint(self) -> Hint:
        return Hint(**json.loads(self._mark.read_text("utf-8")))


class DemoCounter:
    """One desk: what its window shows before sign-in, and its services."""

    def __init__(self, folder: Path, code: str, hint: Hint) -> None:
        self._server_folder = folder / "server"
        self.home = folder / f"counter-{code}"
        self.code = code
        self._hint = hint

    @property
    def papers(self) -> Path:
        """Where the demo's printer puts its papers."""
        return self.home / "papers"

    @property
    def reports(self) -> Path:
        """Where reports are saved and the Z of each shift is kept as an A4 page."""
        return self.home / "reports"

    def local_facts(self) -> LocalFacts:
        """From this folder only: the database is not asked."""
        from cashier_app.sample.calendar import ZONE
        from cashier_app.sample.people import demo_people

        close = read_last_close(self.home / "counter.log")
        return LocalFacts(
            counter_name=f"Counter {int(self.code)}",
            office="Main Street office",
            utility_name="Rivergate Electricity",
            last_close=close.closed_at if close else None,
            last_difference=close.difference if close else None,
            demo_people=tuple(
                DemoPerson(person.role.capitalize(), person.user_name, person.password)
                for person in demo_people()
                if person.user_name in _SHOWN
            ),
            hint_code=self._hint.bill_no,
            hint_name=self._hint.customer_name,
            zone=ZONE,
        )

    def load(self) -> Program:
        """Attach to the private server, bring it up to date, wire the services.

        `Program.close` leaves the server; the last window stops it.
        """
        from cashier_app.bootstrap import load_program
        from cashier_app.db.installer import upgrade
        from cashier_app.db.private_server import PrivateServer

        server = PrivateServer(self._server_folder)
        server.attach()
        try:
            upgrade(server.admin_login(DATABASE), DATABASE)
            program = load_program(self._setup(server.address(DATABASE)), on_close=server.detach)
        except BaseException:
            server.detach()
            raise
        return program

    def _setup(self, address: DatabaseAddress) -> CounterSetup:
        from cashier_app.bootstrap import CounterSetup
        from receipts.printers import PrinterKind, PrinterSettings

        settings = load_settings(self.home)
        if settings.counter is None:
            raise SettingsProblem(f"{self.home}: the demo's counter is not enrolled")
        return CounterSetup(
            address=address,
            token=settings.counter.token,
            key_path=settings.key_path,
            log_path=settings.log_path,
            printer=PrinterSettings(PrinterKind.FOLDER, path=self.papers),
            reports_folder=self.reports,
        )


_SHOWN = ("amina", "rana", "tomas", "nirmala", "david", "asha")


def demo_folder(home: Path) -> Path:
    """The demo's folder beside a person's real settings."""
    return home / "demo"
