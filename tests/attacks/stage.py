"""A small hall after a busy day, everybody's database user, and a look at all there is to lose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pymysql

from cashier_app.db.connection import CounterConnection
from cashier_app.db.tables.columns import metadata
from cashier_app.domain.drawer import CashKind
from cashier_app.domain.payments import TenderKind
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from tests.support.correcting import Correcting, breaches
from tests.support.counter import Desk, World
from tests.support.hall import Hall, pieces
from tests.support.kiosk import HallKiosk, hall_kiosk
from tests.support.outside import bank_file, open_channel
from tests.support.selling import Selling
from tests.support.transactions import rows_held

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

TABLES = tuple(sorted(metadata.tables))


@dataclass(frozen=True, slots=True)
class Act:
    """A CALL of an act with money, as a counter sent it."""

    procedure: str
    token: str
    user_name: str
    request: UUID
    text: str


@dataclass
class Stage:
    """The hall, its people by role, and every act that was carried out."""

    world: World
    people: dict[Role, Desk]
    acts: list[Act]
    secrets: dict[str, bytes]
    examples: dict[str, object]
    root: Client = field(repr=False)
    kiosk: HallKiosk
    breaches: list[str]
    """What the checker says of it before anybody attacks: test accounts begin with credit."""

    def client(self, role: Role | str) -> Client:
        """The person's database user, or the kiosk's, with a plain client."""
        if not isinstance(role, Role):
            return self.kiosk.client()
        return self.people[role].client()

    def state(self) -> dict[str, object]:
        """A fingerprint of every table, of the objects, of users and of the server's settings."""
        with self.root.cursor() as cursor:
            cursor.execute(f"CHECKSUM TABLE {', '.join(TABLES)}")
            found: dict[str, object] = {row[0].split(".")[1]: row[1] for row in cursor.fetchall()}
            for name, question in _BESIDE_TABLES.items():
                cursor.execute(question)
                found[name] = cursor.fetchall()
        return found

    def rows_locked(self, client: Client) -> int:
        """How many rows an open transaction of the client has locked or changed."""
        return rows_held(self.world.run, client.thread_id())  # type: ignore[no-untyped-call]


_BESIDE_TABLES = {
    "@objects": (
        "SELECT routine_name, SHA2(routine_definition, 256) FROM information_schema.routines"
        " WHERE routine_schema = DATABASE() UNION ALL SELECT table_name, table_type"
        " FROM information_schema.tables WHERE table_schema = DATABASE()"
        " UNION ALL SELECT trigger_name, SHA2(action_statement, 256)"
        " FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        " UNION ALL SELECT event_name, '' FROM information_schema.events ORDER BY 1, 2"
    ),
    "@columns": "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()",
    "@databases": "SELECT schema_name FROM information_schema.schemata ORDER BY 1",
    "@users": "SELECT User, Host, authentication_string FROM mysql.user ORDER BY 1, 2",
    "@rights": (
        "SELECT COUNT(*) FROM mysql.tables_priv UNION ALL SELECT COUNT(*) FROM mysql.procs_priv"
        " UNION ALL SELECT COUNT(*) FROM mysql.db"
    ),
    "@settings": (
        "SELECT @@global.innodb_flush_log_at_trx_commit, @@global.sync_binlog,"
        " @@global.general_log, @@global.read_only, @@global.event_scheduler,"
        " @@global.time_zone, @@global.max_connections"
    ),
}


@contextmanager
def recorded() -> Iterator[list[Act]]:
    """Every act that a counter of this process sends."""
    acts: list[Act] = []
    original = CounterConnection.act_text

    def act_text(self: CounterConnection, procedure: str, request_id: UUID, text: str) -> Any:
        acts.append(Act(procedure, self._token, self.user_name, request_id, text))
        return original(self, procedure, request_id, text)

    CounterConnection.act_text = act_text  # type: ignore[method-assign]
    try:
        yield acts
    finally:
        CounterConnection.act_text = original  # type: ignore[method-assign]


def a_day(world: World) -> list[Act]:
    """Every kind of act once, by two drawers, a supervisor and a channel."""
    with recorded() as acts:
        correcting = Correcting(world)
        selling = correcting.selling
        paid = selling.take(world.account(("100", "50"), credit="20"))
        selling.undo(selling.take(world.account(("70",)), "100").number)
        correcting.carry_out(correcting.reversal(paid.number))
        moved = selling.take(world.account(("40",)))
        correcting.carry_out(correcting.move(moved.number, world.account(("40",))))
        cheque = correcting.pay_by_cheque(world.account(("30",)))
        supervising = Correcting(world, Selling(world.desk(Role.SUPERVISOR)))
        ((line_no,),) = world.run(
            "SELECT line_no FROM cheques ORDER BY entry_id DESC, line_no DESC LIMIT 1"
        )
        supervising.carry_out(supervising.bounce(cheque, line_no, "30"), approved=False)
        carded = selling.take(world.account(("25",)))
        correcting.carry_out(correcting.tender(carded.number, TenderKind.CARD))
        correcting.carry_out(correcting.refund(world.account((), credit="15"), "10"))
        waiting = selling.take(world.account(("60",)))
        corrections = correcting.program.corrections
        corrections.wait(corrections.prepare(correcting.reversal(waiting.number)))
        _cash(Hall(world))
        channel = open_channel(world, "bank")
        world.account(("80",))
        ((account_no,),) = world.run("SELECT MAX(account_no) FROM accounts")
        with channel.service() as service:
            service.import_file(bank_file(("A-1", account_no, "80")))
    return acts


def _cash(hall: Hall) -> None:
    hall.open_safe()
    given = hall.hand_over(hall.first, hall.second, "100")
    hall.accept(hall.second, given.entry_id, "100")
    hall.move(hall.first, CashKind.DROP, "200")
    hall.move(hall.first, CashKind.PAID_IN, "50")
    hall.check(hall.second)
    hall.keep(CashKind.SAFE_DEPOSIT, pieces(("1000", 5)), bag="B1", bank="City Bank")
    hall.first.count(Pieces(Decimal(500), 2))
    z = hall.first.close("do not know")
    hall.decide(hall.first, str(z.difference))


def made_stage(world: World, root: Client, folder: Path) -> Stage:
    """The day, then a person of each role at a counter, with an open shift where there may be."""
    acts = a_day(world)
    people = {role: world.desk(role, f"Person {role.value}") for role in Role}
    seller = Selling(people[Role.CASHIER])
    receipt = seller.take(world.account(("45",)))
    unpaid = world.account(("33", "22"), credit="5")
    others = world.desk(full_name="Somebody Else")
    other_shift = Selling(others)
    secrets = {
        "token of another counter": others.token.encode(),
        "hash of a token": hashlib.sha256(others.token.encode()).digest(),
        "private key": (others.folder / "counter.key").read_bytes(),
    }
    with root.cursor() as cursor:
        cursor.execute("SELECT authentication_string FROM mysql.user WHERE User LIKE 'p%'")
        for number, (text,) in enumerate(cursor.fetchall()):
            raw = text if isinstance(text, bytes) else str(text).encode()
            if len(raw) > 8:
                secrets[f"hash of password {number}"] = raw
    world.insert(
        "users", user_name="spare1", full_name="Spare", role="cashier", created_at="2026-01-01"
    )
    examples = {
        "p_account_id": unpaid.account_id,
        "p_entry_id": receipt.entry_id,
        "p_number": receipt.number,
        "p_shift_id": other_shift.shift.shift_id,
        "p_bill_id": unpaid.bills[0].bill_id,
        "p_version": 0,
        "p_bill_no": unpaid.bills[0].bill_no,
        "p_user_name": "spare1",
        "p_code": world.free_counter_code(),
        "p_password": "Stolen-horse-77",
        "p_role": "cashier",
        "p_account_no": unpaid.account_no,
        "p_reason": "because",
        "p_title": "Meter test",
        "p_due_on": "2027-01-01",
        "p_kind": "void",
        "others_token": others.token,
        "others_name": others.user_name,
    }
    kiosk = hall_kiosk(world)
    secrets["password of the kiosk"] = kiosk.login.password.encode()
    return Stage(world, people, acts, secrets, examples, root, kiosk, breaches(world))


def leaves(text: str) -> list[tuple[tuple[Any, ...], object]]:
    """Where in an order each value stands, and what it is."""

    def walk(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], object]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, (*path, name))
        elif isinstance(value, list):
            yield path, value
            for place, inner in enumerate(value):
                yield from walk(inner, (*path, place))
        else:
            yield path, value

    return list(walk(json.loads(text), ()))


def with_leaf(text: str, path: Sequence[Any], value: object) -> str:
    """The order with another value in one place."""
    order = json.loads(text)
    inner = order
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(order, ensure_ascii=False)


@contextmanager
def root_client(world: World) -> Iterator[Client]:
    """The server's own administrator."""
    with closing(
        pymysql.connect(
            user=world.admin.user,
            password=world.admin.password,
            unix_socket=world.address.socket,
            database=world.database,
            autocommit=True,
        )
    ) as client:
        yield client
