"""A payment: its round trips, and its time beside the same rows written by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial

import pymysql
from pymysql.cursors import DictCursor

from benchmarks.by_hand import Connection, HandWritten
from benchmarks.figures import Row, Times, compared, interleaved, timed
from benchmarks.setting import Setting
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress, connect_arguments
from cashier_app.db.repositories.payments import PaymentRepository, take_text
from cashier_app.domain.payments import TakePayment
from tests.faults.proxy import Proxy
from tests.support.counter import PASSWORD

ROUNDS, WARM_UP = 300, 30
FAR_ROUNDS = 40
BRANCH_SECONDS = 0.020
LIMIT = 0.8


def round_trips(setting: Setting) -> Iterator[Row]:
    """Commands on the wire, counted by a proxy."""
    with Proxy(setting.port) as proxy:
        desk = setting.over(proxy.port)
        setting.program.sessions.sign_out()
        setting.program.close()
        program = desk.program()
        try:
            program.sessions.sign_in(desk.user_name, desk.password)
            order = setting.order(program, setting.world.account(("100",)))
            proxy.arm()
            program.payments.take(order, desk.user_name)
            yield _counted("round trips of a payment", proxy.round_trips, 1)
            bill = setting.world.account(("100",)).bills[0]
            proxy.arm()
            opened = program.lookup.open_scanned(bill.bill_no)
            program.payments.take(setting.order_for(program, opened), desk.user_name)
            yield _counted("round trips of a customer: scan, pay", proxy.round_trips, 2)
        finally:
            program.close()


def _counted(what: str, found: int, wanted: int) -> Row:
    return Row(what, str(found), limit=f"= {wanted}", holds=found == wanted)


Take = Callable[[TakePayment], object]


def payment_times(setting: Setting) -> Iterator[Row]:
    """The program's payment beside hand-written statements, on this computer."""
    person = setting.desk.user_name
    with _peers(setting, setting.desk.address) as (program, bare, by_hand):
        served, sent, called, written = _run(
            setting,
            [lambda order: setting.program.payments.take(order, person), program, bare, by_hand],
            ROUNDS,
            WARM_UP,
        )
    peer = "peer: the same rows by hand-written PyMySQL statements"
    yield timed("payment: hand-written statements", written, "two bills, receipt read back")
    yield compared("payment: the program, receipt included", sent, written, LIMIT, peer)
    yield compared("payment: bare CALL", called, written, LIMIT, "nothing made of its rows")
    yield timed("payment: with the counter log", served, "one fsync before, one after")


def far_payment_times(setting: Setting) -> Iterator[Row]:
    """The same over a line to a branch."""
    with Proxy(setting.port, round_trip=BRANCH_SECONDS) as proxy:
        address = setting.over(proxy.port).address
        with _peers(setting, address) as (program, _, by_hand):
            sent, written = _run(setting, [program, by_hand], FAR_ROUNDS, 3)
    line = f"a line of {BRANCH_SECONDS * 1000:.0f} ms there and back"
    yield timed("payment over a line: hand-written", written, line)
    yield compared("payment over a line: the program", sent, written, LIMIT, line)


def _run(setting: Setting, lanes: Sequence[Take], rounds: int, warm_up: int) -> list[Times]:
    """Each lane's payments of two bills; orders are made outside the measured time."""
    orders: list[TakePayment] = []

    def prepare() -> None:
        accounts = (setting.world.account(("1259.50", "260")) for _ in lanes)
        orders[:] = [setting.order(setting.program, account) for account in accounts]

    def step(at: int) -> None:
        lanes[at](orders[at])

    return interleaved([partial(step, at) for at in range(len(lanes))], rounds, warm_up, prepare)


@contextmanager
def _peers(setting: Setting, address: DatabaseAddress) -> Iterator[tuple[Take, Take, Take]]:
    """The program without its log, a bare CALL, hand-written statements; one connection each."""
    desk = setting.desk
    connection = CounterConnection(address, desk.token)
    connection.open(desk.user_name, desk.password)
    office = office_user(setting)
    with (
        closing(client(address, desk.user_name, desk.password)) as plain,
        closing(client(address, office, desk.password)) as free,
        closing(connection),
    ):
        ((user_id,),) = setting.world.run(
            "SELECT user_id FROM users WHERE user_name = %s", desk.user_name
        )
        yield (
            PaymentRepository(connection).take,
            lambda order: _bare_call(plain, desk.token, order),
            HandWritten(free, desk.counter_id, user_id).take,
        )


def office_user(setting: Setting) -> str:
    """A database user with every right on the tables: what a program without procedures needs."""
    name = "by_hand"
    setting.world.run(f"CREATE USER IF NOT EXISTS {name}@'%%' IDENTIFIED BY %s", PASSWORD)
    setting.world.run(f"GRANT ALL ON {setting.world.database}.* TO {name}@'%%'")
    return name


def client(address: DatabaseAddress, user: str, password: str) -> Connection:
    """A plain PyMySQL connection."""
    return pymysql.connect(
        user=user,
        password=password,
        database=address.database,
        autocommit=True,
        cursorclass=DictCursor,
        **connect_arguments(address),
    )


def _bare_call(connection: Connection, token: str, order: TakePayment) -> None:
    text = json.dumps({"v": 1, **take_text(order)})
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "CALL take_payment(%s, %s, %s, %s)",
            (token, order.request_id.hex, fingerprint, text),
        )
        while cursor.nextset():
            cursor.fetchall()
