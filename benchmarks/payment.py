"""A payment: its round trips, and its time beside the same rows written by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

import pymysql
from pymysql.cursors import DictCursor

from benchmarks import django_peer
from benchmarks.by_hand import Connection, HandWritten
from benchmarks.django_peer import FAR, HERE, DjangoWritten
from benchmarks.figures import Row, Times, compared, interleaved, milliseconds, timed
from benchmarks.line import Line
from benchmarks.setting import Setting
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress, connect_arguments
from cashier_app.db.repositories.payments import PaymentRepository, take_text
from cashier_app.domain.payments import TakePayment
from tests.faults.proxy import Proxy
from tests.support.counter import PASSWORD

ROUNDS, WARM_UP = 300, 30
FAR_ROUNDS, FAR_PEER_ROUNDS = 200, 20
BRANCH_SECONDS = 0.020
LIMIT = 0.8
CALL_LIMIT = 1.3
DELAY_LIMIT, DELAY_LIMIT_P99 = 1.15, 1.6


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
    """The program's payment beside a bare CALL, hand-written statements and Django's ORM."""
    person = setting.desk.user_name
    with _peers(setting, setting.desk.address) as (program, call, by_hand, django):
        served, sent, called, written = _run(
            setting,
            [
                lambda order: setting.program.payments.take(order, person),
                program,
                call,
                by_hand,
            ],
            ROUNDS,
            WARM_UP,
        )
        # Apart: whatever runs after four times as much Python finds its own caches cold.
        beside, mapped = _run(setting, [program, django], ROUNDS, WARM_UP)
    peer = "peer: the same rows by hand-written PyMySQL statements"
    yield timed("payment: hand-written statements", written, "two bills, receipt read back")
    yield _beside_django("payment: Django's ORM, select_for_update", mapped, beside)
    yield compared("payment: the program, receipt included", sent, written, LIMIT, peer)
    yield compared("payment: the program beside a bare CALL", sent, called, CALL_LIMIT, "")
    yield compared("payment: bare CALL", called, written, LIMIT, "nothing made of its rows")
    log = milliseconds(served.median - sent.median)
    note = f"one fsync before, one after: {log} of it"
    yield timed("payment: with the counter log", served, note)


def far_payment_times(setting: Setting) -> Iterator[Row]:
    """The same over a line to a branch."""
    with Line(setting.port, BRANCH_SECONDS) as line:
        address = setting.over(line.port).address
        yield _ping(setting, address)
        with _peers(setting, address, FAR) as (program, _, by_hand, django):
            (alone,) = _run(setting, [program], FAR_ROUNDS, 3)
            sent, written, mapped = _run(setting, [program, by_hand, django], FAR_PEER_ROUNDS, 3)
    delay = f"a line of {BRANCH_SECONDS * 1000:.0f} ms there and back"
    yield timed("payment over a line: hand-written", written, delay)
    yield _beside_django("payment over a line: Django's ORM", mapped, sent)
    yield compared("payment over a line: the program", sent, written, LIMIT, delay)
    for name, found, limit in (
        ("p50", alone.median, DELAY_LIMIT), ("p99", alone.p99, DELAY_LIMIT_P99),
    ):  # fmt: skip
        ratio = found / BRANCH_SECONDS
        yield Row(
            f"payment over a line: {name} of {FAR_ROUNDS}", milliseconds(found),
            ratio=f"{ratio:.2f} × the line", limit=f"≤ {limit} ×", note=delay,
            holds=ratio <= limit,
        )  # fmt: skip


def _ping(setting: Setting, over: DatabaseAddress) -> Row:
    """The shortest that anything can take: what the line is worth beside what it says."""
    desk = setting.desk
    near = setting.over(setting.port).address
    with (
        closing(client(near, desk.user_name, desk.password)) as direct,
        closing(client(over, desk.user_name, desk.password)) as far,
    ):
        here, there = interleaved([direct.ping, far.ping], FAR_ROUNDS, 3)
    fastest = min(there.seconds)
    return replace(
        timed(
            "a ping over the line",
            there,
            f"fastest {milliseconds(fastest)}; without the line {milliseconds(here.median)}",
        ),
        ratio=f"{there.median / BRANCH_SECONDS:.2f} × the line",
        limit="≥ 1 × at its fastest",
        holds=fastest >= BRANCH_SECONDS,
    )


def _beside_django(what: str, mapped: Times, ours: Times) -> Row:
    share = ours.median / mapped.median
    return timed(what, mapped, f"the program needs {share:.2f} × as long")


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
def _peers(
    setting: Setting, address: DatabaseAddress, alias: str = HERE
) -> Iterator[tuple[Take, Take, Take, Take]]:
    """The program without its log, a bare CALL, hand-written statements, Django's ORM.

    A connection each.
    """
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
        django_peer.configure(address, office, desk.password, alias)
        try:
            yield (
                PaymentRepository(connection).take,
                lambda order: _bare_call(plain, desk.token, order),
                HandWritten(free, desk.counter_id, user_id).take,
                DjangoWritten(desk.counter_id, user_id, alias).take,
            )
        finally:
            django_peer.forget()


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
