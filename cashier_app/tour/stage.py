"""What happens around the tour's window: the other counter, the line, the paper in the printer."""

from __future__ import annotations

import os
import re
import signal
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from cashier_app.bootstrap import SystemClock, new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.enrolment import NewCounter, create_counter
from cashier_app.db.kiosk_enrolment import NewKiosk, enrol_kiosk
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.users import create_user, set_counters
from cashier_app.demo import COUNTERS, DATABASE, DemoCounter, DemoHall
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.cash import hand_back
from cashier_app.domain.cheques import ChequeState
from cashier_app.domain.drawer import AcceptHandover
from cashier_app.domain.payments import Receipt
from cashier_app.domain.people import NewUser
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces, StartShift
from cashier_app.domain.utility import OpenShift, Role
from cashier_app.kiosk_wiring import wire_kiosk
from cashier_app.sample.calendar import local_today
from cashier_app.sample.people import DEMO_PASSWORD
from cashier_app.services.kiosk import Kiosk
from cashier_app.services.program import Program
from receipts.folder import OUT_OF_PAPER
from receipts.printers import PrinterKind, PrinterSettings

OTHER_PERSON = "rana"
SUPERVISOR, SECOND_SUPERVISOR = "tomas", "meera"
PAPER_COUNTER, BANK_COUNTER = "91", "90"
"""The paper book's and the bank's own positions: they have no desk in the hall."""
KIOSK = "61"


class Stage:
    """The surroundings of one tour; `close` sets everything right again."""

    def __init__(self, hall: DemoHall) -> None:
        self._hall = hall
        self.desk: DemoCounter = hall.counter("03")
        self._server = PrivateServer(hall.folder / "server")
        self._other: Program | None = None
        self._other_shift: OpenShift | None = None
        self._frozen = False
        self._kiosk_login: Login | None = None

    def open_other_counter(self) -> None:
        """Rana opens her shift at counter 2."""
        program = self._hall.counter("02").load()
        self._other = program
        program.sessions.sign_in(OTHER_PERSON, DEMO_PASSWORD)
        order = StartShift(
            new_request_id(),
            (Pieces(Decimal(500), 2), Pieces(Decimal(100), 10)),
            SystemClock().now(),
        )
        self._other_shift = program.shifts.open(order, OTHER_PERSON).shift

    def add_channels(self) -> None:
        """An administrator's morning: paper book, bank files, and a second supervisor."""
        with connected(self._server.admin_login(DATABASE)) as connection:
            create_counter(connection, NewCounter(PAPER_COUNTER, "Paper book", "01", "", "paper"))
            create_counter(connection, NewCounter(BANK_COUNTER, "Central Bank", "01", "", "bank"))
            halls = tuple(sorted(COUNTERS))
            second = NewUser(
                SECOND_SUPERVISOR, "Meera Nair", Role.SUPERVISOR, DEMO_PASSWORD,
                (*halls, PAPER_COUNTER), must_change_password=False,
            )  # fmt: skip
            create_user(connection, second)
            set_counters(connection, SUPERVISOR, (*halls, PAPER_COUNTER, BANK_COUNTER))

    def enrol_kiosk(self) -> None:
        """A screen at the door for the hall's customers."""
        with connected(self._server.admin_login(DATABASE)) as connection:
            made = enrol_kiosk(connection, NewKiosk(KIOSK, "Kiosk at the door", "01"))
        address = self._server.address(DATABASE)
        self._kiosk_login = Login(address, made.user_name, made.password)

    def load_kiosk(self) -> Kiosk:
        """Its services; whoever asks for them closes them."""
        if self._kiosk_login is None:
            raise RuntimeError("the hall has no kiosk")
        papers = self._hall.folder / "kiosk"
        printer = PrinterSettings(PrinterKind.FOLDER, path=papers)
        return wire_kiosk(self._kiosk_login, printer, "", str(papers / "sheets"), _nothing)

    def empty_home(self) -> Path:
        """The settings' folder of a computer that was never started."""
        home = self._hall.folder / "new-counter"
        home.mkdir(mode=0o700, exist_ok=True)
        return home

    def code_of_slip(self) -> str:
        """What the QR of the number taken last says."""
        return self._ask(
            "SELECT ticket_code(business_date, ticket_id) FROM queue_tickets"
            " ORDER BY ticket_id DESC LIMIT 1"
        )

    def bank_file(self, *lines: tuple[str, str, str]) -> Path:
        """A file of today with a line for each reference, account and amount."""
        path = self._hall.folder / f"central-bank-{local_today():%Y-%m-%d}.csv"
        rows = [f"{ref},{local_today()},{amount},{account}" for ref, account, amount in lines]
        path.write_text("\n".join(("reference,date,amount,account", *rows)) + "\n", "utf-8")
        return path

    def clear_old_cheques(self) -> None:
        """The bank has paid what was taken before today."""
        with closing(self._hall.counter("02").load()) as program:
            program.sessions.sign_in(SUPERVISOR, DEMO_PASSWORD)
            while cheques := program.cheques.register(ChequeState.RECEIVED):
                program.cheques.list_to_bank("Central Bank", cheques)
                listed = program.cheques.register(ChequeState.LISTED)
                program.cheques.clear(listed)
            program.sessions.sign_out()

    def write_new_prices(self, name: str) -> Path:
        """A file with the prices of homes again, from the first day of next month on."""
        query = (
            "SELECT v.source_text FROM tariff_versions v JOIN tariffs t USING (tariff_id)"
            " WHERE t.code = 'R1' ORDER BY v.valid_from DESC LIMIT 1"
        )
        next_month = (local_today().replace(day=28) + timedelta(days=4)).replace(day=1)
        path = self._hall.folder / name
        text = re.sub(
            r"^valid_from = .*$", f"valid_from = {next_month}", self._ask(query), flags=re.MULTILINE
        )
        path.write_text(text, "utf-8")
        return path

    def take_handover(self) -> None:
        """Rana counts what was handed over and takes it."""
        program, shift = self._program(), self._shift()
        (way,) = (way for way in program.cash.handovers().waiting if not way.is_mine)
        order = AcceptHandover(
            new_request_id(), shift.shift_id, way.handover_id, way.amount, SystemClock().now()
        )
        program.cash.accept(order, OTHER_PERSON)

    def close_other_counter(self) -> None:
        """Rana counts right and closes her shift."""
        program, shift, now = self._program(), self._shift(), SystemClock().now()
        pieces = hand_back(self.expected_cash("02"), program.sessions.refresh().denominations)
        count = LockCount(new_request_id(), shift.shift_id, pieces, 0, 0, now)
        program.shifts.lock_count(count, OTHER_PERSON)
        program.shifts.close(CloseShift(new_request_id(), shift.shift_id, "", now), OTHER_PERSON)
        self._other_shift = None

    def look_elsewhere(self, bill_no: str) -> None:
        """The other counter has this account open now: it claims it."""
        self._program().lookup.open_scanned(bill_no)

    def pay_elsewhere(self, bill_no: str) -> Receipt:
        """The other counter takes exact cash for everything open on this bill's account."""
        program, shift = self._program(), self._shift()
        opened = program.lookup.open_scanned(bill_no)
        basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
        order = order_from(
            plan_payment(basket, basket.left_to_pay),
            basket,
            request_id=new_request_id(),
            shift_id=shift.shift_id,
            taken_at=SystemClock().now(),
        )
        return program.payments.take(order, OTHER_PERSON).receipt

    def expected_cash(self, counter: str = "") -> Decimal:
        """What the drawer of an open shift must hold, the tour's own unless one is named."""
        query = (
            "SELECT s.float_amount + s.cash_taken + s.movements FROM shifts s"
            " JOIN counters c ON c.counter_id = s.open_counter WHERE c.code = %s"
        )
        return Decimal(self._ask(query, counter or self.desk.code))

    def phone_of(self, account_no: str) -> str:
        """A phone number of the account's customer."""
        query = (
            "SELECT MIN(p.phone) FROM accounts a JOIN customer_phones p"
            " ON p.customer_id = a.customer_id WHERE a.account_no = %s"
        )
        return self._ask(query, account_no)

    def former_meter(self) -> str:
        """A meter that was replaced at a connection somebody is liable for."""
        query = (
            "SELECT MIN(m.meter_no) FROM meters m JOIN meter_fittings f ON f.meter_id = m.meter_id"
            " JOIN account_connections c ON c.connection_id = f.connection_id"
            " AND c.liable_to IS NULL WHERE f.removed_on IS NOT NULL"
        )
        return self._ask(query)

    def former_account(self) -> str:
        """An account number that was given up for another."""
        return self._ask("SELECT MIN(account_no) FROM former_account_numbers")

    def cut_line(self) -> None:
        """The server answers nobody any more, as behind a cut line."""
        self._signal(signal.SIGSTOP)
        self._frozen = True

    def mend_line(self) -> None:
        """The server answers again."""
        if self._frozen:
            self._signal(signal.SIGCONT)
            self._frozen = False

    def take_paper_out(self) -> None:
        """The printer's roll is empty."""
        self.desk.papers.mkdir(parents=True, exist_ok=True)
        self._paper_mark.touch()

    def put_paper_in(self) -> None:
        """A new roll."""
        self._paper_mark.unlink(missing_ok=True)

    def close(self) -> None:
        """Mend what was broken and leave the database."""
        self.mend_line()
        self.put_paper_in()
        if self._other is not None:
            self._other.sessions.sign_out()
            self._other.close()
            self._other = None

    @property
    def _paper_mark(self) -> Path:
        return self.desk.papers / OUT_OF_PAPER

    def _ask(self, query: str, *values: str) -> str:
        """One value, asked by the database's administrator."""
        with closing(self._server.admin_connection(DATABASE)) as connection:
            cursor = connection.cursor()
            cursor.execute(query, values)
            return str(cursor.fetchall()[0][0])

    def _program(self) -> Program:
        if self._other is None:
            raise RuntimeError("the other counter is closed")
        return self._other

    def _shift(self) -> OpenShift:
        if self._other_shift is None:
            raise RuntimeError("the other counter has no shift")
        return self._other_shift

    def _signal(self, number: int) -> None:
        pid = self._server.status().pid
        if pid is None:
            raise RuntimeError("the demo's server is not running")
        os.kill(pid, number)


def _nothing() -> None:
    """The tour's own server runs on."""
