"""Nobody can hold a lock that a counter waits for (payments.md, sections 3 and 5, A1).

Who may only CALL can lock nothing at all. Who reads or writes tables can lock rows in an open
transaction, whatever the right is called: with FOR UPDATE, with SERIALIZABLE, with an XA
transaction that outlives its connection. Then the counter goes first.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.db.sql_objects import ObjectKind
from cashier_app.domain.drawer import CashKind
from cashier_app.domain.utility import Role
from tests.attacks.statements import ROUTINES, parameters_of
from tests.support.correcting import Correcting
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.hall import Hall
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask, own_connection
from tests.support.transactions import open_transactions

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

LIMIT = 5
"""Seconds for a payment in whose way an attacker stands: it waits two and goes before."""
ACTS = ["open", "reprint", "count", "close", "undo", "drop", "reverse"]
SOAK = bool(os.environ.get("CASHIER_SOAK"))
SERIALIZABLE = (
    "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "START TRANSACTION",
)


@contextmanager
def attacker(world: World, user_name: str, *statements: str) -> Iterator[Client]:
    """A person's plain client, left in the middle of its transaction."""
    with closing(
        pymysql.connect(
            user=user_name,
            password=PASSWORD,
            unix_socket=world.address.socket,
            database=world.database,
            autocommit=True,
        )
    ) as client:
        with client.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
        yield client


def rows_locked(world: World, clients: Mapping[str, Client]) -> dict[str, int]:
    """How many rows each client's open transaction has locked, by the client's name."""
    rows = {one.thread_id: one.rows_held for one in open_transactions(world.run)}
    return {name: rows.get(one.thread_id(), 0) for name, one in clients.items()}  # type: ignore[no-untyped-call]


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100", "50"), credit="20")


LOCKS: dict[str, tuple[Role, tuple[str, ...]]] = {
    "auditor-serializable": (
        Role.AUDITOR,
        (*SERIALIZABLE, "SELECT * FROM audit_bills", "SELECT * FROM audit_accounts",
         "SELECT * FROM audit_shifts", "SELECT * FROM audit_series"),
    ),
    "auditor-function": (
        Role.AUDITOR,
        (*SERIALIZABLE, "SELECT account_due(account_id, '2026-01-01') FROM audit_accounts"),
    ),
    "clerk-for-update": (
        Role.CLERK, ("START TRANSACTION", "SELECT * FROM accounts FOR UPDATE"),
    ),
    "clerk-shares": (
        Role.CLERK,
        ("SET autocommit = 0", "SELECT * FROM bills LOCK IN SHARE MODE",
         "SELECT * FROM offices LOCK IN SHARE MODE"),
    ),
    "clerk-writes": (
        Role.CLERK, ("START TRANSACTION", "UPDATE accounts SET tariff_class = 'commercial'"),
    ),
    "clerk-completion": (
        Role.CLERK,
        ("SET completion_type = 'CHAIN'", "START TRANSACTION", "SELECT COUNT(*) FROM bills",
         "COMMIT", "SELECT * FROM bills LOCK IN SHARE MODE"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", LOCKS if SOAK else ["auditor-serializable"])
def test_a_counter_goes_before_an_open_transaction(
    world: World, selling: Selling, account: SeedAccount, way: str
) -> None:
    role, statements = LOCKS[way]
    with attacker(world, world.person(role), *statements) as client:
        assert rows_locked(world, {way: client})[way] > 0
        began = time.monotonic()
        receipt = selling.take(account)
        assert time.monotonic() - began < LIMIT
        assert receipt.number
        with client.cursor() as cursor, pytest.raises(pymysql.MySQLError):
            cursor.execute("COMMIT")
    ((noted,),) = world.run(
        "SELECT COUNT(*) FROM audit_events e JOIN users u ON u.user_id = e.user_id"
        " WHERE e.act = 'made_way' AND u.user_name = %s",
        selling.desk.user_name,
    )
    assert noted == 1


@pytest.mark.parametrize("act", ACTS if SOAK else ["reprint"])
def test_so_does_every_other_act(world: World, act: str) -> None:
    """Open, count, close, undo, cash movement and reversal, each against rows that it needs."""
    correcting = Correcting(world)
    selling = correcting.selling
    hall = Hall(world)
    number = selling.take(world.account(("70",))).number
    desk = world.desk()
    acts: dict[str, Callable[[], object]] = {
        "open": lambda: Selling(desk),
        "reprint": lambda: selling.program.receipts.reprint(number),
        "count": selling.count,
        "close": lambda: (selling.count(), selling.close("nothing to add")),
        "undo": lambda: selling.undo(number),
        "drop": lambda: hall.move(selling, CashKind.DROP, "100"),
        "reverse": lambda: correcting.carry_out(correcting.reversal(number)),
    }
    locks = (
        *SERIALIZABLE, "SELECT * FROM audit_bills", "SELECT * FROM audit_accounts",
        "SELECT * FROM audit_shifts", "SELECT * FROM audit_series",
        "SELECT * FROM audit_counter_chains", "SELECT * FROM audit_journal",
    )  # fmt: skip
    with attacker(world, world.person(Role.AUDITOR), *locks):
        began = time.monotonic()
        acts[act]()
        assert time.monotonic() - began < 2 * LIMIT


@pytest.mark.skipif(not SOAK, reason="waits four seconds: in the soak")
def test_a_long_statement_of_an_office_gives_way(
    world: World, selling: Selling, account: SeedAccount
) -> None:
    """A statement that sleeps over its locks is no idle session."""
    with attacker(world, world.person(Role.CLERK), *LOCKS["clerk-writes"][1]) as client:

        def sleeps() -> None:
            with client.cursor() as cursor, pytest.raises(pymysql.MySQLError):
                cursor.execute("SELECT SLEEP(20), COUNT(*) FROM accounts")

        thread = threading.Thread(target=sleeps)
        thread.start()
        assert selling.take(account).number
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_a_prepared_transaction_outlives_nobody(
    world: World, selling: Selling, account: SeedAccount
) -> None:
    """XA: prepared, its connection gone, its locks kept until somebody says what becomes of it."""
    with attacker(
        world,
        world.person(Role.CLERK),
        "XA START 'mine', 'branch', 7",
        f"UPDATE accounts SET tariff_class = 'zz' WHERE account_id = {account.account_id}",
        "XA END 'mine', 'branch', 7",
        "XA PREPARE 'mine', 'branch', 7",
    ):
        pass
    assert selling.take(account).number
    ((tariff_class,),) = world.run(
        "SELECT tariff_class FROM accounts WHERE account_id = %s", account.account_id
    )
    assert tariff_class == "residential"


XA_REFUSES = {1398, 1399, 1400}
"""XAER_INVAL and XAER_RMFAIL: not in this state of an XA transaction."""


@pytest.mark.parametrize("role", Role)
def test_no_call_runs_within_somebodys_xa_transaction(world: World, role: Role) -> None:
    """Each begins with a ROLLBACK, which XA refuses: so none works, and locks, in one left open."""
    with attacker(world, world.person(role)) as client, client.cursor() as cursor:
        for routine in ROUTINES:
            if role not in routine.roles or routine.kind is not ObjectKind.PROCEDURE:
                continue
            if routine.name == "prepared_acts":
                # It reads the names of prepared transactions, and no table.
                continue
            marks = ", ".join(["NULL"] * len(parameters_of(routine)))
            cursor.execute("XA START 'mine'")
            with pytest.raises(pymysql.MySQLError) as error:
                cursor.execute(f"CALL {routine.name}({marks})")
            assert error.value.args[0] in XA_REFUSES, routine.name
            cursor.execute("XA END 'mine'")
            cursor.execute("XA ROLLBACK 'mine'")


COUNTER_ROLES = [Role.CASHIER, Role.SUPERVISOR, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", COUNTER_ROLES)
def test_who_may_only_call_has_no_right_on_a_table_or_view(world: World, role: Role) -> None:
    held = world.run(
        "SELECT Table_name FROM mysql.tables_priv WHERE User = %s", f"{world.database}_{role.value}"
    )
    assert not held


@pytest.mark.parametrize("role", COUNTER_ROLES)
def test_who_may_only_call_locks_nothing(world: World, selling: Selling, role: Role) -> None:
    """Every reading CALL that needs no request, in a serializable transaction left open."""
    desk = world.desk(role)
    reading = {
        "check_server": (), "schema_now": (), "my_channels": (), "prepared_acts": (),
        "sign_in": (desk.token,),
        "payment_screen": (desk.token, 1, None), "recent_receipts": (desk.token, 1, 0),
        "receipt_keys": (desk.token,), "role_of": (desk.token, selling.desk.user_name),
        "drop_due": (desk.token,), "handovers_here": (desk.token,), "paper_books": (desk.token,),
        "hall_day": (desk.token, None), "safe_ledger": (desk.token,), "list_people": (),
        "office_settings": (), "list_counters": (), "make_way": (desk.token,),
    }  # fmt: skip
    clients: dict[str, Client] = {}
    with ExitStack() as stack:
        for name, values in reading.items():
            client = stack.enter_context(attacker(world, desk.user_name, *SERIALIZABLE))
            clients[name] = client
            try:
                ask(client, name, *values)
            except (KeyError, ValueError):
                # Two of them answer with no outcome row.
                pass
            except pymysql.MySQLError as error:
                assert error.args[0] in {1370, 1305}, name  # noqa: PT017
        clients["one that locks"] = stack.enter_context(closing(own_connection(world)))
        clients["one that locks"].query("SELECT 1 FROM users FOR UPDATE")
        locked = rows_locked(world, clients)
        assert locked.pop("one that locks") > 0
        assert locked == dict.fromkeys(reading, 0)
